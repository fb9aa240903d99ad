"""Columns and filters of deadlines in the list of contracts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from contracts_app.filters.contracts import DayRangeFilter
from renewals.filters import STATUS_CHOICES
from renewals.models import Deadline


def with_deadline(contracts: QuerySet[Any], on: dt.date) -> QuerySet[Any]:
    """Add the current deadline's dates and status to contracts; null where none runs."""
    if "current_deadline" in contracts.query._filtered_relations:  # type: ignore[attr-defined]
        return contracts
    relation = FilteredRelation("deadlines", condition=Q(deadlines__is_current=True))
    return contracts.annotate(
        current_deadline=relation,
        act_by_date=F("current_deadline__act_by_date"),
        deadline_status=F("current_deadline__status"),
        deadline_notice_by=F("current_deadline__notice_by_date"),
        deadline_term_end=F("current_deadline__term_end"),
        deadline_missing=F("current_deadline__missing"),
    )


def has_date(column: str) -> Exists:
    """Return the condition that the current deadline of a contract has a date in ``column``."""
    scope = Deadline.objects.for_system("only contracts that the reader sees are asked about")
    current = scope.current().filter(contract=OuterRef("pk"))
    return Exists(current.filter(**{f"{column}__isnull": False}))


def act_by_text(row: Any) -> str:
    """Return the act-by date for the CSV."""
    return row.act_by_date.isoformat() if row.act_by_date else ""


def term_end_text(row: Any) -> str:
    """Write the last day in force of the present term for the CSV; empty where there is none."""
    return row.deadline_term_end.isoformat() if row.deadline_term_end else ""


def act_soon(on: dt.date) -> dict[str, str]:
    """Return the view of contracts in force on which somebody must act within 30 days, or should have."""
    return {"status": "in_force", "act_by_max": (on + dt.timedelta(days=30)).isoformat(), "sort": "act_by"}


def deadline_filters() -> dict[str, Any]:
    """Return the filters that the columns add: what the deadline says, and between which days to act."""
    return {
        "deadline": django_filters.ChoiceFilter(
            field_name="deadline_status", label="Deadline", choices=STATUS_CHOICES, empty_label="Any"
        ),
        "act_by": DayRangeFilter(field_name="act_by_date", label="Act by"),
    }
