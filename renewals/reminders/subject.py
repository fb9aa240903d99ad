"""Contracts as a subject of reminders: what the sweep and the reconciler ask of this app."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from contracts_app.models import Contract, ContractTerms, NoticeMethod, NoticeRule
from core.reminders.shapes import SubjectLink, date_in
from renewals.models import Deadline, Decision, Notice, ReminderResponse
from renewals.reminders.place import contract_url

_EASTERNMOST = dt.timedelta(hours=14)


def due_for_change(now: dt.datetime, last_id: int, limit: int) -> list[int]:
    """Return the next contracts, by id, whose answer changes by ``now``, each on the date in its own zone."""
    latest = (now + _EASTERNMOST).astimezone(dt.UTC).date()
    rows = Deadline.unscoped.filter(is_current=True, next_change_date__lte=latest, contract_id__gt=last_id)
    condition = Q(pk__in=[])
    for zone in rows.order_by().values_list("timezone", flat=True).distinct():
        condition |= Q(timezone=zone, next_change_date__lte=date_in(zone, now))
    return list(rows.filter(condition).order_by("contract_id").values_list("contract_id", flat=True)[:limit])


def ids_after(last_id: int, limit: int) -> list[int]:
    """Return the next contracts by id."""
    return list(Contract.unscoped.filter(pk__gt=last_id).order_by("pk").values_list("pk", flat=True)[:limit])


def ids_changed(since: dt.datetime, last_id: int, limit: int) -> list[int]:
    """Return the next contracts, by id, that changed since an instant, according to the audit trail."""
    methods = NoticeMethod.history.filter(history_date__gte=since).values("rule_id")
    rules = NoticeRule.unscoped.filter(pk__in=methods)
    found: set[int] = set()
    for rows, key in (
        (Contract.history.filter(history_date__gte=since), "id"),
        (ContractTerms.history.filter(history_date__gte=since), "contract_id"),
        (NoticeRule.history.filter(history_date__gte=since), "contract_id"),
        (rules, "contract_id"),
        (Decision.history.filter(history_date__gte=since), "contract_id"),
        (Notice.history.filter(history_date__gte=since), "contract_id"),
        (ReminderResponse.history.filter(history_date__gte=since), "contract_id"),
    ):
        later = rows.filter(**{f"{key}__gt": last_id}).order_by(key)
        found |= set(later.values_list(key, flat=True).distinct()[:limit])
    return sorted(found)[:limit]


def visible_to(user: Any) -> QuerySet[Any]:
    """Return the query of the ids of all contracts that ``user`` may see."""
    return Contract.objects.visible_to(user).order_by().values("pk")


def links_to(user: Any, ids: Sequence[int]) -> dict[int, SubjectLink]:
    """Return name and address of each contract that ``user`` may see."""
    rows = Contract.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "number", "title")
    return {pk: SubjectLink(f"{number} {title}", contract_url(pk)) for pk, number, title in rows}


def names_of(ids: Sequence[int]) -> dict[int, str]:
    """Return number and title of each contract, for lists that the product makes for itself."""
    scope = Contract.objects.for_system("names in a dry run on the command line")
    rows = scope.filter(pk__in=ids).values_list("pk", "number", "title")
    return {pk: f"{number} {title}" for pk, number, title in rows}
