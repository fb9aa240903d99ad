"""The filters of vendors and entities in the API."""

from __future__ import annotations

from typing import ClassVar

import django_filters

from core.api.filters import IdFilter, WordsFilter
from vendors.models import Entity, Vendor


class VendorFilters(django_filters.FilterSet):
    """Every filter narrows."""

    search = WordsFilter(word="named_like", label="Words in the name.")
    is_active = django_filters.BooleanFilter()
    parent = IdFilter(field_name="parent_id", label="Id of the parent.")
    country = django_filters.CharFilter(lookup_expr="iexact", label="ISO 3166 code, e.g. DE.")
    lei = django_filters.CharFilter(lookup_expr="iexact", label="Exactly this LEI.")
    vat_number = django_filters.CharFilter(lookup_expr="iexact", label="Exactly this VAT number.")
    registration_number = django_filters.CharFilter(label="Exactly this registration number.")

    class Meta:
        model = Vendor
        fields: ClassVar = ()


class EntityFilters(django_filters.FilterSet):
    """Every filter narrows."""

    is_active = django_filters.BooleanFilter()

    class Meta:
        model = Entity
        fields: ClassVar = ()
