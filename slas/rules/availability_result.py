"""The availability of a service in a period, with every minute that it rests on.

1. Availability is exact: (time that counts - downtime that counts) / time that counts. Nothing rounds.
2. Where no time counts there is no data: neither 0 % nor 100 %, neither kept nor missed.
3. Every stretch of every downtime that touches the period has one verdict: it counts, or why it does not.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from core.rules.value import value
from slas.rules.availability_terms import Scope, Verdict
from slas.rules.exclusion import RefusedExclusion
from slas.rules.interval import TICK, Intervals, in_minutes, share
from slas.rules.target import Target

HUNDRED: Final = Fraction(100)


@value()
class Stretch:
    """A stretch of downtime with its verdict, the outages it is of, and the exclusions that excuse it."""

    start: dt.datetime
    end: dt.datetime
    verdict: Verdict
    outages: tuple[str, ...]
    exclusions: tuple[str, ...] = ()

    @property
    def minutes(self) -> Fraction:
        """Return how many minutes it lasts."""
        return in_minutes(self.end - self.start)


@dataclass(frozen=True, slots=True)
class Availability:
    """A result with what it rests on.

    Attributes:
        scope: The time asked about.
        counting: The time that counts, before exclusions.
        total: How long that is.
        down: How long the service was down in it, excused downtime included.
        excused: How much of that is excused.
        left_out: How much of the time that counts leaves the denominator.
        stretches: Every stretch of downtime that touches the period, in order.
        refused: The exclusions that excuse nothing.
        target: The promise that it is judged by, in percent.
    """

    scope: Scope
    counting: Intervals
    total: dt.timedelta
    down: dt.timedelta
    excused: dt.timedelta
    left_out: dt.timedelta
    stretches: tuple[Stretch, ...]
    refused: tuple[RefusedExclusion, ...] = ()
    target: Target | None = None

    @property
    def fraction(self) -> Fraction | None:
        """Return the availability as a share of 1, exactly; None where there is no data."""
        whole = self.total - self.left_out
        return share(whole - (self.down - self.excused), whole)

    @property
    def raw(self) -> Fraction | None:
        """Return what the availability would be without any exclusion."""
        return share(self.total - self.down, self.total)

    @property
    def is_met(self) -> bool | None:
        """Return whether the promise was kept; None without data or without a promise."""
        found = self.fraction
        return None if found is None or self.target is None else self.target.is_met(found * HUNDRED)

    @property
    def budget(self) -> dt.timedelta | None:
        """Return how much downtime the promise leaves, used or not; None without a promise."""
        if self.target is None:
            return None
        allowed = (1 - self.target.value / HUNDRED) * ((self.total - self.left_out) // TICK)
        return int(allowed) * TICK
