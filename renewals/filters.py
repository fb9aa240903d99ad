"""Filters of the list of deadlines."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from accounts.forms import DEPARTMENT
from accounts.models import User
from contracts_app.filters.contracts import (
    NOBODY,
    AmountRangeFilter,
    ChosenFilter,
    DayRangeFilter,
    OwnerFilter,
)
from core.pages.choosing import KINDS, Kind
from core.pages.filters import ListFilterSet
from core.search import word_query
from renewals.models import Deadline, Decision

#: Whoever owns a contract, those who left included.
OWNER = "owner"
KINDS[OWNER] = Kind(
    "person",
    lambda user: User.objects.all(),
    KINDS["person"].text,
    KINDS["person"].exact,
    KINDS["person"].like,
)
STATUS_CHOICES = [
    ("in_window", "In the notice window"),
    ("open", "Before the window"),
    ("missed", "Missed"),
    ("final_term", "Last term"),
    ("no_deadline", "No deadline"),
    ("unknown", "Unknown"),
    ("expired", "Ended"),
]


class DeadlineFilter(ListFilterSet):
    """Narrows deadlines by what they say, when to act, when they end, whose they are."""

    q = django_filters.CharFilter(method="matching", label="Find deadlines", max_length=200)
    status = django_filters.ChoiceFilter(choices=STATUS_CHOICES, label="Deadline", empty_label="Any")
    act_by = DayRangeFilter(method="by_day", label="Act by")
    send_by = DayRangeFilter(method="by_day", label="Send by")
    notice_by = DayRangeFilter(method="by_day", label="Notice by")
    ends = DayRangeFilter(field_name="term_end", label="Term ends")
    currency = django_filters.CharFilter(method="by_currency", label="Currency", max_length=3)
    stake = AmountRangeFilter(field_name="amount_at_stake", label="At stake")
    valued = django_filters.BooleanFilter(
        field_name="amount_at_stake", lookup_expr="isnull", exclude=True, label="Value known"
    )
    owner = OwnerFilter(OWNER, method="by_owner", label="Owner", help_text="A name, me, or nobody.")
    department = ChosenFilter(DEPARTMENT, field_name="contract__department", label="Department")
    mine = django_filters.BooleanFilter(method="only_mine", label="Mine")
    acting = django_filters.BooleanFilter(method="only_acting", label="To act on")

    class Meta:
        model = Deadline
        fields: list[str] = []

    def matching(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the deadlines of contracts that match words."""
        query = word_query(value)
        return queryset if query is None else queryset.filter(contract__search_vector=query)

    def by_day(self, queryset: QuerySet[Any], name: str, value: slice) -> QuerySet[Any]:
        """Keep the deadlines with a date between two days, both inclusive.

        Of what is to act on, the date of the exit that can still be reached counts; else that of this term.
        """
        column = f"{name}_date"
        if self.form.cleaned_data.get("acting"):
            column = f"reachable_{column}"
        ends = {f"{column}__gte": value.start, f"{column}__lte": value.stop}
        return queryset.filter(**{end: day for end, day in ends.items() if day is not None})

    def by_currency(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the deadlines whose stake is in the currency."""
        return queryset.filter(currency=value.strip().upper())

    def by_owner(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Keep the deadlines of contracts of one owner, or of nobody."""
        if value == NOBODY:
            return queryset.filter(contract__owner__isnull=True)
        return queryset.filter(contract__owner=value)

    def only_acting(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Keep the deadlines on which somebody can still act (or, for "no", leave the list as it is)."""
        return queryset.to_act_on() if value else queryset  # type: ignore[attr-defined]

    def only_mine(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Keep the deadlines that the person owns or backs up (or the others)."""
        user = self.request.user
        mine = Q(contract__owner=user) | Q(contract__backup_owner=user)
        return queryset.filter(mine) if value else queryset.exclude(mine)


class DecisionFilter(ListFilterSet):
    """Narrows decisions by what was decided, how far it is, whose it is."""

    q = django_filters.CharFilter(method="matching", label="Find decisions", max_length=200)
    status = django_filters.ChoiceFilter(choices=Decision.Status.choices, label="State", empty_label="Any")
    kind = django_filters.ChoiceFilter(choices=Decision.Kind.choices, label="Decision", empty_label="Any")
    act_by = DayRangeFilter(field_name="act_by_date", label="Act by")
    department = ChosenFilter(DEPARTMENT, field_name="contract__department", label="Department")
    waiting = django_filters.BooleanFilter(method="only_waiting", label="For me to confirm")
    mine = django_filters.BooleanFilter(method="only_mine", label="Decided by me")

    class Meta:
        model = Decision
        fields: list[str] = []

    def matching(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the decisions about contracts that match words."""
        query = word_query(value)
        return queryset if query is None else queryset.filter(contract__search_vector=query)

    def only_waiting(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Keep what waits for the person's confirmation (or, for "no", leave the list as it is)."""
        return queryset.awaiting_approval_by(self.request.user) if value else queryset  # type: ignore[attr-defined]

    def only_mine(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Keep what the person decided (or others)."""
        mine = Q(decided_by=self.request.user)
        return queryset.filter(mine) if value else queryset.exclude(mine)
