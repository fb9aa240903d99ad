"""The sweep as a task: a nudge only, because what is owed is in the database."""

from __future__ import annotations

from celery import shared_task

from core.reminders.sweeping import sweep


@shared_task(name="core.reminders.sweep")
def sweep_task() -> str:
    """Run one sweep; safe to run twice, at once, or not at all: the next one does what is left."""
    run = sweep()
    return f"sent {run.sent}, settled {run.settled}, differences {run.differences_left}"
