"""The terms of a contract from the present one on, up to one that begins on a known day.

1. The present term is the one that the day asked about is in; before the contract begins, the first.
2. The terms after it follow by themselves, by an option or by agreement; each begins on the day after the one
   before ends. Several of them may lie ahead where options were exercised ahead.
3. Where the terms cannot be told, or none begins on that day, nothing is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from core.rules.periods import Period, PeriodRangeError
from core.rules.tiling import Span
from renewals.rules.term import Position, Term, later_length, locate, stated_length
from renewals.rules.terms_input import TermsInputError, parse_terms


@dataclass(frozen=True, slots=True)
class TermsAhead:
    """The present term, and those after it up to the one asked about; days inclusive.

    Attributes:
        present: First and last day of the present term; the first is None where it is not known.
        following: First and last day of each term after it, in order; the last is the one asked about.
        lengths: Of the present term and of one after it, as agreed; None where the present is no first term,
            so that all are alike, or where a length is not known.
    """

    present: tuple[date | None, date]
    following: tuple[tuple[date, date], ...]
    lengths: tuple[Period, Period] | None

    @property
    def days(self) -> tuple[int, int] | None:
        """Return how many days the present term and the one asked about have; None where not known."""
        (start, end), (first, last) = self.present, self.following[-1]
        return None if start is None else ((end - start).days + 1, (last - first).days + 1)


def terms_ahead(record: Mapping[str, Any], on: date, begins: date) -> TermsAhead | None:
    """Return the terms of a recorded contract from a day up to the term that begins on another.

    Args:
        record: ``{"term": {…}, "notice": {…} or None}`` as ``contracts_app`` gives it.
        on: The day asked about.
        begins: The first day of the last term to give.
    """
    try:
        term, _ = parse_terms(record)
        position = locate(term, on)
    except (TermsInputError, PeriodRangeError):
        return None
    if position is None or position.span.end is None or begins <= position.span.end:
        return None
    following = tuple((span.start, span.end) for span in _until(position, begins) if span.end is not None)
    if not following or following[-1][0] != begins:
        return None
    present = (position.known_start(term), position.span.end)
    return TermsAhead(present, following, _lengths(term) if position.span.number == 1 else None)


def _lengths(term: Term) -> tuple[Period, Period] | None:
    first, later = stated_length(term), later_length(term)
    return (first, later) if first is not None and later is not None else None


def _until(position: Position, begins: date) -> list[Span]:
    """Return the terms after the present one that begin no later than a day."""
    found: list[Span] = []
    for number in count(position.span.number + 1):
        span = position.term(number)
        if span is None or span.start > begins:
            return found
        found.append(span)
    return found
