"""A short agreement and amendments to it, for tests of the rules."""

from __future__ import annotations

from contracts_app.rules.amendment import ClauseChange
from contracts_app.rules.clause import ClauseSource
from contracts_app.rules.clause_split import split_clauses
from contracts_app.rules.consolidation import AmendingStep, Consolidated, TextClause, consolidate
from tests.support.amendments import AGREEMENT


def base(text: str = AGREEMENT) -> list[TextClause]:
    """Return the clauses of a text as a version has them."""
    split = split_clauses(ClauseSource(text))
    return [TextClause(one.number, one.heading, one.level, one.text, source=one.order) for one in split]


def replaces(number: str, text: str, heading: str = "") -> ClauseChange:
    return ClauseChange(action="replace", number=number, text=text, heading=heading)


def inserts(number: str, text: str, after: str = "", heading: str = "") -> ClauseChange:
    return ClauseChange(action="insert", number=number, after=after, text=text, heading=heading)


def deletes(number: str) -> ClauseChange:
    return ClauseChange(action="delete", number=number)


def amended(*amendments: list[ClauseChange] | ClauseChange, text: str = AGREEMENT) -> Consolidated:
    """Lay amendments over the agreement; they are called Amendment 1, 2 …"""
    steps = [
        AmendingStep(at, f"Amendment {at}", tuple(one) if isinstance(one, list) else (one,))
        for at, one in enumerate(amendments, start=1)
    ]
    return consolidate(base(text), steps)


def numbers(text: Consolidated) -> list[str]:
    """Return the numbers in force, in order."""
    return [one.number for one in text.in_force if one.number]
