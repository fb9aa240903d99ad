"""The words for exit tasks: their state, and why they are to be done."""

from __future__ import annotations

import datetime as dt

from core.pages.status import StatusWord
from core.rules.wording import short_date, weekday_date
from renewals.models import ExitTask


def word_of_task(task: ExitTask, on: dt.date) -> StatusWord:
    """Return the status word of a task on a day; its notice is at hand."""
    if task.done_at is not None:
        return StatusWord("done", "Done")
    if not task.is_owed:
        return StatusWord("draft", "Not needed")
    if task.due_date < on:
        return StatusWord("missed", f"Was due {weekday_date(task.due_date)}")
    return StatusWord("act", f"Due {weekday_date(task.due_date)}")


def state_of_task(task: ExitTask, on: dt.date) -> StatusWord:
    """Return the status word of a task for where its day stands beside it."""
    if task.done_at is not None or not task.is_owed:
        return word_of_task(task, on)
    return StatusWord("missed", "Overdue") if task.due_date < on else StatusWord("act", "To do")


def what_is_due(task: ExitTask) -> str:
    """Say what is to be done, and why."""
    ends = task.notice.exit_date
    return f"{task.get_kind_display()}: the vendor ends it on {short_date(ends)}" if ends else str(task)
