"""The text of a version as its page shows it: clauses in order, words found, who corrected what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode

from contracts_app.models import Clause, DocumentVersion
from contracts_app.reports.clause_categories import with_categories
from contracts_app.reports.reading_form import clause_blocks, form_of, line_width
from contracts_app.rules.reading_blocks import Block, Form
from core.pages.panels import Lead, header_actions_of
from core.search import wanted_words, word_query

#: So many clauses are shown at once.
SHOWN: Final = 150
#: The outline names every clause of a shorter document, of a longer one the highest levels.
MOST_OUTLINED: Final = 400
#: Of one clause, so many characters are shown.
LONGEST_SHOWN: Final = 60_000
#: What is indented; deeper levels stand with the last.
DEEPEST_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause on the page, set for reading; which words are marked, its corrections said."""

    clause: Clause
    level: int
    blocks: tuple[Block, ...]
    wanted: tuple[str, ...]
    hidden: int
    corrected_by: str
    corrected_at: dt.datetime | None
    links: list[Lead]


@dataclass(frozen=True, slots=True)
class ShownText:
    """A part of a version's text.

    Attributes:
        clauses: What is shown, in order.
        first: Order of the first clause shown, from 0.
        total: How many clauses the version has, or contain the words.
        next_from: Order to go on from; None at the end.
        previous_from: Order to go back to; None at the beginning.
    """

    clauses: list[ShownClause]
    first: int
    total: int
    next_from: int | None
    previous_from: int | None


def clauses_seen(user: Any, version: DocumentVersion) -> Any:
    """Return the clauses of a version that ``user`` may see, in order."""
    seen = Clause.objects.visible_to(user).filter(version=version)
    return seen.order_by("order").defer("search_vector")


def shown_text(
    user: Any, version: DocumentVersion, *, words: str = "", marked: str = "", start: int = 0
) -> ShownText:
    """Return the clauses from place ``start`` on; where ``words`` are given only those that contain them.

    Args:
        user: The reader; the version is one that they may see.
        version: Whose text it is.
        words: What is looked for: other clauses are left out.
        marked: What is marked, with nothing left out.
        start: The place to begin at: of all clauses, or of those found.
    """
    clauses = clauses_seen(user, version)
    query = word_query(words)
    if query is not None:
        clauses = clauses.filter(search_vector=query)
    total = clauses.count()
    start = max(0, min(start, total - 1 if total else 0))
    rows = list(with_categories(clauses)[start : start + SHOWN])
    form, width = form_of(version), line_width(user, version)
    return ShownText(
        clauses=_shown(rows, _Look(form, width, wanted_words(words or marked)), user),
        first=start,
        total=total,
        next_from=start + SHOWN if start + SHOWN < total else None,
        previous_from=max(0, start - SHOWN) if start else None,
    )


def outline_of(user: Any, version: DocumentVersion) -> list[Clause]:
    """Return the clauses to name beside the text: all of a short one, the highest levels of a long one."""
    rows = clauses_seen(user, version).only("number", "heading", "level", "order", "version_id")
    named = [row for row in rows if row.number or row.heading]
    if len(named) <= MOST_OUTLINED:
        return named
    for level in (3, 2):
        higher = [row for row in named if row.level <= level]
        if len(higher) <= MOST_OUTLINED:
            return higher
    return [row for row in named if row.level <= 1][:MOST_OUTLINED]


def place_of(document_id: int, version_number: int, clause: Clause, words: str = "") -> str:
    """Return the address of a clause in the text of its document, ``words`` marked there."""
    asked: dict[str, Any] = {"version": version_number, "from": clause.order // SHOWN * SHOWN}
    if words:
        asked["mark"] = words
    return f"{reverse('document', args=[document_id])}?{urlencode(asked)}#clause-{clause.pk}"


@dataclass(frozen=True, slots=True)
class _Look:
    """How clauses are set: how they are written, how wide their lines are, what is marked."""

    form: Form
    width: int
    wanted: tuple[str, ...]


def _shown(rows: Sequence[Clause], look: _Look, user: Any) -> list[ShownClause]:
    corrections = _corrections(row.pk for row in rows if row.is_corrected)
    return [_shown_clause(row, look, corrections.get(row.pk), user) for row in rows]


def _shown_clause(row: Clause, look: _Look, correction: Any, user: Any) -> ShownClause:
    return ShownClause(
        clause=row,
        level=min(row.level, DEEPEST_SHOWN),
        blocks=clause_blocks(row, look.form, look.width, LONGEST_SHOWN),
        wanted=look.wanted,
        hidden=max(0, len(row.text) - LONGEST_SHOWN),
        corrected_by=_actor_name(correction) if correction else "",
        corrected_at=correction.history_date if correction else None,
        links=header_actions_of("clause", row, user),
    )


def _corrections(ids: Iterable[int]) -> dict[int, Any]:
    """Return who corrected each clause last: the latest history row of each."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = Clause.history.filter(id__in=wanted).select_related("history_user")
    return {row.id: row for row in rows.order_by("id", "-history_id").distinct("id")}


def _actor_name(row: Any) -> str:
    return str(row.history_user) if row.history_user else "Termkeeper"
