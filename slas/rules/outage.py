"""Outages as reported, and the downtime that they make together.

1. An outage has a start and an end; one without an end is open, and counts so far: up to now.
2. Outages that overlap or touch are one downtime: 10:00-11:00 and 10:30-11:30 are 90 minutes.
   So a report that comes twice, or from two monitors, counts once.
3. An outage that begins after now has not happened yet.
4. A downtime names the outages that it consists of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from core.rules.value import value
from slas.rules.interval import in_utc


@value()
class Outage:
    """One report of a service that was down.

    Attributes:
        start: When it began; any zone, kept in UTC.
        end: When it was over; None while it is open.
        ref: What its reporter calls it.

    Raises:
        NaiveInstantError: If a time has no zone.
        ValueError: If it ends before it starts.
    """

    start: dt.datetime
    end: dt.datetime | None = None
    ref: str = ""

    def __post_init__(self) -> None:
        _keep_in_utc(self)
        if self.end is not None and self.end < self.start:
            raise ValueError(f"the outage {self.ref} ends before it starts".replace("  ", " "))


@value()
class Downtime:
    """A stretch without service: of one outage, or of several that overlap or touch."""

    start: dt.datetime
    end: dt.datetime
    refs: tuple[str, ...]
    is_open: bool = False

    @property
    def span(self) -> dt.timedelta:
        """Return how long it lasted."""
        return self.end - self.start


def downtimes(outages: Iterable[Outage], now: dt.datetime) -> list[Downtime]:
    """Return the downtimes of a service up to an instant, in order, without overlaps.

    Outages that are over keep their end also where it lies after ``now``.
    """
    now = in_utc(now)
    found: list[Downtime] = []
    begun = [(one.start, one.end or now, one.ref, one.end is None) for one in outages if one.start < now]
    begun.sort()
    refs: list[str] = []
    for start, end, ref, is_open in begun:
        if start == end:
            continue
        if found and start <= found[-1].end:
            last = found[-1]
            refs.append(ref)
            found[-1] = Downtime(last.start, max(last.end, end), last.refs, last.is_open or is_open)
        else:
            _settle(found, refs)
            refs = [ref]
            found.append(Downtime(start, end, (ref,), is_open))
    _settle(found, refs)
    return found


def _settle(found: list[Downtime], refs: list[str]) -> None:
    """Give the last downtime the names of all its outages."""
    if len(refs) > 1:
        last = found[-1]
        found[-1] = Downtime(last.start, last.end, tuple(dict.fromkeys(refs)), last.is_open)


def _keep_in_utc(outage: Outage) -> None:
    for name in ("start", "end"):
        moment = getattr(outage, name)
        if moment is not None and moment.tzinfo is not dt.UTC:
            object.__setattr__(outage, name, in_utc(moment))
