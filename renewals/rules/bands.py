"""Bands of value: how much is at stake in a contract, in its own currency.

1. A band begins at its lowest amount (inclusive) and ends just below the lowest of the next.
2. Amounts are never converted: a band of one currency has nothing to do with the same figures in another.
3. Amounts have at most four decimals, so that the highest amount of a band is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

SMALLEST_STEP: Final = Decimal("0.0001")
_EDGES: Final = (None, 10_000, 50_000, 250_000, 1_000_000, None)


@dataclass(frozen=True, slots=True)
class Band:
    """A range of amounts, both ends inclusive; None where it has no end."""

    lowest: Decimal | None
    highest: Decimal | None

    def holds(self, amount: Decimal) -> bool:
        """Return whether an amount lies in the band."""
        return (self.lowest is None or amount >= self.lowest) and (
            self.highest is None or amount <= self.highest
        )


def _band(lowest: int | None, following: int | None) -> Band:
    return Band(
        None if lowest is None else Decimal(lowest),
        None if following is None else Decimal(following) - SMALLEST_STEP,
    )


#: From the largest amounts to the smallest.
BANDS: Final = tuple(_band(*edges) for edges in reversed(list(pairwise(_EDGES))))
