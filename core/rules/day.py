"""The days that a person can mean: from 1 Jan 1900 to 31 Dec 2999, both included.

1. A day outside is a slip of the keyboard, and reckoning from it would lead off the calendar.
2. "No end" is written by leaving the end out, never as a day far away.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999
FIRST_DAY: Final = dt.date(FIRST_YEAR, 1, 1)
LAST_DAY: Final = dt.date(LAST_YEAR, 12, 31)


def why_no_day(day: dt.date) -> str:
    """Return why ``day`` cannot be meant, in a sentence; empty for one that can."""
    if FIRST_DAY <= day <= LAST_DAY:
        return ""
    return f"The year {day.year} is not between {FIRST_YEAR} and {LAST_YEAR}. Correct the date."
