"""Putting a file into the store and on record, inside the caller's action.

The bytes go first: when the transaction is rolled back they stay behind unnamed, which harms
nobody; the other way round a record could name bytes that are not there.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from core import registry
from core.audit import Actor
from core.files.inspection import inspect_file
from core.files.names import safe_name
from core.files.store import content_store
from core.models import Job, StoredFile


def save_file(
    *, actor: Actor, name: str, data: bytes, kind: str, now: dt.datetime, subject: models.Model | None = None
) -> StoredFile:
    """Check an uploaded file and store it.

    Args:
        actor: Who uploads it.
        name: As the uploader called it.
        data: The whole file.
        kind: Key of ``registry.file_kinds``: which types are taken, how large, who may download it.
        now: When.
        subject: What it belongs to, when that is on record already.

    Raises:
        RefusedFile: The file is not taken; the sentence says why.
        StoreFailed: The disk is full; nothing is stored.
    """
    rule = registry.file_kinds.get(kind)
    found = inspect_file(name, data, extensions=rule.extensions, largest=rule.largest)
    return _record(actor, found.name, data, found.media_type, kind, now, subject)


def store_made_file(
    *,
    actor: Actor,
    name: str,
    data: bytes,
    media_type: str,
    kind: str,
    now: dt.datetime,
    subject: models.Model | None = None,
) -> StoredFile:
    """Store a file that the product itself made (a report); it is not checked like an upload.

    Raises:
        StoreFailed: The disk is full; nothing is stored.
    """
    registry.file_kinds.get(kind)
    return _record(actor, safe_name(name), data, media_type, kind, now, subject)


def store_job_file(
    *, actor: Actor, job: Job, name: str, data: bytes, media_type: str, kind: str, now: dt.datetime
) -> StoredFile:
    """Store the file that a job made, once: a second call for the same job returns the file of the first.

    Raises:
        StoreFailed: The disk is full; nothing is stored.
    """
    kept = StoredFile.objects.for_system("the file a job made").filter(
        subject_type=job._meta.label_lower, subject_id=str(job.pk)
    )
    return kept.first() or store_made_file(
        actor=actor, name=name, data=data, media_type=media_type, kind=kind, now=now, subject=job
    )


def _record(
    actor: Actor, name: str, data: bytes, media_type: str, kind: str, now: dt.datetime, subject: Any
) -> StoredFile:
    return StoredFile.unscoped.create(
        sha256=content_store().keep(data),
        size=len(data),
        media_type=media_type,
        name=name,
        kind=kind,
        subject_type="" if subject is None else subject._meta.label_lower,
        subject_id="" if subject is None else str(subject.pk),
        created_by=actor.user,
        created_at=now,
    )
