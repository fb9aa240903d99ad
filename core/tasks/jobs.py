"""The drain as a task: a nudge only, because the jobs are in the database."""

from __future__ import annotations

from celery import shared_task

from core.jobs import drain


@shared_task(name="core.jobs.drain")
def drain_task() -> str:
    """Run the jobs that wait; safe to run twice or at once, because a job is held by one worker at a time."""
    return f"{drain()} jobs run"
