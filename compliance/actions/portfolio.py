"""Asking for the portfolio report as a PDF, and keeping what was made."""

from __future__ import annotations

import dataclasses
import datetime as dt

from compliance.rules.portfolio import PortfolioFilters
from core.access import require
from core.audit import Actor, action
from core.files import store_job_file
from core.jobs import enqueue
from core.models import Job, StoredFile

JOB_KIND = "compliance.portfolio"
FILE_KIND = "compliance.report"


@action
def request_portfolio(
    *, actor: Actor, as_of: dt.date, filters: PortfolioFilters, return_url: str = ""
) -> Job:
    """Ask for the report; a worker makes it and the job's page shows how far it is.

    Args:
        actor: A person with ``reports.make``; the report holds what this person may see.
        as_of: The as-of day, inclusive.
        filters: What to narrow to.
        return_url: The page that lists finished reports.

    Raises:
        NotAllowed: The person may not make reports.
    """
    require(actor.user is not None and actor.user.can("reports.make"), "make reports")
    params = {"as_of": as_of.isoformat(), "filters": dataclasses.asdict(filters)}
    return enqueue(JOB_KIND, params, requested_by=actor.user, return_url=return_url)


@action
def keep_report(*, actor: Actor, job: Job, name: str, pdf: bytes, now: dt.datetime) -> StoredFile:
    """Put a finished report into the file store, once for its job.

    Args:
        actor: The person the report was made for.
        job: The job that made it; a second call for it returns the file of the first.
        name: File name that the person sees.
        pdf: The document.
        now: When it was finished.

    Raises:
        StoreFailed: The disk is full; nothing is stored.
    """
    return store_job_file(
        actor=actor, job=job, name=name, data=pdf, media_type="application/pdf", kind=FILE_KIND, now=now
    )
