"""Stretches of time: half-open, between two instants, and exact to the microsecond.

1. An interval holds its start and not its end: 10:00-11:00 and 11:00-12:00 touch and share nothing.
2. Instants are in UTC. A time without a zone says nothing about when it was, so it is refused.
3. A union is what was covered at least once: in order, without overlaps, joined where it touches, nothing
   empty.
4. Minutes are exact fractions: 32 minutes and 8 seconds are 482/15 of a minute.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from operator import attrgetter
from typing import Final, NamedTuple, Protocol, TypeVar

TICK: Final = dt.timedelta(microseconds=1)
_IN_A_MINUTE: Final = 60_000_000
NO_TIME: Final = dt.timedelta(0)
#: Stands for no end.
FOREVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)
_START: Final = attrgetter("start")
_END: Final = attrgetter("end")


class NaiveInstantError(ValueError):
    """Raised for a time that does not say in which zone it is."""


class Interval(NamedTuple):
    """From ``start``, included, to ``end``, left out; both in UTC."""

    start: dt.datetime
    end: dt.datetime


class Timed(Protocol):
    """Whatever has a start and an end, in UTC."""

    @property
    def start(self) -> dt.datetime:
        """The first instant."""

    @property
    def end(self) -> dt.datetime:
        """The instant after the last."""


Kind = TypeVar("Kind", bound=Timed)
Intervals = tuple[Interval, ...]


def in_utc(moment: dt.datetime) -> dt.datetime:
    """Return the same instant in UTC.

    Raises:
        NaiveInstantError: If the time has no zone.
    """
    if moment.tzinfo is dt.UTC:
        return moment
    if moment.utcoffset() is None:
        raise NaiveInstantError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(dt.UTC)


def interval(start: dt.datetime, end: dt.datetime) -> Interval:
    """Return the interval between two instants of any zone.

    Raises:
        NaiveInstantError: If one of them has no zone.
        ValueError: If the end lies before the start.
    """
    found = Interval(in_utc(start), in_utc(end))
    if found.end < found.start:
        raise ValueError(f"the end {end.isoformat()} lies before the start {start.isoformat()}")
    return found


def union(parts: Iterable[Interval]) -> Intervals:
    """Return what at least one of the intervals covers."""
    joined: list[Interval] = []
    for start, end in sorted(part for part in parts if part.start < part.end):
        if joined and start <= joined[-1].end:
            if end > joined[-1].end:
                joined[-1] = Interval(joined[-1].start, end)
        else:
            joined.append(Interval(start, end))
    return tuple(joined)


def overlapping(whole: Sequence[Kind], part: Interval) -> Sequence[Kind]:
    """Return what of an ordered list without overlaps shares time with an interval, not clipped to it."""
    if len(whole) == 1:
        return whole if whole[0].start < part.end and part.start < whole[0].end else ()
    return whole[bisect_right(whole, part.start, key=_END) : bisect_left(whole, part.end, key=_START)]


def intersect(one: Sequence[Interval], other: Sequence[Interval]) -> Intervals:
    """Return what two unions have in common."""
    return tuple(
        Interval(max(part.start, found.start), min(part.end, found.end))
        for part in one
        for found in overlapping(other, part)
    )


def subtract(one: Sequence[Interval], other: Sequence[Interval]) -> Intervals:
    """Return what is in the first union and not in the second."""
    left: list[Interval] = []
    for part in one:
        start = part.start
        for found in overlapping(other, part):
            if start < found.start:
                left.append(Interval(start, found.start))
            start = found.end
        if start < part.end:
            left.append(Interval(start, part.end))
    return tuple(left)


def length(parts: Iterable[Interval]) -> dt.timedelta:
    """Return how long the intervals of a union last together."""
    return sum((part.end - part.start for part in parts), NO_TIME)


def in_minutes(span: dt.timedelta) -> Fraction:
    """Return a length of time in minutes, exactly."""
    return Fraction(span // TICK, _IN_A_MINUTE)


def share(part: dt.timedelta, whole: dt.timedelta) -> Fraction | None:
    """Return the part of a whole, exactly; None where the whole is nothing."""
    return Fraction(part // TICK, whole // TICK) if whole else None
