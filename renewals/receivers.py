"""Deadlines follow their contracts, and the calendar: the edges through which both reach the actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q

from accounts.signals import department_zones_changed
from contracts_app.models import Contract
from contracts_app.signals import contract_terms_changed
from core import clock
from core.audit import Actor
from renewals.actions.deadlines import recompute_deadlines, write_deadlines
from renewals.actions.notices import open_notices_of
from renewals.models import ExitTask, Notice
from renewals.reminders.answer_planning import plan_answers
from renewals.reminders.exit_planning import plan_exit_tasks
from renewals.reminders.subject import due_for_change

_NOON: Final = dt.time(12, tzinfo=dt.UTC)
_SWEEP: Final = Actor.system("sweep")


def instant_of(on: dt.date) -> dt.datetime:
    """Return the instant that stands for a date: now when it is today somewhere on earth, else noon UTC."""
    now = clock.now()
    if abs((on - now.date()).days) <= 1:
        return now
    return dt.datetime.combine(on, _NOON)


def terms_changed(*, contract_ids: list[int], actor: Actor, on: dt.date, **_: Any) -> None:
    """Write the deadlines of contracts whose terms, notice rules, status, value or department changed."""
    reason = actor.reason or f"Changed by {actor.user or actor.name}"
    notices = Notice.objects.for_system("whether a notice follows the contract")
    has_notices = notices.filter(contract__in=contract_ids).exists()
    if has_notices:
        open_notices_of(contract_ids)
    write_deadlines(contract_ids, now=instant_of(on), reason=reason)
    if has_notices:
        _plan_exit_tasks(Q(notice__contract__in=contract_ids), instant_of(on), reason)


def zones_changed(*, department_ids: list[int], actor: Actor, **_: Any) -> None:
    """Write the deadlines of contracts whose department goes by another time zone now."""
    scope = Contract.objects.for_system("deadlines go by the day of the department")
    ids = scope.filter(department_id__in=department_ids).in_force().values_list("pk", flat=True)
    why = "The time zone of the department changed."
    write_deadlines(list(ids), now=clock.now(), reason=why)
    _plan_exit_tasks(Q(notice__contract__department__in=department_ids), clock.now(), why)


def _plan_exit_tasks(which: Q, now: dt.datetime, why: str) -> None:
    """Plan what is owed of exit tasks anew: they go by the day of the department of their contract."""
    tasks = ExitTask.objects.for_system("exit tasks go by the day of the department").to_do()
    plan_exit_tasks(list(tasks.filter(which).values_list("pk", flat=True)), now=now, why=why)


def refresh(now: dt.datetime, last_id: int, limit: int) -> list[int]:
    """Recompute up to ``limit`` contracts after ``last_id`` whose answer changes with the date; return them.

    Safe to repeat: a contract that was recomputed has its next change in the future.
    """
    ids = due_for_change(now, last_id, limit)
    if ids:
        recompute_deadlines(
            actor=_SWEEP, contract_ids=ids, now=now, reason="The date moved on.", is_time_passing=True
        )
    return ids


def replan(contract_ids: Sequence[int], now: dt.datetime) -> None:
    """Write deadlines and reminders of contracts anew, inside a transaction, after a difference was found."""
    why = "It is not owed any more."
    write_deadlines(contract_ids, now=now, reason="Recomputed after a difference was found.", why=why)


def replan_exit_tasks(task_ids: Sequence[int], now: dt.datetime) -> None:
    """Plan the reminders of exit tasks anew, inside a transaction, after a difference was found."""
    plan_exit_tasks(task_ids, now=now, why="Recomputed after a difference was found.")


def replan_answers(decision_ids: Sequence[int], now: dt.datetime) -> None:
    """Plan anew, inside a transaction, who is told what the second person answered."""
    plan_answers(decision_ids, now=now, why="Recomputed after a difference was found.")


def connect() -> None:
    """Start to listen; called once when the app is ready."""
    contract_terms_changed.connect(terms_changed, dispatch_uid="renewals.deadlines")
    department_zones_changed.connect(zones_changed, dispatch_uid="renewals.deadlines_by_zone")
