"""Filters of the vendor list, shared by page and API."""

from __future__ import annotations

from typing import Any

import django_filters

from core.pages.filters import ListFilterSet
from vendors.models import Vendor
from vendors.querysets import VendorQuerySet
from vendors.rules.country import country_name


def used_countries() -> list[tuple[str, str]]:
    """Return the countries that vendors have, by name."""
    codes = (
        Vendor.objects.for_system("choices of the country filter")
        .exclude(country="")
        .order_by()
        .values_list("country", flat=True)
        .distinct()
    )
    return sorted(((code, country_name(code)) for code in codes), key=lambda item: item[1])


class VendorFilter(ListFilterSet):
    """Which vendors to show."""

    q = django_filters.CharFilter(method="filter_words", label="Words", max_length=200)
    country = django_filters.MultipleChoiceFilter(choices=used_countries, label="Country", distinct=False)
    is_active = django_filters.ChoiceFilter(
        label="Use",
        choices=[("true", "In use"), ("false", "Out of use")],
        empty_label="All",
        method="filter_use",
    )
    notice_contact = django_filters.ChoiceFilter(
        label="Contact for notices",
        choices=[("yes", "Known"), ("no", "Missing")],
        empty_label="All",
        method="filter_notice_contact",
    )

    class Meta:
        model = Vendor
        fields: list[str] = []

    def filter_words(self, queryset: VendorQuerySet, name: str, value: str) -> VendorQuerySet:
        """Keep the vendors that contain every word."""
        return queryset.matching(value)

    def filter_use(self, queryset: VendorQuerySet, name: str, value: str) -> VendorQuerySet:
        """Keep the vendors in use, or those out of use."""
        return queryset.filter(is_active=value == "true")

    def filter_notice_contact(self, queryset: Any, name: str, value: str) -> Any:
        """Keep the vendors that have, or lack, somebody to send notices to."""
        return queryset.reachable_for_notices(value == "yes")
