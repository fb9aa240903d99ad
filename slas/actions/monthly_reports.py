"""Monthly reports about services as PDF: asked for by a reader, made by a worker, kept for that reader."""

from __future__ import annotations

import datetime as dt
from typing import Final

from contracts_app.models import Contract
from core.access import require
from core.audit import Actor, action
from core.files import store_job_file
from core.jobs import enqueue
from core.models import Job, StoredFile
from slas.permissions import may_report
from slas.rules.report_month import ReportMonth

JOB_KIND: Final = "slas.monthly_report"
FILE_KIND: Final = "slas.monthly_report"
_REFUSED: Final = "make monthly reports of this as a PDF"


@action
def request_monthly_report(
    *, actor: Actor, month: ReportMonth, contract: Contract | None = None, return_url: str = ""
) -> Job:
    """Ask for the report of a month as a PDF; a worker makes it and the job's page shows how far it is.

    Args:
        actor: The reader: the report holds what this person may see when it is made.
        month: The month.
        contract: What it is about, as read by the person; None: all contracts that the person sees.
        return_url: The page that lists finished reports.

    Raises:
        NotAllowed: The person may not make this report.
    """
    require(may_report(actor, contract), _REFUSED)
    params = {"month": month.key, "contract": contract.pk if contract else None}
    return enqueue(JOB_KIND, params, requested_by=actor.user, return_url=return_url)


@action
def keep_monthly_report(
    *, actor: Actor, job: Job, contract: Contract | None, name: str, pdf: bytes, now: dt.datetime
) -> StoredFile:
    """Put a finished report into the file store, once for its job.

    Args:
        actor: The reader it was made for.
        job: The job that made it; a second call for it returns the file of the first.
        contract: What it is about; None: all contracts that the person sees.
        name: File name that the person sees.
        pdf: The document.
        now: When it was finished.

    Raises:
        NotAllowed: The person may not make this report any more.
        StoreFailed: The disk is full; nothing is stored.
    """
    require(may_report(actor, contract), _REFUSED)
    return store_job_file(
        actor=actor, job=job, name=name, data=pdf, media_type="application/pdf", kind=FILE_KIND, now=now
    )
