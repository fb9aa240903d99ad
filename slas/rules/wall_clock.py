"""Which instant a clock on the wall means, also in the nights in which it is changed.

1. What begins at a time begins the first time that the clock shows it; what ends, the last time.
2. A time that the clock leaves out stands for the instant in which it jumps.
3. A day ends where the next begins. So days are as long as they are: 23, 24, 25 hours, or none at all.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.rules.day import why_no_day
from slas.rules.interval import Interval

MINUTES_IN_A_DAY: Final = 24 * 60
_ONE_DAY: Final = dt.timedelta(days=1)
_ONE_SECOND: Final = dt.timedelta(seconds=1)


class UnknownZoneError(ValueError):
    """Raised for a time zone that does not exist; says what would do."""


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name.

    Raises:
        UnknownZoneError: If there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZoneError(
            f"There is no time zone {name[:60]!r}. Use a name such as Europe/Berlin or UTC."
        ) from None


def begins(day: dt.date, minute: int, zone: ZoneInfo) -> dt.datetime:
    """Return the first instant of a minute of a day, 0 to 1440 (the end of the day), in UTC."""
    return _instant(day, minute, zone, fold=0)


def ends(day: dt.date, minute: int, zone: ZoneInfo) -> dt.datetime:
    """Return the last instant at which the clock shows a minute of a day; for 1440, the next day's start."""
    return _instant(day, minute, zone, fold=int(minute < MINUTES_IN_A_DAY))


def days_from_to(first: dt.date, last: dt.date, zone: ZoneInfo) -> Interval:
    """Return the time from the start of one day to the end of another.

    Raises:
        ValueError: If the last day lies before the first, or a day lies outside 1900 to 2999.
    """
    if last < first:
        raise ValueError(f"{last} lies before {first}.")
    if problem := why_no_day(first) or why_no_day(last):
        raise ValueError(problem)
    return Interval(begins(first, 0, zone), begins(last, MINUTES_IN_A_DAY, zone))


@lru_cache(maxsize=65_536)
def _instant(day: dt.date, minute: int, zone: ZoneInfo, fold: int) -> dt.datetime:
    if minute == MINUTES_IN_A_DAY:
        day, minute = day + _ONE_DAY, 0
    wall = dt.datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone, fold=fold)
    found = wall.astimezone(dt.UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return found
    return _jump(wall.replace(fold=1).astimezone(dt.UTC), wall.replace(fold=0).astimezone(dt.UTC), zone)


def _jump(before: dt.datetime, after: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return the instant between two at which the clock is put forward."""
    old = before.astimezone(zone).utcoffset()
    while after - before > _ONE_SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
