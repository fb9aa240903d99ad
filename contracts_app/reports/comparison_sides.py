"""What can stand on one side of a comparison: a version of a document, or its text in force on a day.

1. A version is named by its key (``12``), a text in force by document and day (``5@2026-03-01``).
2. Whoever may not see the contract does not learn that a side exists.
3. A side without words (being read, scanned, unreadable) says why; it is compared with nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from contracts_app.actions.amended_text import TextOn
from contracts_app.models import Clause, Document, DocumentVersion
from contracts_app.reports.as_of import as_of, asked_of
from contracts_app.rules.clause import Clause as ClauseOfText
from contracts_app.rules.consolidation import TextClause
from core.rules.wording import short_date

_KEY: Final = re.compile(r"(?P<version>[1-9]\d{0,17})|(?P<document>[1-9]\d{0,17})@(?P<day>\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison.

    Attributes:
        key: As it is named in an address.
        document: The document, with its contract.
        version: The version, or the one that a text in force starts from; None where none counts that day.
        day: The day of a text in force; None for a version.
        clauses: Its clauses in order; empty where it has no words.
        ids: The row of each clause; None for one that came with an amendment.
        problem: Why there are no words; empty where there are some.
    """

    key: str
    document: Document
    version: DocumentVersion | None
    day: dt.date | None
    clauses: tuple[ClauseOfText, ...]
    ids: tuple[int | None, ...]
    problem: str = ""

    @property
    def name(self) -> str:
        """What it is called beside others of its document: ``Version 2``, ``In force on 1 Mar 2026``."""
        if self.day is not None:
            return f"In force on {short_date(self.day)}"
        return f"Version {self.version.number}" if self.version else ""

    @property
    def label(self) -> str:
        """What it is called by itself: title of the document and name."""
        return f"{self.document.title}, {self.name[:1].lower()}{self.name[1:]}"

    @property
    def remark(self) -> str:
        """What a reader of its words must know (tracked changes, pages without text); else empty."""
        return self.version.effective_problem if self.version and self.clauses else ""

    @property
    def on(self) -> dt.date | None:
        """The day from which it counts; None for a draft."""
        return self.day or (self.version.effective_date if self.version else None)

    @property
    def author(self) -> str:
        """Who recorded the version; empty where nobody is known, and for a text in force."""
        if self.day is not None or self.version is None or self.version.created_by is None:
            return ""
        return str(self.version.created_by)


def side_of(user: Any, key: str, now: dt.datetime) -> Side | None:
    """Return the side that ``key`` names; None where there is none that ``user`` may see.

    Args:
        user: The reader.
        key: A version (``12``), or a document and a day (``5@2026-03-01``).
        now: The present instant: what is in force is what is known now.
    """
    found = _KEY.fullmatch(key.strip())
    if found is None:
        return None
    if found["version"]:
        return _of_version(user, int(found["version"]))
    try:
        day = dt.date.fromisoformat(found["day"])
    except ValueError:
        return None
    return _of_day(user, int(found["document"]), day, now)


def key_on(document_id: int, day: dt.date) -> str:
    """Return what the text of a document that is in force on a day is called in an address."""
    return f"{document_id}@{day.isoformat()}"


def clauses_by_version(
    user: Any, version_ids: Iterable[int]
) -> dict[int, tuple[list[ClauseOfText], list[int]]]:
    """Return clauses and their rows by version, in order, in one query."""
    found: dict[int, tuple[list[ClauseOfText], list[int]]] = {pk: ([], []) for pk in version_ids}
    rows = Clause.objects.visible_to(user).filter(version_id__in=list(found)).order_by("version_id", "order")
    columns = ("version_id", "pk", "number", "heading", "level", "text", "order", "start", "page")
    for version_id, pk, number, heading, level, text, order, start, page in rows.values_list(*columns):
        clauses, ids = found[version_id]
        clauses.append(ClauseOfText(number, heading, level, text, order, start, page))
        ids.append(pk)
    return found


def clauses_of_text(clauses: Iterable[TextClause]) -> tuple[tuple[ClauseOfText, ...], tuple[int | None, ...]]:
    """Return the clauses of a consolidated text that are in force, as the comparison takes them."""
    found: list[ClauseOfText] = []
    ids: list[int | None] = []
    start = 0
    for one in clauses:
        if one.deleted_by is not None:
            continue
        found.append(ClauseOfText(one.number, one.heading, one.level, one.text, len(found), start, None))
        ids.append(one.source if one.amendment is None else None)
        start += len(one.text)
    return tuple(found), tuple(ids)


def _of_version(user: Any, pk: int) -> Side | None:
    joined = ("document__contract__vendor", "file", "job", "created_by")
    version = DocumentVersion.objects.visible_to(user).select_related(*joined).filter(pk=pk).first()
    if version is None:
        return None
    clauses, ids = clauses_by_version(user, [pk])[pk]
    problem = "" if clauses else _why_without_words(version)
    return Side(str(pk), version.document, version, None, tuple(clauses), tuple(ids), problem)


def _of_day(user: Any, document_id: int, day: dt.date, now: dt.datetime) -> Side | None:
    documents = Document.objects.visible_to(user).select_related("contract__vendor", "contract__department")
    document = documents.filter(pk=document_id).first()
    if document is None:
        return None
    found = as_of(document.contract, user, asked_of(document.contract, day, None, now))
    key = key_on(document_id, day)
    if document_id not in found.versions:
        return Side(key, document, None, day, (), (), _no_version(day))
    text = found.text_of(document, user)
    clauses, ids = clauses_of_text(text.text.clauses)
    return Side(key, document, text.base, day, clauses, ids, "" if clauses else _no_text(text, day))


def _no_text(text: TextOn, day: dt.date) -> str:
    return _no_version(day) if text.base is None else _why_without_words(text.base)


def _no_version(day: dt.date) -> str:
    return f"No version of it counts on {short_date(day)}: none has that date or an earlier one."


def _why_without_words(version: DocumentVersion) -> str:
    """Say why a version has no clauses."""
    if version.is_being_read:
        return f"Version {version.number} is being read; compare again in a moment."
    why = version.effective_problem or "No text was found in it."
    return f"Version {version.number} has no text: {why}"
