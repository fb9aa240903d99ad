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

from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from core.rules.choice import Word

ONE_DAY: Final = timedelta(days=1)
MONTHS_IN_A_YEAR: Final = 12
DAYS_IN_A_WEEK: Final = 7
SHORTEST_MONTH: Final = 28
_DAYS_IN_MONTH: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""By the number of the month, in a common year."""


class PeriodRangeError(ValueError):
    """Raised when a period leads outside the years 1 to 9999."""


class PeriodUnit(Word):
    """The unit in which a period is counted."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


_SIZES: Final = {
    PeriodUnit.DAYS: (False, 1),
    PeriodUnit.WEEKS: (False, DAYS_IN_A_WEEK),
    PeriodUnit.MONTHS: (True, 1),
    PeriodUnit.YEARS: (True, MONTHS_IN_A_YEAR),
}
"""For each unit whether it is counted in months, and of how many months or days it consists."""


@dataclass(frozen=True, slots=True)
class Period:
    """A whole number of calendar units, such as 12 months.

    Attributes:
        n: How many; zero or more.
        unit: Days, weeks, months or years (the plain spelling is accepted too).
        is_in_months: Whether it is counted in months or years; follows from the unit.
        steps: It in its family's smallest unit: months, or days.

    Raises:
        ValueError: If ``n`` is negative or not whole, or the unit is unknown.
    """

    n: int
    unit: PeriodUnit
    is_in_months: bool = field(init=False, repr=False, compare=False)
    steps: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if isinstance(self.n, bool) or not isinstance(self.n, int):
            raise ValueError(f"a period needs a whole number, not {self.n!r}")
        if self.n < 0:
            raise ValueError(f"a period cannot be negative: {self.n}")
        if not isinstance(self.unit, PeriodUnit):
            object.__setattr__(self, "unit", PeriodUnit(self.unit))
        is_in_months, size = _SIZES[self.unit]
        object.__setattr__(self, "is_in_months", is_in_months)
        object.__setattr__(self, "steps", self.n * size)


class MonthReading(Word):
    """The ways in which "n months before a date" can be read."""

    CORRESPONDING_DATE = "corresponding_date"
    MONTH_END_OF_TERM = "month_end_of_term"
    DAY_AFTER_END = "day_after_end"


def days_in_month(year: int, month: int) -> int:
    """Return how many days a month has, February by the year."""
    return 29 if month == 2 and isleap(year) else _DAYS_IN_MONTH[month]


def is_month_end(day: date) -> bool:
    """Return whether a day is the last of its month."""
    return day.day >= SHORTEST_MONTH and day.day == days_in_month(day.year, day.month)


def month_end(day: date) -> date:
    """Return the last day of the month that a day lies in."""
    return date(day.year, day.month, days_in_month(day.year, day.month))


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
    if day > SHORTEST_MONTH:
        day = min(day, days_in_month(year, month))
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
    try:
        return shift(start, period) - ONE_DAY
    except OverflowError:
        raise PeriodRangeError(f"no day lies before {start}") from None


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
    corresponding = keeping_month_end = after_end = add_months(anchor, -months)
    # Before the 28th no month is too short for the day or for the one after it: all three agree.
    if anchor.day >= SHORTEST_MONTH:
        if is_month_end(anchor):
            keeping_month_end = month_end(corresponding)
        if anchor != date.max:
            after_end = add_days(add_months(anchor + ONE_DAY, -months), -1)
    return {
        MonthReading.CORRESPONDING_DATE: corresponding,
        MonthReading.MONTH_END_OF_TERM: keeping_month_end,
        MonthReading.DAY_AFTER_END: after_end,
    }


def months_between(earlier: date, later: date) -> int:
    """Return the difference of two dates in calendar months, days of the month ignored."""
    return (later.year - earlier.year) * MONTHS_IN_A_YEAR + later.month - earlier.month
