"""Calendar periods: days, weeks, months and years added to a date.

The business rules, numbered (``docs/rules/periods.md`` has the same table):

1. A period is a whole number of days, weeks, months or years.
2. Periods are counted from an anchor times n and never chained: the third month after 31 Jan
   is 30 Apr, although the first is 28 Feb.
3. A month that has no such day gives its last day (the corresponding-date rule, *Dodds v Walker*).
4. A term includes its first day: a term of n months ends the day before the corresponding day.
5. "n months before a date" can be read in three ways; :func:`months_before` computes each.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

ONE_DAY: Final = timedelta(days=1)
MONTHS_IN_A_YEAR: Final = 12
DAYS_IN_A_WEEK: Final = 7


class PeriodRangeError(ValueError):
    """Raised when a period leads outside the years 1 to 9999."""


class PeriodUnit(StrEnum):
    """The unit in which a period is counted."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Period:
    """A whole number of calendar units, such as 12 months.

    Attributes:
        n: How many; zero or more.
        unit: Days, weeks, months or years (the plain spelling is accepted too).

    Raises:
        ValueError: If ``n`` is negative or not whole, or the unit is unknown.
    """

    n: int
    unit: PeriodUnit

    def __post_init__(self) -> None:
        if isinstance(self.n, bool) or not isinstance(self.n, int):
            raise ValueError(f"a period needs a whole number, not {self.n!r}")
        if self.n < 0:
            raise ValueError(f"a period cannot be negative: {self.n}")
        if not isinstance(self.unit, PeriodUnit):
            object.__setattr__(self, "unit", PeriodUnit(self.unit))

    @property
    def is_in_months(self) -> bool:
        """Whether this period is counted in months or years."""
        return self.unit is PeriodUnit.MONTHS or self.unit is PeriodUnit.YEARS

    @property
    def steps(self) -> int:
        """This period in its family's smallest unit: months, or days."""
        if self.unit is PeriodUnit.YEARS:
            return self.n * MONTHS_IN_A_YEAR
        return self.n * DAYS_IN_A_WEEK if self.unit is PeriodUnit.WEEKS else self.n


class MonthReading(StrEnum):
    """The ways in which "n months before a date" can be read."""

    CORRESPONDING_DATE = "corresponding_date"
    MONTH_END_OF_TERM = "month_end_of_term"
    DAY_AFTER_END = "day_after_end"


def is_month_end(day: date) -> bool:
    """Return whether a day is the last of its month."""
    return day.day >= 28 and day.day == monthrange(day.year, day.month)[1]


def month_end(day: date) -> date:
    """Return the last day of the month that a day lies in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_days(anchor: date, days: int) -> date:
    """Return the date a number of calendar days after the anchor (before it, if negative).

    Raises:
        PeriodRangeError: If the result lies outside the years 1 to 9999.
    """
    try:
        return date.fromordinal(anchor.toordinal() + days)
    except (ValueError, OverflowError):
        raise PeriodRangeError(f"{days} days from {anchor} leave the calendar") from None


def add_months(anchor: date, months: int) -> date:
    """Return the corresponding date a number of months away; a missing day gives the month's last.

    Raises:
        PeriodRangeError: If the result lies outside the years 1 to 9999.
    """
    years, month = divmod(anchor.month - 1 + months, MONTHS_IN_A_YEAR)
    year, month, day = anchor.year + years, month + 1, anchor.day
    if not 1 <= year <= 9999:
        raise PeriodRangeError(f"{months} months from {anchor} leave the calendar")
    if day > 28:
        day = min(day, monthrange(year, month)[1])
    return date(year, month, day)


def shift(anchor: date, period: Period, times: int = 1) -> date:
    """Return the anchor plus n times a period (minus, if negative), counted in one go.

    Raises:
        PeriodRangeError: If the result lies outside the years 1 to 9999.
    """
    add = add_months if period.is_in_months else add_days
    return add(anchor, period.steps * times)


def last_day(start: date, period: Period) -> date:
    """Return the last day, inclusive, of a term that begins on ``start`` and lasts ``period``.

    Raises:
        PeriodRangeError: If the result lies outside the years 1 to 9999.
    """
    return add_days(shift(start, period), -1)


def add_months_keeping_month_end(anchor: date, months: int) -> date:
    """Return the corresponding date, except that a month's last day gives a month's last day."""
    result = add_months(anchor, months)
    return month_end(result) if is_month_end(anchor) else result


def months_before(anchor: date, months: int) -> Mapping[MonthReading, date]:
    """Return every reading of "n months before the anchor", by name.

    The corresponding date; the end-of-month reading (a month's last day gives a month's last
    day); and counted from the day after the anchor, less the months, less a day. On 31 Dec 9999
    there is no day after, and the third reading equals the first.
    """
    corresponding = add_months(anchor, -months)
    after_end = corresponding
    if anchor != date.max:
        after_end = add_days(add_months(anchor + ONE_DAY, -months), -1)
    return {
        MonthReading.CORRESPONDING_DATE: corresponding,
        MonthReading.MONTH_END_OF_TERM: (month_end(corresponding) if is_month_end(anchor) else corresponding),
        MonthReading.DAY_AFTER_END: after_end,
    }


def months_between(earlier: date, later: date) -> int:
    """Return the difference of two dates in calendar months, days of the month ignored."""
    return (later.year - earlier.year) * MONTHS_IN_A_YEAR + later.month - earlier.month
