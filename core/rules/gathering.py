"""When a message goes out to somebody who chose one message a day.

1. What must be acted on within ``URGENT_DAYS`` days is never kept back: it goes at once, by itself.
2. What is late already goes at once too, together with whatever else is late.
3. All else waits for the next seven o'clock in the morning where the reader is, on the day it is due or the
   following night, and goes out in one message.
"""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

#: A date at most so many days ahead is not kept back.
URGENT_DAYS: Final = 7
#: The hour of the daily message, by the reader's clock.
MORNING: Final = dt.time(7)


def goes_out_at(now: dt.datetime, *, timezone: str, days_left: int, is_late: bool) -> dt.datetime | None:
    """Return when a message may go out together with others; None: at once and by itself.

    Args:
        now: The instant at which it is handed to delivery, with a time zone.
        timezone: IANA name of the reader's zone.
        days_left: Days from today to the date that people are reminded of, in the zone of what it is about.
        is_late: It was due on an earlier day.

    Returns:
        An instant from ``now`` up to 24 hours later (25 in the night in which clocks are set back).
    """
    if days_left <= URGENT_DAYS:
        return None
    if is_late:
        return now
    here = now.astimezone(ZoneInfo(timezone))
    morning = dt.datetime.combine(here.date(), MORNING, tzinfo=here.tzinfo)
    if here > morning:
        morning = dt.datetime.combine(here.date() + dt.timedelta(days=1), MORNING, tzinfo=here.tzinfo)
    return morning.astimezone(dt.UTC)
