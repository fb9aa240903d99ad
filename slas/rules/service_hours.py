"""The hours in which a service is promised: a weekly timetable, in a time zone, with days off.

1. Each day of the week has any number of openings, in minutes of the day: 08:00 to 18:00 is 480 to 1080.
   One over midnight is two: until 1440 (the end of the day), and from 0 on the next.
2. A public holiday of the calendar is closed whatever the day of the week; so is each day off by name.
3. Openings are times on the wall clock there. An opening from 00:00 to 03:00 has four hours in the night in
   which the clock is put back at 03:00, and two in the night in which it is put forward at 02:00.
4. No timetable means around the clock. A timetable has at least one opening.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from core.rules.calendars import calendar_named
from slas.rules.interval import Interval, Intervals, intersect, union
from slas.rules.wall_clock import MINUTES_IN_A_DAY, begins, ends, zone_named

Opening = tuple[int, int]
DayHours = tuple[Opening, ...]
WEEK: Final = 7
_ONE_DAY: Final = dt.timedelta(days=1)
_ZONES_DIFFER_BY: Final = dt.timedelta(days=1)


class ServiceHoursError(ValueError):
    """Raised for a timetable that cannot be meant; says which day."""


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """When a service is promised.

    Attributes:
        zone: IANA name of the zone of the timetable.
        week: The openings of Monday to Sunday.
        calendar: Name of the calendar whose public holidays are closed; empty for none.
        days_off: Further days that are closed.

    Raises:
        ServiceHoursError: If there are not seven days, or an opening cannot be meant.
        UnknownZoneError, UnknownCalendarError: If there is no such zone or calendar.
    """

    zone: str
    week: tuple[DayHours, ...]
    calendar: str = ""
    days_off: frozenset[dt.date] = frozenset()

    def __post_init__(self) -> None:
        zone_named(self.zone)
        if self.calendar:
            calendar_named(self.calendar)
        if len(self.week) != WEEK:
            raise ServiceHoursError(f"week: has {len(self.week)} days; give the openings of Monday to Sunday")
        if not any(self.week):
            raise ServiceHoursError("week: has no opening; leave service hours out for around the clock")
        for weekday, openings in enumerate(self.week):
            _check(weekday, openings)

    def is_closed(self, day: dt.date) -> bool:
        """Return whether a day is a public holiday or a day off."""
        return day in self.days_off or bool(self.calendar and calendar_named(self.calendar).is_holiday(day))

    def within(self, span: Interval) -> Intervals:
        """Return the service time inside an interval."""
        zone = zone_named(self.zone)
        first = (span.start - _ZONES_DIFFER_BY).astimezone(zone).date()
        last = (span.end + _ZONES_DIFFER_BY).astimezone(zone).date()
        return intersect((span,), union(part for day in _days(first, last) for part in open_on(self, day)))


@lru_cache(maxsize=65_536)
def open_on(hours: ServiceHours, day: dt.date) -> Intervals:
    """Return the service time of one day."""
    if hours.is_closed(day):
        return ()
    zone = zone_named(hours.zone)
    return union(
        Interval(begins(day, opens, zone), ends(day, closes, zone))
        for opens, closes in hours.week[day.weekday()]
    )


def weekdays(opens: int, closes: int, *, zone: str, calendar: str = "") -> ServiceHours:
    """Return Monday to Friday from one minute of the day to another."""
    return ServiceHours(zone, (((opens, closes),),) * 5 + ((), ()), calendar)


def _check(weekday: int, openings: DayHours) -> None:
    name = dt.date(2001, 1, 1 + weekday).strftime("%A")  # 1 Jan 2001 was a Monday
    before = 0
    for opens, closes in openings:
        if not 0 <= opens < closes <= MINUTES_IN_A_DAY:
            raise ServiceHoursError(f"week: {name} opens at {opens} and closes at {closes}; use 0 to 1440")
        if opens < before:
            raise ServiceHoursError(f"week: the openings of {name} overlap or are not in order")
        before = closes


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first += _ONE_DAY
