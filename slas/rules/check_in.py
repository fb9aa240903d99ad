"""Check-ins: what a person says that a key figure was in a period.

1. A check-in is about one whole period that is over. It is kept as a reading at the last second in which the
   period and the contract's term both run, so that it counts for that period and no other.
2. A period has one check-in; another value for it corrects the first.
3. A check-in is due for each period that is over, as far as the contract ran in it and the service was
   watched. It is missing where the period has no reading at all, from whatever source.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from slas.rules.interval import Interval
from slas.rules.period import ServicePeriod

#: The source of the readings that people check in.
SOURCE: Final = "check-in"
_SECOND: Final = dt.timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class DuePeriod:
    """A period that is over, and the time of it in which a reading counts."""

    period: ServicePeriod
    time: Interval

    @property
    def ref(self) -> str:
        """What the check-in of the period is called: its first and last day."""
        return f"{self.period.first.isoformat()}/{self.period.last.isoformat()}"

    @property
    def at(self) -> dt.datetime:
        """The instant at which its check-in is kept."""
        return max(self.time.start, self.time.end - _SECOND)


def due_period(period: ServicePeriod, time: Interval, watched: dt.datetime | None) -> DuePeriod | None:
    """Return a period for which a check-in is due; None where nothing of it counts.

    Args:
        period: A period that is over.
        time: The period as far as the contract's term runs in it.
        watched: Since when the service is watched; None: always.
    """
    start = time.start if watched is None else max(time.start, watched)
    return DuePeriod(period, Interval(start, time.end)) if start < time.end else None


def missing(due: Iterable[DuePeriod], readings: Iterable[dt.datetime]) -> list[DuePeriod]:
    """Return the periods that have no reading, in their order."""
    instants: Sequence[dt.datetime] = sorted(readings)
    return [one for one in due if not _has_one(instants, one.time)]


def _has_one(instants: Sequence[dt.datetime], time: Interval) -> bool:
    place = bisect_left(instants, time.start)
    return place < len(instants) and instants[place] < time.end
