"""The rows of a published credit table, and what they cover between 0 and 100 %.

1. A band is half-open: from ``at_least``, inclusive, up to ``below``, exclusive. No boundary counts twice.
2. A band without ``at_least`` goes down to 0.
3. From the highest ``below`` on (from the target, if it is higher) the promise was kept: no band, no gap.
4. Below that, each availability lies in a stretch with the same bands: none is a gap, two are an overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from slas.rules.credit_number import HUNDRED, percent_text


@dataclass(frozen=True, slots=True)
class CreditBand:
    """A row of the table.

    Attributes:
        below: Strictly less than this availability, in percent.
        at_least: From this availability on, inclusive; None where the row states no lower bound.
        credit: What it gives, in the unit of the scheme: 10 is 10 % of the fee.
    """

    below: Fraction
    at_least: Fraction | None
    credit: Fraction

    @property
    def low(self) -> Fraction:
        """Where the band begins, inclusive."""
        return Fraction(0) if self.at_least is None else self.at_least

    def holds(self, availability: Fraction) -> bool:
        """Return whether an availability, in percent, lies in the band."""
        return self.low <= availability < self.below

    def words(self) -> str:
        """Return the bounds in words, such as ``below 99.95 % and at least 99 %``."""
        if self.at_least is None:
            return f"below {percent_text(self.below)}"
        return f"below {percent_text(self.below)} and at least {percent_text(self.at_least)}"

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what cannot be of a band, by field."""
        if not 0 < self.below <= HUNDRED:
            yield "below", f"The upper bound lies above 0 and is at most 100, not {percent_text(self.below)}."
        if self.at_least is not None and not 0 <= self.at_least < self.below:
            yield (
                "at_least",
                f"The lower bound {percent_text(self.at_least)} is not from 0 to below the upper bound "
                f"{percent_text(self.below)}: nothing lies in between.",
            )
        if self.credit < 0:
            yield "credit", "A credit is never negative."


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the scale, from ``low`` up to but not including ``high``, and the rows that hold all of it.

    ``bands`` are numbers of rows, from 1, in the order of publication.
    """

    low: Fraction
    high: Fraction
    bands: tuple[int, ...]


def stretches(bands: Sequence[CreditBand], target: Fraction | None = None) -> tuple[Stretch, ...]:
    """Return what the bands cover, from 0 upwards without a break, up to where the promise was kept.

    Args:
        bands: In the order of publication.
        target: The promised availability, where it is known: bands that end below it leave a gap.
    """
    points = {Fraction(0)} | {band.low for band in bands} | {band.below for band in bands}
    ordered = sorted(points if target is None else points | {target})
    found: list[Stretch] = []
    for low, high in pairwise(ordered):
        holding = tuple(number for number, band in enumerate(bands, start=1) if band.holds(low))
        if found and found[-1].bands == holding:
            found[-1] = Stretch(found[-1].low, high, holding)
        else:
            found.append(Stretch(low, high, holding))
    return tuple(found)
