"""Whether a figure keeps a promise: compared as it is, or rounded where the contract says so.

1. The figure and the promise are exact. Nothing rounds before they are compared: 99.89514 % breaches 99.90 %.
2. Only where the contract states a rounding rule is the figure rounded first, once, by that rule.
3. For some indicators more is better, for others less. Exactly the promise keeps it, either way.
4. No figure neither keeps nor breaches a promise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from fractions import Fraction

from core.rules.choice import Word, settle
from slas.rules.credit_rounding import CreditRounding, rounded_amount


class Better(Word):
    """Which figures are better ones."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class FigureRounding:
    """How a contract rounds a figure before it is compared: decimals, and a mode of :mod:`decimal`.

    Raises:
        ValueError: If there is no such mode, or there are more than six decimals.
    """

    decimals: int
    mode: str = ROUND_HALF_UP

    def __post_init__(self) -> None:
        if problem := CreditRounding(self.mode, self.decimals).problem():
            raise ValueError(problem)

    def apply(self, figure: Fraction) -> Fraction:
        """Return the figure, rounded."""
        found = rounded_amount(abs(figure), "", CreditRounding(self.mode, self.decimals))
        return Fraction(found) if figure >= 0 else -Fraction(found)


@dataclass(frozen=True, slots=True)
class Target:
    """What was promised.

    Attributes:
        value: The promised figure, exact.
        better: Whether higher or lower figures keep it.
        rounding: The contract's rounding rule; None where it states none.
    """

    value: Fraction
    better: Better = Better.HIGHER
    rounding: FigureRounding | None = None

    def __post_init__(self) -> None:
        settle(self, better=Better)

    def is_met(self, figure: Fraction | None) -> bool | None:
        """Return whether a figure keeps the promise; None where there is none."""
        if figure is None:
            return None
        if self.rounding is not None:
            figure = self.rounding.apply(figure)
        return figure >= self.value if self.better is Better.HIGHER else figure <= self.value


@dataclass(frozen=True, slots=True)
class Attainment:
    """How many of several judgements were kept; those without data are told apart."""

    kept: int
    missed: int
    without_data: int

    @property
    def share(self) -> Fraction | None:
        """Return the part that was kept of what could be judged; None where nothing could."""
        judged = self.kept + self.missed
        return Fraction(self.kept, judged) if judged else None


def attainment(judged: Iterable[bool | None]) -> Attainment:
    """Return how many promises were kept."""
    found = list(judged)
    return Attainment(found.count(True), found.count(False), found.count(None))
