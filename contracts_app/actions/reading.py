"""Reading the text of a version and splitting it into clauses: asked for here, done by a worker.

1. The text is read from the file, so it can be read again at any time and says the same.
2. Reading again brings the clauses to what the text says now; a clause that is the same stays the same row.
3. Clauses that a person corrected stay, all of that version, unless the person asks to forget the
   corrections.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.urls import reverse

from contracts_app import permissions
from contracts_app.actions.category_suggestions import keep_answers_of, suggest_for
from contracts_app.models import Clause, Contract, DocumentText, DocumentVersion
from contracts_app.rules.clause import Clause as ReadClause
from contracts_app.rules.document import what_to_know
from core.access import require
from core.audit import Actor, action
from core.errors import UserError
from core.jobs import enqueue
from core.search import vector_text
from core.text import ExtractedText

READ_JOB: Final = "contracts.read_document"
#: So many clauses are written by one statement.
BATCH: Final = 500
STATE = DocumentVersion.State
_COLUMNS: Final = ("order", "number", "heading", "level", "text", "start", "page")


class UnableToRead(UserError):
    """The version is being read already."""

    code = "being_read"


def ask_for_reading(actor: Actor, version: DocumentVersion, *, is_forgetting: bool = False) -> None:
    """Let a worker read a locked or new version, inside the caller's transaction."""
    params = {"version": version.pk, "forget_corrections": is_forgetting}
    page = f"{reverse('document', args=[version.document_id])}?version={version.number}"
    version.job = enqueue(READ_JOB, params, requested_by=actor.user, return_url=page)
    version.save(update_fields=["job"])


@action
def read_again(
    *, actor: Actor, version: DocumentVersion, forget_corrections: bool = False
) -> DocumentVersion:
    """Let a worker read a version once more, after a failure or with a newer release.

    Args:
        actor: Who asks: may change the documents of the contract.
        version: The version.
        forget_corrections: Whether clauses that people corrected are split anew, too.

    Raises:
        NotAllowed: The person may not change documents of this contract.
        UnableToRead: It is being read at the moment.
    """
    contract_id = version.document.contract_id
    contract = Contract.unscoped.select_for_update(of=("self",)).get(pk=contract_id)
    allowed = actor.user is None or permissions.can_edit_documents(actor.user, contract)
    require(allowed, "read this document again")
    row = locked_version(version)
    if row.is_being_read:
        raise UnableToRead("This version is being read at the moment. Wait until that is done.")
    ask_for_reading(actor, row, is_forgetting=forget_corrections)
    return row


@action
def keep_text(
    *,
    actor: Actor,
    version: DocumentVersion,
    extracted: ExtractedText,
    clauses: Sequence[ReadClause],
    forget_corrections: bool,
    now: dt.datetime,
    report: Callable[[int, int, str], None] = lambda done, total, message: None,
) -> DocumentVersion:
    """Keep what was read from a version; safe to call twice.

    Args:
        actor: The task.
        version: Whose text it is.
        extracted: The text and its layout.
        clauses: Slices of the text in order, which joined give it back.
        forget_corrections: Whether clauses that people corrected are replaced, too.
        now: When it was read.
        report: Told how many clauses are written; what it raises undoes everything.
    """
    row = locked_version(version)
    kept = Clause.unscoped.filter(version=row)
    if forget_corrections or not kept.filter(is_corrected=True).exists():
        is_same = _write_text(row, extracted, now)
        _write_clauses(row, clauses, report, by_place=is_same)
        suggest_for(row.pk)
    authors = [change.author for change in extracted.changes]
    _write_state(
        row,
        STATE.READ,
        what_to_know(authors=authors, silent_pages=extracted.silent_pages),
        len(extracted.page_starts) or None,
    )
    return row


@action
def keep_unreadable(*, actor: Actor, version: DocumentVersion, problem: str) -> DocumentVersion:
    """Keep why no text can be read from a version; its file stays, and so does text that was read before."""
    row = locked_version(version)
    if not DocumentText.unscoped.filter(version=row).exists():
        _write_state(row, STATE.UNREADABLE, problem, None)
    return row


def locked_version(version: DocumentVersion) -> DocumentVersion:
    """Lock a version until the end of the transaction and return it fresh, with its task."""
    versions = DocumentVersion.objects.for_system("a version that is read or worked on")
    return versions.select_for_update(of=("self",)).select_related("job").get(pk=version.pk)


def clause_vector(number: str, heading: str, text: str) -> str:
    """Return the search vector of a clause: number and heading weigh most, then its words."""
    return vector_text(name=f"{number} {heading}", rest=text, longest=len(text))


def _write_state(row: DocumentVersion, state: str, problem: str, page_count: int | None) -> None:
    if (row.state, row.problem, row.page_count) != (state, problem, page_count):
        row.state, row.problem, row.page_count = state, problem, page_count
        row.save(update_fields=["state", "problem", "page_count"])


def _write_text(row: DocumentVersion, extracted: ExtractedText, now: dt.datetime) -> bool:
    """Keep the text; tell whether it is the one that was kept before."""
    digest = hashlib.sha256(extracted.text.encode()).hexdigest()
    kept = DocumentText.unscoped.filter(version=row).first()
    is_same = kept is not None and kept.text_sha256 == digest
    text = kept or DocumentText(version=row)
    text.text, text.text_sha256 = extracted.text, digest
    text.page_starts = list(extracted.page_starts)
    text.headings = sorted([place, depth] for place, depth in extracted.headings.items())
    text.is_markdown = extracted.is_markdown
    if not is_same:
        text.read_at = now
    text.save()
    return is_same


def _write_clauses(
    row: DocumentVersion,
    clauses: Sequence[ReadClause],
    report: Callable[[int, int, str], None],
    *,
    by_place: bool,
) -> None:
    """Bring the rows to ``clauses``; rows are told by their place in the same text, else by their words."""
    column = "start" if by_place else "text"
    rows: dict[Any, list[Clause]] = {}
    for kept in Clause.unscoped.filter(version=row).order_by("order").defer("search_vector"):
        rows.setdefault(getattr(kept, column), []).append(kept)
    new: list[Clause] = []
    for read in clauses:
        found = rows.get(getattr(read, column))
        if found:
            bring_to(found.pop(0), {name: getattr(read, name) for name in _COLUMNS}, is_corrected=False)
        else:
            new.append(_new_clause(row, read))
    gone = [kept for left in rows.values() for kept in left]
    for first in range(0, len(new), BATCH):
        report(first, len(new), f"Keeping {len(new):,} clauses")
        Clause.unscoped.bulk_create(new[first : first + BATCH])
    if gone:
        keep_answers_of(gone, new)
        Clause.unscoped.filter(pk__in=[kept.pk for kept in gone]).delete()


def _new_clause(row: DocumentVersion, read: ReadClause) -> Clause:
    values = {name: getattr(read, name) for name in _COLUMNS}
    values["number"], values["heading"] = read.number[:200], read.heading[:500]
    vector = clause_vector(read.number, read.heading, read.text)
    return Clause(version=row, **values, search_vector=vector)


def bring_to(clause: Clause, values: dict[str, Any], *, is_corrected: bool) -> bool:
    """Give a clause these values, its search words too; tell whether anything differed."""
    values = {**values, "is_corrected": is_corrected}
    changed = [name for name, value in values.items() if getattr(clause, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(clause, name, values[name])
    clause.search_vector = clause_vector(clause.number, clause.heading, clause.text)
    clause.save(update_fields=[*changed, "search_vector"])
    return True
