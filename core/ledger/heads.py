"""Heads outside the database: whoever rewrites the chain must rewrite these copies too.

A file with one JSON line per block, kept where the database's administrators cannot write, and
one mail a day. Both carry what :mod:`core.ledger.verify_evidence` compares with.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from core.audit import Actor
from core.ledger.events import canonical_json, record_event
from core.ledger.sealing import newest_head
from core.models import LedgerBlock, LedgerEntry

MAILED = "core.head.mailed"


def export_heads(path: Path) -> int:
    """Append every head that ``path`` does not have yet; return how many.

    What a crash kept from being written is made up for here. The file is only ever appended to,
    and is on the disk when this returns.

    Raises:
        OSError: The file cannot be written.
        ValueError: A line of the file is not one of ours.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        whole = text[: text.rfind("\n") + 1]  # a crash may have torn the last line: it is written again
        file.truncate(len(whole.encode()))
        known = max((sequence for sequence, _ in _lines(whole, path)), default=0)
        blocks = LedgerBlock.objects.filter(sequence__gt=known).order_by("sequence")
        lines = [_line(block) for block in blocks.iterator()]
        file.write("".join(lines))
        file.flush()
        os.fsync(file.fileno())
    return len(lines)


def exported_heads(path: Path) -> dict[int, str]:
    """Return sequence and head of each line of the exported file.

    Raises:
        OSError: The file cannot be read.
        ValueError: A line is not one of ours.
    """
    return dict(_lines(path.read_text(encoding="utf-8"), path))


def mail_head(now: dt.datetime) -> bool:
    """Mail the newest head to ``AUDIT_HEADS_TO``, once a day (UTC); tell whether it was sent.

    Nothing is sent while nobody is named, nothing was sealed, or the head was mailed today.
    """
    recipients = list(settings.AUDIT_HEADS_TO)
    head = newest_head()
    midnight = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    mailed = LedgerEntry.objects.filter(
        kind=MAILED, subject_model="core.ledgerblock", occurred_at__gte=midnight
    )
    if not recipients or head is None or mailed.exists():
        return False
    send_mail(
        f"Ledger head {head.sequence} of {now:%d %b %Y}",
        f"Block {head.sequence}, sealed {head.sealed_at:%d %b %Y %H:%M} UTC\n{head.head}\n\n"
        "Keep this mail. manage.py audit_verify compares the ledger with it, and evidence taken\n"
        "from Termkeeper is checked against it.\n",
        settings.DEFAULT_FROM_EMAIL,
        recipients,
    )
    with transaction.atomic():
        record_event(
            MAILED,
            actor=Actor.system("seal"),
            now=now,
            subject=("core.ledgerblock", head.sequence),
            details={"head": head.head, "recipients": recipients},
        )
    return True


def _line(block: LedgerBlock) -> str:
    facts = {"sequence": block.sequence, "head": block.head, "entries": block.entry_count}
    return canonical_json(facts | {"sealed_at": block.sealed_at.astimezone(dt.UTC).isoformat()}) + "\n"


def _lines(text: str, path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            facts = json.loads(line)
            yield int(facts["sequence"]), str(facts["head"])
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"{path.name}, line {number}: not a line with sequence and head") from None
