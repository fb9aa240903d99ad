"""What a term costs that is longer or shorter than the one whose price is known.

1. A price per term is the price of every term, whatever its length.
2. A price per year grows and shrinks with the length: a term costs the share of the present price that its
   length is of the present length. Rises are worked out first, and all of it is rounded once.
3. Two lengths agreed in months or years compare in months, so that a leap year costs no more; else they
   compare in days.
4. Where neither is recorded, the price is that of a term as long as the present one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from core.rules.periods import Period


class PricePer(StrEnum):
    """What the price of a contract is for."""

    TERM = "term"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long two terms are, in the same unit.

    Attributes:
        present: Of the term whose price is known.
        following: Of the term asked about.
        unit: ``months`` where both are whole months, else ``days``.
    """

    present: int
    following: int
    unit: str

    @property
    def share(self) -> Fraction:
        """Return what part of the present length the length asked about is."""
        return Fraction(self.following, self.present)


def lengths_of(periods: tuple[Period, Period], days: tuple[int, int]) -> Lengths | None:
    """Return the lengths of two terms; None where they are alike.

    Args:
        periods: As agreed, the present one first.
        days: How many days each has.
    """
    present, following = periods
    if present.is_in_months and following.is_in_months:
        found = Lengths(present.steps, following.steps, "months")
    elif present.is_in_months or following.is_in_months:
        found = Lengths(*days, "days")
    else:
        found = Lengths(present.steps, following.steps, "days")
    return None if found.present == found.following else found
