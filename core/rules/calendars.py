"""Named business calendars: which days are worked in a country, a part of it, or at an exchange.

1. A calendar is named as ``GB``, ``GB-ENG``, ``DE-BY``, ``US-NY``, or by an exchange or system
   code such as ``XNYS``: everything that the ``holidays`` package knows.
2. A business day is neither in the country's weekend nor a public holiday; a weekend day that is
   worked by decree is a business day.
3. Counting n business days from a day never counts that day itself.
4. A public holiday is one whatever the day of the week: what is agreed for Saturdays may still rest on it.
5. Several calendars are joined by ``+``: ``GB-ENG+US-NY``. A day is a business day only if it is one in each,
   and a public holiday if it is one in any.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any, Final

import holidays
from holidays.registry import COUNTRIES, FINANCIAL

from core.rules.periods import PeriodRangeError

CALENDAR_VERSION: Final = f"holidays {holidays.__version__}"
"""The release of the holiday tables in use, stored beside each date that rests on them."""

WEEKDAYS: Final = "weekdays"
"""The calendar without holidays: Monday to Friday. For internal lead times, not for legal notice."""

JOIN: Final = "+"
"""Stands between the names of several calendars that count together."""

MOST_JOINED: Final = 5
_LONGEST_COUNT: Final = 100_000


class UnknownCalendarError(ValueError):
    """Raised for a calendar that the holiday tables do not have; says which and what would do."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(f"unknown calendar {name[:40]!r}: {hint}")
        self.name = name


def _codes() -> dict[str, str]:
    """Map every code in upper case (two letters, three letters, exchange) to the package's own."""
    found: dict[str, str] = {}
    for table in (COUNTRIES, FINANCIAL):
        for names in table.values():
            for code in names[1:]:
                found.setdefault(code.upper(), code)
    return found


_CODES: Final = _codes()


class Calendar:
    """The working days of one named calendar; made by :func:`calendar_named`, which keeps it.

    Attributes:
        name: As asked for, in upper case.
        version: The release of the holiday tables.
    """

    __slots__ = ("_closed", "_filling", "_holidays", "_is_holiday", "_is_working_day", "name", "version")

    def __init__(
        self,
        name: str,
        is_working_day: Callable[[date], bool],
        is_holiday: Callable[[date], bool] = lambda day: False,
    ) -> None:
        self.name = name
        self.version = CALENDAR_VERSION
        self._is_working_day = is_working_day
        self._is_holiday = is_holiday
        self._closed: dict[int, frozenset[int]] = {}
        self._holidays: dict[int, frozenset[int]] = {}
        self._filling = Lock()

    def __repr__(self) -> str:
        return f"<Calendar {self.name} ({self.version})>"

    def _closed_in(self, year: int) -> frozenset[int]:
        """Return the days of a year, as ordinals, that are not worked."""
        found = self._closed[year] = self._days_in(year, lambda day: not self._is_working_day(day))
        return found

    def _days_in(self, year: int, is_meant: Callable[[date], bool]) -> frozenset[int]:
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        days = (date.fromordinal(ordinal) for ordinal in range(first, last + 1))
        # The tables fill themselves year by year; a second thread would see a year half filled.
        with self._filling:
            return frozenset(day.toordinal() for day in days if is_meant(day))

    def is_business_day(self, day: date) -> bool:
        """Return whether a day is worked: neither weekend nor public holiday."""
        closed = self._closed.get(day.year)
        if closed is None:
            closed = self._closed_in(day.year)
        return day.toordinal() not in closed

    def is_holiday(self, day: date) -> bool:
        """Return whether a day is a public holiday, whatever the day of the week."""
        found = self._holidays.get(day.year)
        if found is None:
            found = self._holidays[day.year] = self._days_in(day.year, self._is_holiday)
        return day.toordinal() in found

    def on_or_before(self, day: date) -> date:
        """Return the day itself if it is worked, else the last business day before it."""
        return day if self.is_business_day(day) else self.subtract(day, 1)

    def on_or_after(self, day: date) -> date:
        """Return the day itself if it is worked, else the next business day after it."""
        return day if self.is_business_day(day) else self.add(day, 1)

    def add(self, day: date, count: int) -> date:
        """Return the nth business day after a day; the day itself is not counted. 0 gives the day.

        Raises:
            PeriodRangeError: If the count is unreasonable or leaves the years 1 to 9999.
        """
        return self._step(day, count, 1)

    def subtract(self, day: date, count: int) -> date:
        """Return the nth business day before a day; the day itself is not counted. 0 gives the day.

        Raises:
            PeriodRangeError: If the count is unreasonable or leaves the years 1 to 9999.
        """
        return self._step(day, count, -1)

    def _step(self, day: date, count: int, direction: int) -> date:
        if count < 0:
            return self._step(day, -count, -direction)
        if count > _LONGEST_COUNT:
            raise PeriodRangeError(f"{count} business days are too many to count")
        try:
            while count:
                day = date.fromordinal(day.toordinal() + direction)
                count -= self.is_business_day(day)
        except ValueError:
            raise PeriodRangeError("the business days leave the years 1 to 9999") from None
        return day

    def count_between(self, after: date, until: date) -> int:
        """Return how many business days lie after one day and up to and including another."""
        days = range(after.toordinal() + 1, until.toordinal() + 1)
        return sum(self.is_business_day(date.fromordinal(ordinal)) for ordinal in days)


