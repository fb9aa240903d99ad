"""Redlines to take along, as PDF or Word: asked for by a reader, made by a worker, kept for that reader."""

from __future__ import annotations

import datetime as dt
from typing import Final

from contracts_app.models import Document
from core.access import require
from core.audit import Actor, action
from core.errors import UserError
from core.files import store_job_file
from core.jobs import enqueue
from core.models import Job, StoredFile

JOB_KIND: Final = "contracts_app.redline"
FILE_KIND: Final = "contracts_app.redline"
PDF: Final = "pdf"
DOCX: Final = "docx"
FORMATS: Final = (PDF, DOCX)
_REFUSED: Final = "take redlines of these documents along"


class InvalidRedline(UserError):
    """What was asked for cannot be made a redline."""

    code = "invalid_redline"


@action
def request_redline(
    *, actor: Actor, old: str, new: str, documents: tuple[Document, ...], form: str, return_url: str = ""
) -> Job:
    """Ask for the redline of two texts; a worker makes it and the job's page shows how far.

    Args:
        actor: The reader: both texts are read again as this person when it is made.
        old: The text before, as named in an address.
        new: The text after, named alike.
        documents: The documents of both, as the person saw them.
        form: ``pdf`` or ``docx``.
        return_url: The page that lists finished redlines.

    Raises:
        NotAllowed: The person does not see one of the documents.
        InvalidRedline: The form is unknown.
    """
    if form not in FORMATS:
        raise InvalidRedline("A redline is made as PDF or as a Word document.")
    require(_sees(actor, {one.pk for one in documents}), _REFUSED)
    params = {"old": old, "new": new, "form": form, "documents": sorted({one.pk for one in documents})}
    return enqueue(JOB_KIND, params, requested_by=actor.user, return_url=return_url)


@action
def keep_redline(
    *, actor: Actor, job: Job, name: str, data: bytes, media_type: str, now: dt.datetime
) -> StoredFile:
    """Put a finished redline into the file store, once for its job.

    Args:
        actor: The reader it was made for.
        job: The job that made it; a second call for it returns the file of the first.
        name: File name that the person sees.
        data: The file.
        media_type: What it is.
        now: When it was finished.

    Raises:
        NotAllowed: The person does not see the documents any more.
        StoreFailed: The disk is full; nothing is stored.
    """
    require(_sees(actor, set(job.params["documents"])), _REFUSED)
    return store_job_file(
        actor=actor, job=job, name=name, data=data, media_type=media_type, kind=FILE_KIND, now=now
    )


def _sees(actor: Actor, ids: set[int]) -> bool:
    if actor.user is None:
        return False
    return Document.objects.visible_to(actor.user).filter(pk__in=ids).count() == len(ids)
