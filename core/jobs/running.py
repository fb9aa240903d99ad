"""Running jobs: one worker a job, and a job whose worker died is run again.

1. A worker takes the oldest job that waits, or whose lease has run out, with SKIP LOCKED; the lease
   counts by the database's clock and is renewed while the work goes on.
2. ``run(job, report)`` of the kind does the work. ``report(done, total, message)`` raises
   ``JobCancelled`` when the job is to stop; the kind's transaction is then rolled back whole.
3. A refusal (``UserError``) is the job's result: its sentence is shown. Any other error is logged,
   and the page says that the job failed.
4. A job that has lost its worker five times is given up.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction

from core import clock, registry
from core.audit import Actor, acting
from core.errors import UserError
from core.jobs.pulse import LEASE_SECONDS, Pulse
from core.ledger.events import record_event
from core.models import Job

MOST_ATTEMPTS = 5
log = logging.getLogger(__name__)

_CLAIM = """
UPDATE core_job SET state = 'running', attempts = attempts + 1, lease_token = %s,
       lease_until = clock_timestamp() + make_interval(secs => %s),
       started_at = coalesce(started_at, clock_timestamp()), progress_done = 0, message = ''
 WHERE id = (SELECT id FROM core_job
              WHERE state = 'queued' OR (state = 'running' AND lease_until < clock_timestamp())
              ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1)
RETURNING id
"""


class JobCancelled(UserError):
    """The job was asked to stop; nothing of it was kept."""

    code = "cancelled"


class JobLost(UserError):
    """Another worker holds the job by now; this one stops."""

    code = "job_lost"


def drain(most: int | None = None) -> int:
    """Run jobs until none waits, or ``most`` were run; return how many. Safe to call at once, too."""
    count = 0
    while (most is None or count < most) and (job := claim()) is not None:
        run_job(job)
        count += 1
    return count


def claim() -> Job | None:
    """Take the oldest job that waits or has lost its worker; None when there is none."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_CLAIM, [uuid.uuid4(), LEASE_SECONDS])
        row = cursor.fetchone()
    return Job.objects.select_related("requested_by").get(pk=row[0]) if row else None


def run_job(job: Job) -> None:
    """Run a claimed job to its end and write down how it ended."""
    if job.attempts > MOST_ATTEMPTS:
        _finish(
            job, Job.State.FAILED, error=f"Given up: the worker stopped {MOST_ATTEMPTS} times while it ran."
        )
        return
    if job.kind not in registry.job_kinds:
        _finish(
            job, Job.State.FAILED, error=f"This version of the product knows no jobs of the kind {job.kind}."
        )
        return
    if job.attempts == 1:
        _record(job, "started", clock.now(), {})
    assert job.lease_token is not None
    with Pulse(job.pk, job.lease_token) as pulse:
        state, result, error = _work(job, pulse)
    if pulse.is_lost or state is None:
        log.warning("Job %s went on with another worker.", job.pk)
        return
    job.progress_done, job.progress_total, job.message = pulse.done, pulse.total, pulse.message[:300]
    _finish(job, state, result=result, error=error)


def _work(job: Job, pulse: Pulse) -> tuple[str | None, Any, str]:
    """Return how the work ended (state, result, sentence); no state when another worker has the job."""
    try:
        return Job.State.DONE, registry.job_kinds.get(job.kind).run(job, _report_to(pulse)), ""
    except JobLost:
        return None, None, ""
    except UserError as refused:
        is_stopped = isinstance(refused, JobCancelled)
        return Job.State.CANCELLED if is_stopped else Job.State.FAILED, None, refused.message
    except SoftTimeLimitExceeded:
        log.warning("Job %s (%s) ran into the time limit", job.pk, job.kind)
        return (
            Job.State.FAILED,
            None,
            "The job took longer than a worker may work at a stretch. Nothing was kept.",
        )
    except Exception:
        log.exception("Job %s (%s) failed", job.pk, job.kind)
        why = f"The job stopped because of an error in the product; the log names job {job.pk}."
        return Job.State.FAILED, None, why
    except BaseException:
        _give_back(job)
        raise


def _report_to(pulse: Pulse) -> Callable[[int, int, str], None]:
    def report(done: int, total: int, message: str) -> None:
        pulse.done, pulse.total, pulse.message = done, total, message
        if pulse.is_lost:
            raise JobLost("Another worker took the job over.")
        if pulse.is_cancel_requested:
            raise JobCancelled("Cancelled. Nothing was changed.")

    return report


def _finish(job: Job, state: str, *, result: Any = None, error: str = "") -> None:
    now = clock.now()
    with acting(_actor()):
        ended = Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state=Job.State.RUNNING).update(
            state=state,
            result=result,
            error=error,
            finished_at=now,
            lease_until=None,
            progress_done=job.progress_done,
            progress_total=job.progress_total,
            message=job.message,
        )
        if ended:
            details = {"kind": job.kind, "state": str(state), "error": error}
            record_event("core.job.finished", actor=_actor(), now=now, subject=job, details=details)


def _record(job: Job, what: str, now: dt.datetime, details: dict[str, Any]) -> None:
    with acting(_actor()):
        facts = {"kind": job.kind, "requested_by": job.requested_by_id, **details}
        record_event(f"core.job.{what}", actor=_actor(), now=now, subject=job, details=facts)


def _give_back(job: Job) -> None:
    """The worker is being stopped: let another one start the job again at once."""
    Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state=Job.State.RUNNING).update(
        state=Job.State.QUEUED, lease_token=None, lease_until=None
    )


def _actor() -> Actor:
    return Actor.system("jobs")
