"""Exit tasks: made with a vendor's notice, handed over, put off, ticked, and reminded of."""

from __future__ import annotations

import datetime as dt
from typing import Final

from accounts.models import User
from contracts_app.models import Contract
from contracts_app.permissions import can_view
from contracts_app.rules.text import clean_lines
from core.access import require
from core.audit import Actor, action
from renewals.actions.notices import UnableToGiveNotice, lock_notice
from renewals.actions.versions import compare_version
from renewals.models import ExitTask, Notice
from renewals.permissions import may_do
from renewals.reminders.exit_planning import plan_exit_tasks
from renewals.rules.exit_task import due_dates
from renewals.rules.letter import ENDING_KINDS

LONGEST_NOTE: Final = 2_000


def write_exit_tasks(
    notice: Notice, *, before: dict[str, dt.date] | None = None, now: dt.datetime, why: str
) -> None:
    """Make the tasks of a vendor's notice, or let them follow it, inside a transaction, and plan reminders.

    Args:
        notice: The locked notice with its contract.
        before: The days that followed from the notice before it was corrected, by kind of task; a task that
            has another day, or is done, keeps it.
        now: The instant of planning.
        why: Stands on reminders that are withdrawn.
    """
    known = {task.kind: task for task in ExitTask.unscoped.filter(notice=notice)}
    if notice.kind in ENDING_KINDS and notice.received_date and notice.exit_date:
        for kind, day in due_dates(notice.received_date, notice.exit_date).items():
            task = known.get(kind)
            if task is None:
                known[kind] = ExitTask.unscoped.create(
                    notice=notice, kind=kind, due_date=day, owner_id=notice.contract.owner_id
                )
            elif task.done_at is None and before and task.due_date == before.get(kind) != day:
                task.due_date = day
                task.save(update_fields=["due_date"])
    plan_exit_tasks([task.pk for task in known.values()], now=now, why=why)


def lock_exit_task(task: ExitTask) -> tuple[Contract, ExitTask]:
    """Lock the contract, its notice and the task, always in this order, and return the outer ones fresh."""
    contract, notice = lock_notice(task.notice)
    scope = ExitTask.objects.for_system("a task that its reader works on")
    row = scope.select_for_update(of=("self",)).get(pk=task.pk)
    row.notice = notice
    return contract, row


@action
def complete_exit_task(
    *, actor: Actor, task: ExitTask, note: str, now: dt.datetime, expected_version: int | None = None
) -> ExitTask:
    """Tick a task: it is done, and not reminded of any more. A second call changes nothing.

    Raises:
        NotAllowed: The task is not with the person, and they do not decide on the contract.
        StaleObject: Somebody else changed it since ``expected_version``; None skips the comparison.
        UnableToGiveNotice: The note is too long.
    """
    contract, row = lock_exit_task(task)
    require(may_do(actor, contract, row), "tick this task")
    compare_version(row, expected_version, "task")
    if row.done_at is not None:
        return row
    note = clean_lines(note)
    if len(note) > LONGEST_NOTE:
        message = f"The note has {len(note):,} characters; at most {LONGEST_NOTE:,} fit. Shorten it."
        raise UnableToGiveNotice(message, fields={"note": [message]})
    row.done_by, row.done_at, row.note = actor.user, now, note
    row.save(update_fields=["done_by", "done_at", "note"])
    plan_exit_tasks([row.pk], now=now, why="The task is done.")
    return row


@action
def reopen_exit_task(
    *, actor: Actor, task: ExitTask, now: dt.datetime, expected_version: int | None = None
) -> ExitTask:
    """Take the tick of a task back: it is to be done, and reminded of again.

    Raises:
        NotAllowed: The task is not with the person, and they do not decide on the contract.
        StaleObject: Somebody else changed it since ``expected_version``; None skips the comparison.
    """
    contract, row = lock_exit_task(task)
    require(may_do(actor, contract, row), "reopen this task")
    compare_version(row, expected_version, "task")
    if row.done_at is None:
        return row
    row.done_by, row.done_at = None, None
    row.save(update_fields=["done_by", "done_at"])
    plan_exit_tasks([row.pk], now=now, why="The task was reopened.")
    return row


@action
def change_exit_task(
    *,
    actor: Actor,
    task: ExitTask,
    owner_id: int | None,
    due_date: dt.date,
    expected_version: int,
    now: dt.datetime,
) -> ExitTask:
    """Hand a task over, or set another day for it; reminders follow.

    Raises:
        NotAllowed: The task is not with the person, and they do not decide on the contract.
        StaleObject: Somebody else changed it meanwhile.
        UnableToGiveNotice: It is done, or is to be with somebody who left or may not see the contract.
    """
    contract, row = lock_exit_task(task)
    require(may_do(actor, contract, row), "change this task")
    compare_version(row, expected_version, "task")
    if row.done_at is not None:
        raise UnableToGiveNotice("This task is done. Reopen it before you change it.", code="done")
    owner = User.objects.filter(pk=owner_id).first() if owner_id else None
    if owner_id and (owner is None or not owner.is_active or not can_view(owner, contract)):
        message = "Choose somebody who is active and may see the contract."
        raise UnableToGiveNotice(message, fields={"owner": [message]})
    row.owner, row.due_date = owner, due_date
    row.save(update_fields=["owner", "due_date"])
    plan_exit_tasks([row.pk], now=now, why="The task was changed.")
    return row
