"""Filters of the list of claims."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from accounts.forms import DEPARTMENT
from contracts_app.filters.contracts import ChosenFilter, DayRangeFilter
from core.pages.filters import ListFilterSet
from core.search import word_query
from slas.models import Claim


class ClaimFilter(ListFilterSet):
    """Narrows claims by where they stand, until when they can be made, and whose they are."""

    q = django_filters.CharFilter(method="matching", label="Find claims", max_length=200)
    status = django_filters.ChoiceFilter(choices=Claim.Status.choices, label="State", empty_label="Any")
    last = DayRangeFilter(field_name="last_date", label="Last day")
    department = ChosenFilter(DEPARTMENT, field_name="contract__department", label="Department")
    unsent = django_filters.BooleanFilter(method="only_unsent", label="Not submitted")
    mine = django_filters.BooleanFilter(method="only_mine", label="Mine")

    class Meta:
        model = Claim
        fields: list[str] = []

    def matching(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the claims of contracts that match words."""
        query = word_query(value)
        return queryset if query is None else queryset.filter(contract__search_vector=query)

    def only_unsent(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Keep what the vendor does not have yet (or, for "no", leave the list as it is)."""
        return queryset.not_submitted() if value else queryset  # type: ignore[attr-defined]

    def only_mine(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Keep the claims of contracts that the person owns or backs up (or the others)."""
        user = self.request.user
        mine = Q(contract__owner=user) | Q(contract__backup_owner=user)
        return queryset.filter(mine) if value else queryset.exclude(mine)
