"""Terms laid end to end: a first term, then equal ones, without gap or overlap.

1. Term 1 begins on the start date; all dates are inclusive as printed.
2. Every later term begins the day after the one before it ended.
3. Terms never chain: a term's first day is counted from one fixed anchor. Where first and later
   terms are both in months or years (or both in days or weeks), the anchor is the start date;
   otherwise, and where the first term has a stated end date, it is the day after the first term.
4. The term that contains a date is found by arithmetic, not by walking.
"""

from __future__ import annotations

from datetime import date

from core.rules.periods import (
    ONE_DAY,
    Period,
    PeriodRangeError,
    add_days,
    add_months,
    last_day,
    months_between,
)
from core.rules.value import value


@value()
class Span:
    """One term: its number from 1, its first day and its last day, both in force.

    ``end`` is None where the term has no end.
    """

    number: int
    start: date
    end: date | None


@value()
class Tiling:
    """A first term followed by equal terms without limit.

    Attributes:
        start: First day of term 1.
        first_end: Last day of term 1.
        anchor: The day from which later terms are counted.
        offset: Months or days from the anchor to the first day of term 2.
        step: Length of a later term in months or days; at least 1.
        in_months: Whether offset and step count months rather than days.
    """

    start: date
    first_end: date
    anchor: date
    offset: int
    step: int
    in_months: bool

    def first_day(self, number: int) -> date:
        """Return the first day of a term, counted from 1.

        Raises:
            PeriodRangeError: If that term would begin after the year 9999.
        """
        if number <= 1:
            return self.start
        distance = self.offset + (number - 2) * self.step
        return (add_months if self.in_months else add_days)(self.anchor, distance)

    def term(self, number: int) -> Span:
        """Return a term by its number, counted from 1; a last day past 9999 becomes 9999-12-31."""
        if number <= 1:
            return Span(1, self.start, self.first_end)
        return self._from(number, self.first_day(number))

    def _from(self, number: int, start: date) -> Span:
        """Return a term whose first day is known."""
        try:
            end = self.first_day(number + 1) - ONE_DAY
        except PeriodRangeError:
            end = date.max
        return Span(number, start, end)

    def term_on(self, day: date) -> Span:
        """Return the term that contains a day; term 1 for a day before the start."""
        if day <= self.first_end:
            return Span(1, self.start, self.first_end)
        if self.in_months:
            distance = months_between(self.anchor, day)
        else:
            distance = day.toordinal() - self.anchor.toordinal()
        number = max(2, 2 + (distance - self.offset) // self.step)
        start = self.first_day(number)
        if start <= day:
            return self._from(number, start)
        return Span(number - 1, self.first_day(number - 1), start - ONE_DAY)


def tile(start: date, first: Period | date, later: Period) -> Tiling:
    """Lay terms from a start date.

    Args:
        start: First day of term 1.
        first: Length of term 1, or its stated last day.
        later: Length of every later term; at least one unit.

    Raises:
        ValueError: If a length is zero, or the stated last day lies before the start.
        PeriodRangeError: If term 1 ends on or after 31 Dec 9999, so that nothing can follow.
    """
    if later.n < 1 or (isinstance(first, Period) and first.n < 1):
        raise ValueError("a term lasts at least one unit")
    if isinstance(first, date):
        if first < start:
            raise ValueError(f"the end {first} lies before the start {start}")
        return Tiling(start, first, add_days(first, 1), 0, later.steps, later.is_in_months)
    first_end = last_day(start, first)
    if first.is_in_months == later.is_in_months:
        return Tiling(start, first_end, start, first.steps, later.steps, later.is_in_months)
    return Tiling(start, first_end, add_days(first_end, 1), 0, later.steps, later.is_in_months)