def _entity(name: str) -> Any:
    """Return the holiday table behind a calendar name.

    Raises:
        UnknownCalendarError: If there is none.
    """
    country, _, subdivision = name.partition("-")
    code = _CODES.get(country)
    if code is None:
        raise UnknownCalendarError(name, "use a country code such as DE, or country and part, GB-ENG")
    kind = getattr(holidays, code)
    if not subdivision:
        return kind()
    known = {part.upper(): part for part in kind().subdivisions}
    if subdivision not in known:
        parts = ", ".join(sorted(known)) or "none"
        raise UnknownCalendarError(name, f"{country} has these parts: {parts}")
    return kind(subdiv=known[subdivision])


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5


@lru_cache(maxsize=256)
def _calendar(name: str) -> Calendar:
    if JOIN in name:
        return _joined(tuple(dict.fromkeys(part.strip() for part in name.split(JOIN))))
    if name == WEEKDAYS.upper():
        return Calendar(WEEKDAYS, _is_weekday)
    entity = _entity(name)

    def is_working_day(day: date) -> bool:
        return bool(entity.is_working_day(day))

    return Calendar(name, is_working_day, entity.__contains__)


def _joined(names: tuple[str, ...]) -> Calendar:
    """Return the calendar whose business days are business days in each of those named."""
    if not all(names):
        raise UnknownCalendarError(JOIN.join(names), "name a calendar before and after each +, GB-ENG+US-NY")
    if len(names) > MOST_JOINED:
        raise UnknownCalendarError(JOIN.join(names), f"join at most {MOST_JOINED} calendars")
    parts = [_calendar(name) for name in names]
    if len(parts) == 1:
        return parts[0]
    return Calendar(
        JOIN.join(part.name for part in parts),
        lambda day: all(part.is_business_day(day) for part in parts),
        lambda day: any(part.is_holiday(day) for part in parts),
    )


@lru_cache(maxsize=1024)
def calendar_named(name: str) -> Calendar:
    """Return a calendar by name, in any case: ``GB-ENG``, ``DE-BY``, ``XNYS``, or several, ``GB-ENG+US-NY``.

    Raises:
        UnknownCalendarError: If the holiday tables have no such country or part; the message names it.
    """
    if not isinstance(name, str) or not name.strip():
        raise UnknownCalendarError(str(name), "name a country such as DE, or country and part, GB-ENG")
    return _calendar(name.strip().upper())
