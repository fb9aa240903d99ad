"""The month that a report is about.

1. A month is its days from the first to the last, both included, in the time zone of the contract.
2. It can be reported once it is over there.
3. A result belongs to the month in which its period ends: that of a quarter to the quarter's last month.
4. A trend is the month with the eleven before it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from core.rules.periods import ONE_DAY, add_months
from core.rules.wording import MONTHS
from slas.rules.interval import Interval
from slas.rules.period import NoPeriodError, PeriodRule, ServicePeriod
from slas.rules.wall_clock import days_from_to, zone_named

TREND_MONTHS: Final = 12
#: How many months, from the last one that is over back, are offered to choose from.
MONTHS_OFFERED: Final = 36
EARLIEST: Final = dt.date(2000, 1, 1)
_WRITTEN: Final = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class NoReportMonthError(ValueError):
    """Raised for what is no month, or none that can be reported; the message says what would do."""


@dataclass(frozen=True, slots=True, order=True)
class ReportMonth:
    """A calendar month, by its first day."""

    first: dt.date

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", self.first.replace(day=1))

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return add_months(self.first, 1) - ONE_DAY

    @property
    def key(self) -> str:
        """How it is written in addresses and on the command line: ``2026-10``."""
        return f"{self.first:%Y-%m}"

    @property
    def name(self) -> str:
        """What it is called: ``Oct 2026``."""
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"

    @property
    def trend(self) -> tuple[ReportMonth, ...]:
        """The months of its trend, the month itself last."""
        return tuple(self.back(number) for number in reversed(range(TREND_MONTHS)))

    def back(self, months: int) -> ReportMonth:
        """Return the month so many months before."""
        return ReportMonth(add_months(self.first, -months))

    def interval(self, zone: str) -> Interval:
        """Return the time from the start of its first day to the end of its last in a zone."""
        return days_from_to(self.first, self.last, zone_named(zone))

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last

    def period_ending_in(self, rule: PeriodRule) -> ServicePeriod | None:
        """Return the period that ends in the month; None where none does."""
        for day in (self.first, self.last):
            try:
                period = rule.period_on(day)
            except NoPeriodError:
                continue
            if self.holds(period.last):
                return period
        return None


def last_month(on: dt.date) -> ReportMonth:
    """Return the last month that is over on a day."""
    return ReportMonth(on).back(1)


def months_offered(on: dt.date) -> tuple[ReportMonth, ...]:
    """Return the months to choose from on a day, the latest first."""
    latest = last_month(on)
    return tuple(latest.back(number) for number in range(MONTHS_OFFERED))


def read_month(text: str, on: dt.date) -> ReportMonth:
    """Return the month that a text such as ``2026-10`` names.

    Args:
        text: What was written.
        on: The present day in the zone of the contract.

    Raises:
        NoReportMonthError: It is no month, or not over yet, or before the year 2000.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < EARLIEST.year:
        raise NoReportMonthError(f"“{text[:20]}” is not a month from 2000-01 on; write it as 2026-10.")
    month = ReportMonth(dt.date(int(found[1]), int(found[2]), 1))
    if month > last_month(on):
        raise NoReportMonthError(
            f"{month.name} is not over yet. The last month that is over is {last_month(on).name}."
        )
    return month
