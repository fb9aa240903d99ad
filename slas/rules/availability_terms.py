"""What a contract agrees about availability, and the time that one result is about.

1. Time counts that lies in the period, in the contract's term, after monitoring began, and in the service
   hours.
2. Where time lies outside more than one of these, the first in this order is the reason that is told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from core.rules.choice import Word
from slas.rules.exclusion import ExclusionPolicy
from slas.rules.interval import FOREVER, Interval, Intervals, in_utc, union
from slas.rules.service_hours import ServiceHours
from slas.rules.target import Target


class Verdict(Word):
    """What becomes of a stretch of downtime."""

    COUNTED = "counted"
    EXCUSED = "excused"
    TOO_SHORT = "too_short"
    OUTSIDE_PERIOD = "outside_period"
    OUTSIDE_CONTRACT = "outside_contract"
    NOT_MONITORED = "not_monitored"
    OUTSIDE_HOURS = "outside_hours"


@dataclass(frozen=True, slots=True)
class AvailabilityTerms:
    """What a contract agrees about availability.

    Attributes:
        hours: When the service is promised; None for around the clock.
        minimum: Downtime shorter than this does not count; None where nothing is agreed.
        policy: What excuses downtime.
        target: The promise, in percent; None where there is none.
    """

    hours: ServiceHours | None = None
    minimum: dt.timedelta | None = None
    policy: ExclusionPolicy = field(default_factory=ExclusionPolicy)
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The time that one result is about.

    Attributes:
        period: From the start of its first day to the end of its last.
        contract: The term of the contract, up to ``FOREVER`` where it has no end; None to clip to nothing.
        monitored_from: Since when the service was watched; None for always.
    """

    period: Interval
    contract: Interval | None = None
    monitored_from: dt.datetime | None = None

    def layers(self, hours: ServiceHours | None) -> tuple[tuple[Verdict, Intervals], ...]:
        """Return what each reason leaves, in the order in which reasons are told."""
        found = [(Verdict.OUTSIDE_PERIOD, union((self.period,)))]
        if self.contract is not None:
            found.append((Verdict.OUTSIDE_CONTRACT, (self.contract,)))
        if self.monitored_from is not None:
            found.append((Verdict.NOT_MONITORED, (Interval(in_utc(self.monitored_from), FOREVER),)))
        if hours is not None:
            found.append((Verdict.OUTSIDE_HOURS, hours.within(self.period)))
        return tuple(found)
