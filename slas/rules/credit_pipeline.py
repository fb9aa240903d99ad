"""What becomes of the money that claims ask for: how much stands in each state, by currency.

1. Until the vendor has answered, and where it refuses, a claim stands with what it asks for; once it is
   accepted or credited with what was granted; a lost one with what is lost.
2. What a claim that was credited in part did not get is lost too; it is told beside what was credited.
3. A withdrawn claim asks for nothing any more and is left out.
4. Amounts of different currencies never add up. A claim without an amount of money (days, or not known yet)
   is counted and has no part in any sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

from core.money import Money
from slas.rules.claim import ClaimStatus, lost_money

#: In the order in which a claim goes through them.
STAGES: Final = tuple(status for status in ClaimStatus if status is not ClaimStatus.WITHDRAWN)
_GRANTED: Final = frozenset({ClaimStatus.ACCEPTED, ClaimStatus.ACCEPTED_IN_PART, ClaimStatus.CREDITED})


@dataclass(frozen=True, slots=True)
class ClaimSum:
    """The claims of one state in one currency, added up.

    Attributes:
        status: Where they stand.
        currency: ISO code; blank where none of them has an amount.
        count: How many have an amount.
        without: How many have none.
        asked: What the former ask for.
        granted: What the vendor has granted of it.
    """

    status: ClaimStatus
    currency: str
    count: int
    without: int
    asked: Decimal
    granted: Decimal


@dataclass(frozen=True, slots=True)
class Stage:
    """One state of the pipeline: how many claims, what they ask for, what was granted and what is lost."""

    status: ClaimStatus
    count: int
    asked: Money
    granted: Money | None
    lost: Money

    @property
    def stands(self) -> Money:
        """The money that stands in this state."""
        return self.asked if self.granted is None else self.granted


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The states of one currency that have claims, in the order in which a claim goes through them."""

    currency: str
    stages: tuple[Stage, ...]

    @property
    def lost(self) -> Money:
        """What is lost so far."""
        return Money(sum((one.lost.amount for one in self.stages), Decimal(0)), self.currency)

    def share(self, stage: Stage) -> int:
        """Return how large the money of a state is beside the largest, in percent, rounded up."""
        largest = max((one.stands.amount for one in self.stages), default=Decimal(0))
        return ceil(Fraction(stage.stands.amount) * 100 / Fraction(largest)) if largest else 0


def pipelines(sums: Iterable[ClaimSum]) -> tuple[Pipeline, ...]:
    """Return the pipeline of each currency, by its code."""
    found: dict[str, list[Stage]] = {}
    for one in sorted(sums, key=lambda row: STAGES.index(row.status) if row.status in STAGES else -1):
        if one.count and one.status in STAGES:
            found.setdefault(one.currency, []).append(_stage(one))
    return tuple(Pipeline(currency, tuple(found[currency])) for currency in sorted(found))


def without_money(sums: Iterable[ClaimSum]) -> int:
    """Return how many claims have no amount of money."""
    return sum(one.without for one in sums if one.status in STAGES)


def _stage(one: ClaimSum) -> Stage:
    asked = Money(one.asked, one.currency)
    granted = Money(one.granted, one.currency) if one.status in _GRANTED else None
    return Stage(one.status, one.count, asked, granted, lost_money(one.status, asked, granted))
