"""The percentile of a series by the nearest rank: always a value that was measured.

1. Of n values in order, the p-th percentile is the one at rank p/100 × n, rounded up, and at least 1.
   The 95th of 20 values is the 19th; the 50th of five is the third; the 100th is the largest.
2. Nothing is interpolated. Other methods give other figures, so the method stands beside each.
3. Values are exact: whole numbers, decimals or fractions. A float is refused.
4. Without values there is no percentile.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

Exact = int | Decimal | Fraction
NEAREST_RANK: Final = "nearest rank"
_WHOLE: Final = Fraction(100)


@dataclass(frozen=True, slots=True)
class Percentile:
    """A percentile: its value, at which rank of how many values, by which method."""

    percent: Fraction
    value: Fraction
    rank: int
    count: int
    method: str = NEAREST_RANK


def percentile(values: Iterable[Exact], percent: Exact) -> Percentile | None:
    """Return a percentile of a series in any order; None for an empty one.

    Raises:
        ValueError: If the percentage is not above 0 and at most 100, or a value is a float or no number.
    """
    wanted = exact(percent)
    if not 0 < wanted <= _WHOLE:
        raise ValueError("a percentile lies above 0 and is at most 100")
    series = sorted(map(exact, values))
    if not series:
        return None
    rank = ceil(wanted * len(series) / _WHOLE)
    return Percentile(wanted, series[rank - 1], rank, len(series))


def exact(figure: Exact) -> Fraction:
    """Return a figure as a fraction.

    Raises:
        ValueError: If it is a float, or no number.
    """
    if isinstance(figure, bool) or not isinstance(figure, int | Decimal | Fraction):
        raise ValueError(f"{figure!r} is not exact; use a whole number, a decimal or a fraction")
    if isinstance(figure, Decimal) and not figure.is_finite():
        raise ValueError(f"{figure} is no figure")
    return Fraction(figure)
