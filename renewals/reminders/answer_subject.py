"""Answers of the second person as a subject of messages: what the sweep and the reconciler ask of this app.

``owed_by`` is the reconciler's reading: it shares nothing with ``answer_planning`` and its rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from contracts_app.reminders.recipients import chains_of, seeing
from core.reminders.shapes import Chain, Rung, SubjectLink
from renewals.models import Decision
from renewals.reminders.place import decision_url


def nothing_to_refresh(now: dt.datetime, last_id: int, limit: int) -> list[int]:
    """Return nothing: the day of an answer does not move as time passes."""
    return []


def ids_after(last_id: int, limit: int) -> list[int]:
    """Return the next decisions by id."""
    return list(Decision.unscoped.filter(pk__gt=last_id).order_by("pk").values_list("pk", flat=True)[:limit])


def ids_changed(since: dt.datetime, last_id: int, limit: int) -> list[int]:
    """Return the next decisions, by id, that changed since an instant."""
    rows = Decision.history.filter(history_date__gte=since, id__gt=last_id).order_by("id")
    return list(rows.values_list("id", flat=True).distinct()[:limit])


def owed_by(decision_ids: Sequence[int], now: dt.datetime) -> Iterator[Rung]:
    """Yield the message that each answered decision owes, sent ones too."""
    rows = Decision.unscoped.filter(pk__in=decision_ids, needs_approval=True)
    for pk, status, confirmed, ended in rows.values_list("pk", "status", "approved_at", "ended_at"):
        instant = confirmed or (ended if status == "rejected" else None)
        if instant is not None:
            day = instant.astimezone(dt.UTC).date()
            yield Rung("renewals.decision_answered", pk, str(day), 0, day, day)


def visible_to(user: Any) -> QuerySet[Any]:
    """Return the query of the ids of all decisions whose contract ``user`` may see."""
    return Decision.objects.visible_to(user).order_by().values("pk")


def links_to(user: Any, ids: Sequence[int]) -> dict[int, SubjectLink]:
    """Return name and address of each decision that ``user`` may see."""
    rows = Decision.objects.visible_to(user).filter(pk__in=ids)
    return {row.pk: SubjectLink(name_of(row), decision_url(row.pk)) for row in _joined(rows)}


def names_of(ids: Sequence[int]) -> dict[int, str]:
    """Return the name of each decision, for lists that the product makes for itself."""
    scope = Decision.objects.for_system("names in a dry run on the command line")
    return {row.pk: name_of(row) for row in _joined(scope.filter(pk__in=ids))}


def _joined(rows: Any) -> Any:
    return rows.select_related("contract").defer("snapshot", "contract__search_vector")


def name_of(decision: Decision) -> str:
    """Return what a list calls a decision: its contract and what was decided."""
    contract = decision.contract
    return f"{contract.number} {contract.title}: {decision.get_kind_display().lower()}"


def chains_by_decision(decision_ids: Sequence[int]) -> dict[int, Chain]:
    """Return the chain of recipients of each decision: who made it, then the chain of its contract."""
    rows = Decision.unscoped.filter(pk__in=decision_ids).select_related("contract__department", "decided_by")
    decisions = list(rows.defer("snapshot", "contract__search_vector"))
    usual = chains_of(sorted({row.contract_id for row in decisions}))
    return {
        row.pk: (*seeing(row.contract, "who decided", [row.decided_by]), *usual[row.contract_id])
        for row in decisions
    }
