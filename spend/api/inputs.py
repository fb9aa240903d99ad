"""What is sent to record a price at renewal; the rules themselves are those of the action."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from core.api.inputs import IdField, StrictInput
from spend.models import UpliftRule


class UpliftInput(StrictInput, serializers.ModelSerializer):
    """The whole rule: what is not named is not agreed. A month is written as its first day."""

    series_id = IdField(required=False, allow_null=True, help_text="Of an index rule.")

    class Meta:
        model = UpliftRule
        fields: ClassVar[tuple[str, ...]] = (
            "kind", "percent", "amount", "series_id", "base_month", "lag_months", "spread", "combination",
            "cap_percent", "floor_percent", "is_compounding", "first_eligible_date", "announce_days",
            "price_per", "clause_ref",
        )  # fmt: skip
