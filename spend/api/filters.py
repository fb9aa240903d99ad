"""The filters of index series in the API."""

from __future__ import annotations

from typing import ClassVar

import django_filters

from core.api.filters import ChoicesFilter
from spend.models import IndexSeries


class IndexFilters(django_filters.FilterSet):
    """Every filter narrows."""

    code = django_filters.CharFilter(lookup_expr="iexact", max_length=40, label="Exactly this code.")
    frequency = ChoicesFilter(choices=IndexSeries.Frequency.choices)

    class Meta:
        model = IndexSeries
        fields: ClassVar = ()
