"""How a contract rounds a credit, where it says so, and how a credit becomes an amount that can be paid.

1. Rounding is one step from the exact amount, however long its figures are.
2. What is asked for must be payable: without an agreed rounding half up to what the currency can pay, but
   down where that would exceed a cap.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction
from typing import Final

from core.money import Money, minor_units

ROUNDINGS: Final = frozenset({ROUND_DOWN, ROUND_UP, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN})
MOST_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class CreditRounding:
    """How the contract rounds a credit: a mode of :mod:`decimal`; decimals None for those of the currency."""

    mode: str
    decimals: int | None = None

    def places(self, currency: str) -> int:
        """Return how many decimals are kept of an amount in a currency."""
        return minor_units(currency) if self.decimals is None else self.decimals

    def problem(self) -> str:
        """Return what is wrong with it; empty where nothing is."""
        if self.mode not in ROUNDINGS:
            return f"A rounding is one of {', '.join(sorted(ROUNDINGS))}."
        if self.decimals is not None and not 0 <= self.decimals <= MOST_DECIMALS:
            return f"A rounding keeps 0 to {MOST_DECIMALS} decimals."
        return ""


def rounded_amount(amount: Fraction, currency: str, rounding: CreditRounding) -> Decimal:
    """Return an exact amount of zero or more, rounded."""
    places = rounding.places(currency)
    whole, rest = divmod(amount * 10**places, 1)
    half = Fraction(1, 2)
    is_up = {
        ROUND_DOWN: False,
        ROUND_UP: rest > 0,
        ROUND_HALF_UP: rest >= half,
        ROUND_HALF_DOWN: rest > half,
        ROUND_HALF_EVEN: rest > half or (rest == half and whole % 2 == 1),
    }[rounding.mode]
    return Decimal((0, tuple(map(int, str(int(whole) + is_up))), -places))


def payable(amount: Fraction, currency: str, ceiling: Fraction | None = None) -> Money:
    """Return the money to ask for: half up to what the currency can pay, never above a ceiling."""
    found = rounded_amount(amount, currency, CreditRounding(ROUND_HALF_UP))
    if ceiling is not None and found > ceiling:
        found = rounded_amount(ceiling, currency, CreditRounding(ROUND_DOWN))
    return Money(found, currency)
