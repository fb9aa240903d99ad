"""Asking for a job, and asking it to stop."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from celery import current_app
from django.db import transaction

from core import registry
from core.access import require
from core.audit import Actor, action
from core.ledger.events import record_event
from core.models import Job

if TYPE_CHECKING:
    from accounts.models import User

DRAIN_TASK = "core.jobs.drain"
log = logging.getLogger(__name__)


def enqueue(kind: str, params: dict[str, Any], *, requested_by: User | None, return_url: str = "") -> Job:
    """Ask for a job in the caller's transaction: it exists when, and only when, that is committed.

    Args:
        kind: Key of ``registry.job_kinds``; the kind must be safe to run twice.
        params: What the kind needs, as JSON: ids, not objects.
        requested_by: Who may watch and cancel it, besides administrators.
        return_url: The page that shows the result.

    Raises:
        KeyError: No app registered the kind.
    """
    registry.job_kinds.get(kind)
    job = Job.objects.create(kind=kind, params=params, requested_by=requested_by, return_url=return_url)
    transaction.on_commit(nudge)
    return job


def nudge() -> None:
    """Wake a worker now. Without a broker the job waits for the next beat, or for ``manage.py run_jobs``."""
    try:
        current_app.send_task(DRAIN_TASK, retry=False, ignore_result=True)
    except Exception as error:  # whatever the broker's client raises: the job is safe in the database
        log.warning("No worker could be woken (%s); the job waits for the next beat.", error)


@action
def cancel_job(*, actor: Actor, job: Job, now: dt.datetime) -> Job:
    """Stop a job: at once while it waits, else at its next step, and then nothing of it is kept.

    A job that is over stays as it is.

    Raises:
        NotAllowed: The person neither asked for the job nor administers every department.
    """
    row = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    require(actor.user is None or row.is_visible_to(actor.user), "cancel this job")
    if row.state == Job.State.QUEUED:
        row.state, row.finished_at, row.is_cancel_requested = Job.State.CANCELLED, now, True
        row.save(update_fields=["state", "finished_at", "is_cancel_requested"])
        record_event("core.job.cancelled", actor=actor, now=now, subject=row, details={"kind": row.kind})
    elif row.state == Job.State.RUNNING and not row.is_cancel_requested:
        row.is_cancel_requested = True
        row.save(update_fields=["is_cancel_requested"])
        record_event("core.job.cancelled", actor=actor, now=now, subject=row, details={"kind": row.kind})
    return row
