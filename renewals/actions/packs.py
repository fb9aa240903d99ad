"""Leverage packs as PDF: asked for by a reader, made by a worker, kept for that reader alone."""

from __future__ import annotations

import datetime as dt
from typing import Final

from contracts_app.models import Contract
from core.access import require
from core.audit import Actor, action
from core.files import store_job_file
from core.jobs import enqueue
from core.models import Job, StoredFile
from renewals.permissions import may_make_pack

JOB_KIND: Final = "renewals.pack"
FILE_KIND: Final = "renewals.pack"
_REFUSED: Final = "make leverage packs of this contract"


@action
def request_pack(*, actor: Actor, contract: Contract, return_url: str = "") -> Job:
    """Ask for the leverage pack of a contract as a PDF; a worker makes it and the job's page shows how far.

    Args:
        actor: The reader: the pack holds what this person may see when it is made.
        contract: As read by the person.
        return_url: The page that lists finished packs.

    Raises:
        NotAllowed: The person may not make packs of this contract.
    """
    require(may_make_pack(actor, contract), _REFUSED)
    return enqueue(JOB_KIND, {"contract": contract.pk}, requested_by=actor.user, return_url=return_url)


@action
def keep_pack(
    *, actor: Actor, job: Job, contract: Contract, name: str, pdf: bytes, now: dt.datetime
) -> StoredFile:
    """Put a finished pack into the file store, once for its job.

    Args:
        actor: The reader it was made for.
        job: The job that made it; a second call for it returns the file of the first.
        contract: What it is about.
        name: File name that the person sees.
        pdf: The document.
        now: When it was finished.

    Raises:
        NotAllowed: The person may not make packs of this contract any more.
        StoreFailed: The disk is full; nothing is stored.
    """
    require(may_make_pack(actor, contract), _REFUSED)
    return store_job_file(
        actor=actor, job=job, name=name, data=pdf, media_type="application/pdf", kind=FILE_KIND, now=now
    )
