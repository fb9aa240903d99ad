"""What the API says about index series and about what contracts agree on their price at renewal."""

from __future__ import annotations

from typing import ClassVar

from core.api.shapes import ReadShape
from spend.models import IndexSeries, IndexValue, UpliftRule


class IndexName(ReadShape):
    """An index series by its code."""

    class Meta:
        model = IndexSeries
        fields: ClassVar[tuple[str, ...]] = ("id", "code", "name")


class IndexFigure(ReadShape):
    """The value of a series for the period that begins on a day."""

    class Meta:
        model = IndexValue
        fields: ClassVar[tuple[str, ...]] = ("period", "value")
        link = "series"
        order: ClassVar = ("period",)


class IndexRow(ReadShape):
    """An index series in a list."""

    class Meta:
        model = IndexSeries
        fields: ClassVar[tuple[str, ...]] = (
            "id", "code", "name", "publisher", "source", "base", "frequency",
        )  # fmt: skip


class IndexDetail(IndexRow):
    """An index series with all its values, the oldest first."""

    values = IndexFigure(many=True, read_only=True)

    class Meta(IndexRow.Meta):
        fields: ClassVar[tuple[str, ...]] = (*IndexRow.Meta.fields, "values")


class UpliftShape(ReadShape):
    """What a contract agrees about its price at renewal; percentages are of the price, 3 is 3 %."""

    series = IndexName(read_only=True, allow_null=True)

    class Meta:
        model = UpliftRule
        fields: ClassVar[tuple[str, ...]] = (
            "contract_id", "kind", "percent", "amount", "series", "base_month", "lag_months", "spread",
            "combination", "cap_percent", "floor_percent", "is_compounding", "first_eligible_date",
            "announce_days", "price_per", "clause_ref",
        )  # fmt: skip
