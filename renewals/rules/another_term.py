"""What another term would be: the one that follows the present term if it renews.

1. Only terms that follow by themselves or by an option count; after the last permitted one nothing follows.
2. A term whose length is not known is not guessed.
3. Its cost is the amount at stake of the present term, raised as far as the contract lets the vendor raise it
   (``docs/rules/uplift.md``); where nothing is agreed, the words that show it say "at the present value".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.rules.periods import PeriodRangeError
from renewals.rules.term import locate
from renewals.rules.terms_input import TermsInputError, parse_terms


@dataclass(frozen=True, slots=True)
class AnotherTerm:
    """A term that would follow; both days inclusive."""

    number: int
    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.end - self.start).days + 1


def another_term(record: Mapping[str, Any], on: date) -> AnotherTerm | None:
    """Return the term after the one that a contract is in on a day, None where none is known to follow.

    Args:
        record: ``{"term": {…}, "notice": {…} or None}`` as ``contracts_app`` gives it.
        on: A day of the present term.
    """
    try:
        term, _ = parse_terms(record)
        position = locate(term, on)
    except (TermsInputError, PeriodRangeError):
        return None
    span = position.term(position.span.number + 1) if position else None
    if span is None or span.end is None:
        return None
    return AnotherTerm(span.number, span.start, span.end)
