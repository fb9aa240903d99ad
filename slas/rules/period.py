"""The periods that a promise is judged by: calendar months, quarters and years, and billing cycles.

1. A period is the days from its first to its last, both included, in the contract's time zone.
2. It is as long as these days are: 30 days are 43,200 minutes; March in Berlin is an hour short, October an
   hour long.
3. Billing cycles are counted from the day the billing began, never chained: a cycle from 31 Jan is followed
   by one from 28 Feb and one from 31 Mar. A contract year is a billing cycle of twelve months.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from core.rules.choice import Word, settle
from core.rules.periods import ONE_DAY, Period, PeriodUnit, add_months
from core.rules.tiling import tile
from slas.rules.interval import Interval, in_minutes
from slas.rules.wall_clock import days_from_to, zone_named

MOST_MONTHS: Final = 60


class PeriodKind(Word):
    """How the time of a promise is cut."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    BILLING_CYCLE = "billing_cycle"


_MONTHS: Final = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


class NoPeriodError(ValueError):
    """Raised where no period can be told: before billing began, or without that day."""


@dataclass(frozen=True, slots=True)
class ServicePeriod:
    """One period: its first and its last day, both included, in a time zone."""

    first: dt.date
    last: dt.date
    zone: str

    @property
    def interval(self) -> Interval:
        """Return the time from the start of the first day to the end of the last."""
        return days_from_to(self.first, self.last, zone_named(self.zone))

    @property
    def minutes(self) -> Fraction:
        """Return how many minutes it lasts."""
        start, end = self.interval
        return in_minutes(end - start)

    def days(self) -> Iterator[tuple[dt.date, Interval]]:
        """Yield each day with the time from its start to its end."""
        yield from days_of(self.first, self.last, zone_named(self.zone))


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """How a contract cuts time.

    Attributes:
        kind: Calendar month, quarter or year, or billing cycle.
        zone: IANA name of the contract's time zone.
        billing_from: The first day of the first billing cycle; for billing cycles alone.
        months: How many months a billing cycle has.

    Raises:
        ValueError: If a billing cycle has no first day or no months, or there is no such zone.
    """

    kind: PeriodKind
    zone: str
    billing_from: dt.date | None = None
    months: int = 1

    def __post_init__(self) -> None:
        settle(self, kind=PeriodKind)
        zone_named(self.zone)
        if self.kind is PeriodKind.BILLING_CYCLE and self.billing_from is None:
            raise NoPeriodError("billing_from: a billing cycle needs the day on which billing began")
        if not 1 <= self.months <= MOST_MONTHS:
            raise ValueError(f"months: a billing cycle has 1 to {MOST_MONTHS} months")

    def period_on(self, day: dt.date) -> ServicePeriod:
        """Return the period that holds a day of the contract's zone.

        Raises:
            NoPeriodError: If billing had not begun.
        """
        if self.billing_from is not None and self.kind is PeriodKind.BILLING_CYCLE:
            if day < self.billing_from:
                raise NoPeriodError(f"{day} lies before {self.billing_from}, when billing began")
            cycle = Period(self.months, PeriodUnit.MONTHS)
            tiling = tile(self.billing_from, cycle, cycle)
            number = tiling.term_on(day).number
            last = tiling.first_day(number + 1) - ONE_DAY
            return ServicePeriod(tiling.first_day(number), last, self.zone)
        count = _MONTHS[self.kind]
        first = dt.date(day.year, (day.month - 1) // count * count + 1, 1)
        return ServicePeriod(first, add_months(first, count) - ONE_DAY, self.zone)

    def period_at(self, moment: dt.datetime) -> ServicePeriod:
        """Return the period that holds an instant."""
        return self.period_on(moment.astimezone(zone_named(self.zone)).date())

    def after(self, period: ServicePeriod) -> ServicePeriod:
        """Return the period that follows one."""
        return self.period_on(period.last + ONE_DAY)


def days_of(first: dt.date, last: dt.date, zone: ZoneInfo) -> Iterator[tuple[dt.date, Interval]]:
    """Yield each day from the first to the last, both included, with the time it takes."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = dt.date.fromordinal(ordinal)
        yield day, days_from_to(day, day, zone)
