"""What a contract agrees about its price at renewal, checked when it is made.

1. Percentages are of the price: 3 is 3 %. None is below -100, which would make a price negative.
2. The cap is not below the floor.
3. An index rule has a base month, which is the first day of a month; the lag is not negative.
4. Lesser or greater of is for index rules and needs the fixed percentage.
5. The vendor's announcement is due 0 or more days before the renewal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class UpliftKind(StrEnum):
    """What the rise is made of."""

    NONE = "none"
    PERCENT = "percent"
    AMOUNT = "amount"
    INDEX = "index"
    INDEX_SPREAD = "index_spread"


class Combination(StrEnum):
    """How an index and a fixed percentage are combined."""

    LESSER = "lesser"
    GREATER = "greater"


INDEX_KINDS = frozenset({UpliftKind.INDEX, UpliftKind.INDEX_SPREAD})


class UpliftRuleError(ValueError):
    """Raised for a rule that contradicts itself; ``problems`` says what is wrong by field name."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class UpliftRule:
    """The price at renewal as agreed.

    Attributes:
        kind: What the rise is made of.
        percent: The fixed percentage of a percentage rule, or the one that an index is combined with.
        amount: What an amount rule adds at each renewal, in the currency of the price.
        base_month: First day of the month that an index is first compared with.
        lag_months: How many months before the renewal's month the reference month lies.
        spread: Percentage points added to the change of the index.
        combination: Lesser or greater of the index and ``percent``; None: the index alone.
        cap_percent: The highest rate of one renewal, inclusive; None: no cap.
        floor_percent: The lowest rate of one renewal, inclusive; None: no floor.
        is_compounding: Whether a rate applies to the price of the term before, or to the first price.
        first_eligible_date: The first renewal date at which a rise is possible, inclusive.
        announce_days: Calendar days before the renewal by which the vendor must announce a rise.

    Raises:
        UpliftRuleError: If the fields contradict one another.
    """

    kind: UpliftKind
    percent: Decimal | None = None
    amount: Decimal | None = None
    base_month: date | None = None
    lag_months: int = 0
    spread: Decimal | None = None
    combination: Combination | None = None
    cap_percent: Decimal | None = None
    floor_percent: Decimal | None = None
    is_compounding: bool = True
    first_eligible_date: date | None = None
    announce_days: int | None = None

    def __post_init__(self) -> None:
        problems = dict([*self._needed(), *self._ranges(), *self._combining()])
        if problems:
            raise UpliftRuleError(problems)

    def _needed(self) -> Iterator[tuple[str, str]]:
        """Yield what the kind needs and is not there."""
        if self.kind is UpliftKind.PERCENT and self.percent is None:
            yield "percent", "A fixed percentage is missing."
        if self.kind is UpliftKind.AMOUNT and self.amount is None:
            yield "amount", "The amount is missing."
        if self.kind is UpliftKind.INDEX_SPREAD and self.spread is None:
            yield "spread", "The spread on top of the index is missing."
        if self.kind in INDEX_KINDS and self.base_month is None:
            yield "base_month", "An index needs the month that it is compared with."

    def _ranges(self) -> Iterator[tuple[str, str]]:
        """Yield the values that cannot be."""
        for name in ("percent", "spread", "cap_percent", "floor_percent"):
            value = getattr(self, name)
            if value is not None and value < -100:
                yield name, "A percentage below -100 would make the price negative."
        if self.base_month is not None and self.base_month.day != 1:
            yield "base_month", "A month is written as its first day."
        if self.lag_months < 0:
            yield "lag_months", "The lag cannot be negative."
        if self.announce_days is not None and self.announce_days < 0:
            yield "announce_days", "The days before the renewal cannot be negative."

    def _combining(self) -> Iterator[tuple[str, str]]:
        """Yield the fields that contradict one another."""
        if self.combination is not None and self.kind not in INDEX_KINDS:
            yield "combination", "Lesser or greater of needs an index."
        elif self.combination is not None and self.percent is None:
            yield "percent", "Lesser or greater of needs the fixed percentage."
        if None not in (self.cap_percent, self.floor_percent) and self.cap_percent < self.floor_percent:  # type: ignore[operator]
            yield "cap_percent", "The cap is below the floor. Correct one of them."
