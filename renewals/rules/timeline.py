"""The terms of a contract around a day: the present one, and some before and after it.

1. A term is present on a day inside it, the first one is coming before the contract begins, and the last one
   is past once the contract has ended or goes on in holdover.
2. At most three terms are given on each side of the one that the day is in or next to. Coming terms are those
   that would follow by themselves or by an option; after the last permitted term none comes.
3. Terms adjoin: each begins on the day after the one before ends. A term without an end is the last.
4. Where a notice ends the contract, no term begins after its exit, and the last one is cut off there.
5. A first day that is not known is None; so is the end of a term without one. Without type or length of the
   first term nothing is given, nor where a length leads past the year 9999.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from core.rules.periods import PeriodRangeError
from core.rules.tiling import Span
from renewals.rules.term import Phase, Position, Term, locate

EACH_SIDE: Final = 3


class When(StrEnum):
    """Where a term lies, seen from a day."""

    PAST = "past"
    PRESENT = "present"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class TermAround:
    """One term, both days inclusive; ``start`` None: not known, ``end`` None: open."""

    number: int
    start: date | None
    end: date | None
    when: When


def terms_around(
    term: Term, on: date, each_side: int = EACH_SIDE, *, until: date | None = None
) -> tuple[TermAround, ...]:
    """Return the terms of a contract around a day, in order; empty where they cannot be told.

    ``until`` is the exit of a notice that ends the contract, inclusive.
    """
    if until is None:
        return _terms_around(term, on, each_side)
    found = _terms_around(term, min(on, until), each_side)
    kept = (one for one in found if one.start is None or one.start <= until)
    return tuple(_cut(one, on, until) for one in kept)


def _cut(one: TermAround, on: date, until: date) -> TermAround:
    end = until if one.end is None else min(one.end, until)
    return replace(one, end=end, when=When.PAST if end < on else one.when)


def _terms_around(term: Term, on: date, each_side: int) -> tuple[TermAround, ...]:
    try:
        position = locate(term, on)
    except PeriodRangeError:
        return ()
    if position is None:
        return ()
    here = position.span.number
    if position.span.end is not None and on > position.span.end and position.phase is Phase.IN_FORCE:
        return ()
    is_over = position.phase in (Phase.ENDED, Phase.HOLDOVER)
    numbers = range(max(1, here - each_side), here + (0 if is_over else each_side) + 1)
    spans = ((number, position.span if number == here else position.term(number)) for number in numbers)
    return tuple(_around(term, position, span, number - here) for number, span in spans if span is not None)


def _around(term: Term, position: Position, span: Span, distance: int) -> TermAround:
    is_first_unknown = span.number == 1 and term.start_date is None
    start = None if is_first_unknown else span.start
    when = {Phase.NOT_STARTED: When.COMING, Phase.IN_FORCE: When.PRESENT}.get(position.phase, When.PAST)
    if distance:
        when = When.PAST if distance < 0 else When.COMING
    return TermAround(span.number, start, span.end, when)
