"""``/api/v1/sla-results/``: how targets were kept, with every version of the figures."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery
from rest_framework import serializers

from core.api.filters import ChoicesFilter, IdFilter
from core.api.shapes import ReadShape
from core.api.views import ApiViewSet
from slas.models import Result, ResultVersion, SlaTarget

_DAY = "Inclusive."


class ResultVersionShape(ReadShape):
    """The figures of a result as they were computed once.

    Lengths are in microseconds; ``figure_numerator`` over ``figure_denominator`` is the exact figure in the
    unit of the target, percent of an availability and of a share, both null without data. ``is_met`` is null
    where that is not known. ``credit_*`` is what the scheme gives before the caps of the contract.
    ``terms_id`` is the version of the target that counts. ``input_sha256`` is over all that was counted.
    """

    terms_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = ResultVersion
        link = "result"
        order: ClassVar = ("-number",)
        fields: ClassVar[tuple[str, ...]] = (
            "number", "terms_id", "figure_numerator", "figure_denominator", "is_met", "count", "total_us",
            "down_us", "excused_us", "left_out_us", "credit_status", "credit_percent", "credit_amount",
            "credit_currency", "credit_days", "reason", "computed_at", "input_sha256",
        )  # fmt: skip


class ResultShape(ReadShape):
    """A target in one period, both days inclusive, with all versions of its figures, the newest first.

    Signed off, nothing makes a new version of it.
    """

    target_id = serializers.IntegerField(read_only=True)
    service_id = serializers.IntegerField(source="target.service_id", read_only=True)
    contract_id = serializers.IntegerField(source="target.service.contract_id", read_only=True)
    indicator = serializers.CharField(source="target.indicator", read_only=True)
    versions = ResultVersionShape(many=True, read_only=True)

    class Meta:
        model = Result
        fields: ClassVar[tuple[str, ...]] = (
            "id", "target_id", "service_id", "contract_id", "indicator", "period_first_date",
            "period_last_date", "signed_off_at", "versions",
        )  # fmt: skip


class ResultFilters(django_filters.FilterSet):
    """Every filter narrows; ``is_met`` is about the newest version, and leaves out those without data."""

    contract = IdFilter(field_name="target__service__contract_id", label="Id of the contract.")
    vendor = IdFilter(field_name="target__service__contract__vendor_id", label="Id of the vendor.")
    service = IdFilter(field_name="target__service_id", label="Id of the service.")
    target = IdFilter(field_name="target_id", label="Id of the target.")
    indicator = ChoicesFilter(field_name="target__indicator", choices=SlaTarget.Indicator.choices)
    period_from = django_filters.DateFilter(field_name="period_first_date", lookup_expr="gte", label=_DAY)
    period_to = django_filters.DateFilter(field_name="period_last_date", lookup_expr="lte", label=_DAY)
    is_met = django_filters.BooleanFilter(field_name="newest_is_met", label="Whether the promise was kept.")
    is_signed_off = django_filters.BooleanFilter(
        field_name="signed_off_at", lookup_expr="isnull", exclude=True, label="Whether it is signed off."
    )

    class Meta:
        model = Result
        fields: ClassVar = ()


class ResultViewSet(ApiViewSet):
    """Results: list, read with their versions; they are judged by the product."""

    policy: ClassVar[dict[str, str]] = {"list": "contracts.view", "retrieve": "contracts.view"}
    http_method_names = ["get", "head"]
    model = Result
    row_shape = ResultShape
    filterset_class = ResultFilters
    orderings: ClassVar[dict[str, str]] = {
        "id": "pk", "period_first_date": "period_first_date", "period_last_date": "period_last_date",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        """Return the results that the caller may see, with whether the newest version was kept."""
        versions = ResultVersion.objects.for_system("the newest version of results that are seen")
        newest = versions.filter(result=OuterRef("pk")).order_by("-number").values("is_met")[:1]
        seen: QuerySet[Any] = super().get_queryset()
        return seen.alias(newest_is_met=Subquery(newest))
