"""Events that are no change of a row, and must be provable all the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import models

from core.audit import Actor
from core.models import LedgerEntry


def record_event(
    kind: str,
    *,
    actor: Actor,
    now: dt.datetime,
    subject: models.Model | tuple[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> LedgerEntry:
    """Write one entry into the ledger, in the transaction of the caller: both are kept or neither is.

    Args:
        kind: ``<app>.<noun>.<past participle>``, e.g. ``contracts.export.downloaded``.
        actor: Who did it.
        now: When, aware.
        subject: What it was done to: a saved object, or its model label and primary key.
        details: Facts in words and numbers; no secrets. What JSON does not know is kept as its text.

    Raises:
        ValueError: ``kind`` does not have its three parts.
    """
    entry = event_entry(kind, actor=actor, now=now, subject=subject, details=details)
    entry.save(force_insert=True)
    return entry


def event_entry(
    kind: str,
    *,
    actor: Actor,
    now: dt.datetime,
    subject: models.Model | tuple[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> LedgerEntry:
    """Return the entry of ``record_event`` without writing it, for a caller that writes it with its own row.

    Raises:
        ValueError: ``kind`` does not have its three parts.
    """
    if len(kind.split(".")) != 3 or not all(kind.split(".")):
        raise ValueError(f"“{kind}” is not <app>.<noun>.<past participle>")
    label, key = _subject(subject)
    body = canonical_json(
        {
            "kind": kind,
            "event": {
                "subject_model": label,
                "subject_id": key,
                "occurred_at": now.isoformat(),
                "actor": actor.name,
                "channel": actor.channel,
                "request_id": actor.request_id,
                "reason": actor.reason,
                "details": dict(details or {}),
            },
        }
    )
    return LedgerEntry(
        kind=kind,
        subject_model=label,
        subject_id=key,
        occurred_at=now,
        actor=actor.name,
        body=body,
        digest=hashlib.sha256(body.encode()).hexdigest(),
    )


def canonical_json(value: object) -> str:
    """Return ``value`` as JSON that is always the same text: keys sorted, no spaces, no escapes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def _subject(subject: models.Model | tuple[str, Any] | None) -> tuple[str, str]:
    if subject is None:
        return "", ""
    if isinstance(subject, models.Model):
        return subject._meta.label_lower, str(subject.pk)
    return subject[0].lower(), str(subject[1])
