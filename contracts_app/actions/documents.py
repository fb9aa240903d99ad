"""Keeping documents: a paper of a contract is added, gets further versions, and is called by its right name.

1. The bytes of a version never change; a better copy is the next version.
2. A version differs from the one before it. It may bring back an earlier text, byte for byte: texts go back
   and forth before they are signed.
3. A worker reads the text of what was kept (``actions.reading``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Final

from contracts_app import permissions
from contracts_app.actions.reading import ask_for_reading
from contracts_app.models import Contract, Document, DocumentVersion
from contracts_app.rules.document import LONGEST_NOTE, LONGEST_TITLE, VersionDraft, title_from
from contracts_app.rules.text import clean_line
from core.access import require
from core.audit import Actor, action, lock_version
from core.errors import UserError
from core.files import save_file
from core.rules.wording import short_date

FILE_KIND: Final = "contracts.document"


class InvalidDocument(UserError):
    """What was entered cannot be kept; ``fields`` says where."""

    code = "invalid_document"


@action
def add_document(
    *, actor: Actor, contract: Contract, kind: str, title: str, version: VersionDraft, now: dt.datetime
) -> Document:
    """Add a document with its first version; a worker reads its text.

    Args:
        actor: Who adds it: may change the documents of the contract.
        contract: Whose paper it is.
        kind: One of ``Document.Kind``.
        title: What it is called; blank: as its file.
        version: Its first version.
        now: When it is recorded.

    Raises:
        NotAllowed: The person may not change documents of this contract.
        InvalidDocument: The kind is unknown, or a text is too long.
        RefusedFile: The file is not taken; the sentence says why.
        StoreFailed: The disk is full; nothing is kept.
    """
    row = Contract.unscoped.select_for_update(of=("self",)).get(pk=contract.pk)
    _require_keeper(actor, row)
    title = clean_line(title) or title_from(clean_line(version.name))
    _check(kind=kind, title=title, note=version.note)
    made = Document.unscoped.create(contract=row, kind=kind, title=title, created_at=now)
    _keep_version(actor, made, version, 1, now)
    return made


@action
def add_version(
    *,
    actor: Actor,
    document: Document,
    version: VersionDraft,
    now: dt.datetime,
    expected_version: int | None = None,
) -> DocumentVersion:
    """Add the next version of a document; a worker reads its text.

    Args:
        actor: Who adds it: may change the documents of the contract.
        document: The document.
        version: The file, and what is known about it.
        now: When it is recorded.
        expected_version: Number of the latest version as the person saw it; None skips the comparison.

    Raises:
        NotAllowed: The person may not change documents of this contract.
        InvalidDocument: The latest version has these bytes already, a version came meanwhile, or the note is
            too long.
        RefusedFile: The file is not taken; the sentence says why.
        StoreFailed: The disk is full; nothing is kept.
    """
    row = lock_document(actor, document)
    _check(kind=row.kind, title=row.title, note=version.note)
    versions = DocumentVersion.objects.for_system("the versions of a document that gets another")
    before = versions.filter(document=row).select_related("file").order_by("-number").first()
    latest = before.number if before else 0
    if expected_version is not None and expected_version != latest:
        raise InvalidDocument(
            f"Somebody added version {latest} meanwhile. Look at it; add yours again if it is needed.",
            code="stale_document",
        )
    if before and before.file.sha256 == hashlib.sha256(version.data).hexdigest():
        words = (
            f"This is the same file as version {latest}, the latest one, recorded"
            f" {short_date(before.created_at.date())}: byte for byte. Nothing was added."
        )
        raise InvalidDocument(words, code="same_bytes", fields={"file": [words]})
    return _keep_version(actor, row, version, latest + 1, now)


@action
def correct_document(
    *, actor: Actor, document: Document, kind: str, title: str, expected_version: int | None = None
) -> Document:
    """Correct what a document is called and what it is.

    Raises:
        NotAllowed: The person may not change documents of this contract.
        InvalidDocument: The kind is unknown, or the title blank or too long.
        StaleObject: It changed since it was read.
    """
    lock_document(actor, document)
    row = lock_version(Document.objects.for_system("a document to correct"), document.pk, expected_version)
    title = clean_line(title)
    _check(kind=kind, title=title, note="")
    if (row.kind, row.title) != (kind, title):
        row.kind, row.title = kind, title
        row.save(update_fields=["kind", "title"])
    return row


@action
def correct_version(
    *,
    actor: Actor,
    version: DocumentVersion,
    effective_date: dt.date | None,
    note: str,
    expected_version: int | None = None,
) -> DocumentVersion:
    """Correct from which day on a version is the agreed text, and what is noted about it; never its file.

    Raises:
        NotAllowed: The person may not change documents of this contract.
        InvalidDocument: The note is too long.
        StaleObject: It changed since it was read.
    """
    document = lock_document(actor, version.document)
    row = lock_version(
        DocumentVersion.objects.for_system("a version to correct"), version.pk, expected_version
    )
    note = clean_line(note)
    _check(kind=document.kind, title=document.title, note=note)
    if (row.effective_date, row.note) != (effective_date, note):
        row.effective_date, row.note = effective_date, note
        row.save(update_fields=["effective_date", "note"])
    return row


def lock_document(actor: Actor, document: Document) -> Document:
    """Lock the contract and its document, always in this order, for who may change them; return it fresh.

    Raises:
        NotAllowed: The person may not change documents of this contract.
    """
    contract = Contract.unscoped.select_for_update(of=("self",)).get(pk=document.contract_id)
    _require_keeper(actor, contract)
    row = Document.unscoped.select_for_update(of=("self",)).get(pk=document.pk)
    row.contract = contract
    return row


def _require_keeper(actor: Actor, contract: Contract) -> None:
    allowed = actor.user is None or permissions.can_edit_documents(actor.user, contract)
    require(allowed, "change the documents of this contract")


def _check(*, kind: str, title: str, note: str) -> None:
    problems: dict[str, list[str]] = {}
    if kind not in Document.Kind.values:
        problems["kind"] = [f"There is no kind of document called “{clean_line(kind)[:40]}”."]
    if not title:
        problems["title"] = ["Say what the document is called."]
    elif len(title) > LONGEST_TITLE:
        problems["title"] = [f"Shorten the title to {LONGEST_TITLE} characters; it has {len(title):,}."]
    if len(clean_line(note)) > LONGEST_NOTE:
        problems["note"] = [f"Shorten the note to {LONGEST_NOTE} characters."]
    if problems:
        raise InvalidDocument(next(iter(problems.values()))[0], fields=problems)


def _keep_version(
    actor: Actor, document: Document, version: VersionDraft, number: int, now: dt.datetime
) -> DocumentVersion:
    stored = save_file(
        actor=actor, name=version.name, data=version.data, kind=FILE_KIND, now=now, subject=document
    )
    made = DocumentVersion.unscoped.create(
        document=document,
        number=number,
        file=stored,
        effective_date=version.effective_date,
        note=clean_line(version.note),
        created_by=actor.user,
        created_at=now,
    )
    ask_for_reading(actor, made)
    return made
