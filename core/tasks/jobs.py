"""The drain as a task: a nudge only, because the jobs are in the database."""

from __future__ import annotations

from celery import shared_task

from core.jobs import drain, nudge


@shared_task(name="core.jobs.drain")
def drain_task() -> str:
    """Run the oldest job that waits, then ask for the next, so that each job has the whole time limit.

    Safe to run twice or at once, because a job is held by one worker at a time.
    """
    count = drain(most=1)
    if count:
        nudge()
    return f"{count} jobs run"
