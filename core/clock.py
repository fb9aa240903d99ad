"""The only place that reads the clock.

Edges (views, tasks, commands, middleware) call these and pass the result down;
rules and actions take the date or the instant as an argument.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo


def now() -> dt.datetime:
    """Return the present instant, time-zone aware, in UTC."""
    return dt.datetime.now(tz=dt.UTC)


def today(zone: str = "UTC") -> dt.date:
    """Return the calendar date it is now in the IANA time zone named ``zone``."""
    return now().astimezone(ZoneInfo(zone)).date()
