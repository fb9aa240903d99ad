"""The categories of clauses as pages show them: chips with their state and why, and the amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch

from contracts_app.models import Clause, ClauseCategory
from contracts_app.rules.categories import CATEGORIES, bears_amounts
from contracts_app.rules.categories_amounts import amounts_in
from core.rules.wording import short_date
from core.search import Piece

STATE = ClauseCategory.State
_ORDER: Final = {key: place for place, key in enumerate(CATEGORIES)}
_BEFORE: Final = 90
_SHOWN: Final = 260
_SPACE: Final = re.compile(r"\s+")
_WHERE: Final = {"heading": "in the heading", "above": "in a heading above", "text": ""}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that led to a suggestion: words of the clause, and what they count."""

    words: str
    where: str
    points: int


def with_categories(clauses: Any) -> Any:
    """Let clauses that a reader sees come with their categories, those that were rejected left out."""
    rows = ClauseCategory.objects.for_system("categories of clauses that the reader sees")
    kept = rows.exclude(state=STATE.REJECTED)
    return clauses.prefetch_related(Prefetch("categories", kept, to_attr="shown_categories"))


def in_order(rows: Iterable[ClauseCategory]) -> list[ClauseCategory]:
    """Return categories as they are read: confirmed first, then suggested, each as the list has them."""
    states = (STATE.CONFIRMED, STATE.SUGGESTED, STATE.REJECTED)
    last = len(_ORDER)
    return sorted(rows, key=lambda row: (states.index(row.state), _ORDER.get(row.category, last)))


def categories_of(clause: Clause) -> list[ClauseCategory]:
    """Return the categories of a clause that came with them (``with_categories``)."""
    return in_order(getattr(clause, "shown_categories", ()))


def amounts_of(clause: Clause) -> list[str]:
    """Return the amounts of a clause in a category that bears them; none of the others."""
    if not any(bears_amounts(row.category) for row in getattr(clause, "shown_categories", ())):
        return []
    return [amount.words for amount in amounts_in(clause.text)]


def reasons_of(row: ClauseCategory) -> list[Reason]:
    """Return the words that led to a suggestion, those that count most first."""
    found = [
        Reason(str(each["words"]), _WHERE.get(str(each["where"]), ""), int(each["points"]))
        for each in row.evidence
    ]
    return sorted(found, key=lambda reason: -reason.points)


def standing_of(row: ClauseCategory) -> str:
    """Return how a category stands, as a phrase: who answered and when, or what it rests on."""
    if row.state != STATE.SUGGESTED:
        who = str(row.decided_by) if row.decided_by else "Termkeeper"
        when = short_date(row.decided_at.date()) if row.decided_at else ""
        return f"{row.get_state_display().lower()} by {who}, {when}"
    if row.confirmed_in:
        return f"suggested: confirmed in version {row.confirmed_in} for the same words"
    return "suggested by words"


def marked_words(text: str, reasons: Sequence[Reason]) -> list[Piece]:
    """Return a part of a clause around the words that led to a suggestion, those words marked."""
    shown = _SPACE.sub(" ", text).strip()
    wanted = [re.escape(reason.words) for reason in reasons if reason.points > 0 and not reason.where]
    hits = [match.span() for match in re.finditer("|".join(wanted), shown)] if wanted else []
    begin = max(0, hits[0][0] - _BEFORE) if hits else 0
    begin = shown.find(" ", begin) + 1 if begin else 0
    end = min(len(shown), max(begin + _SHOWN, hits[0][1] + _BEFORE if hits else 0))
    end = shown.rfind(" ", begin, end) if end < len(shown) and " " in shown[begin:end] else end
    pieces, place = [Piece("… ")] if begin else [], begin
    for start, stop in hits:
        if start >= place and stop <= end:
            pieces += [Piece(shown[place:start]), Piece(shown[start:stop], is_hit=True)]
            place = stop
    pieces.append(Piece(shown[place:end]))
    if end < len(shown):
        pieces.append(Piece(" …"))
    return [piece for piece in pieces if piece.text]
