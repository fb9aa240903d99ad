"""Whom a deadline climbs to while nobody says that they have it.

1. ``days`` working days after the first message without an answer, the manager is told; as many after that,
   legal and the head of procurement. Working days go by the calendar of the notice rule, else they are
   Monday to Friday.
2. Where the act-by date is near, it climbs sooner: to the manager two days before at the latest, to legal one
   day before; never on the day of the first message, and never both on one day.
3. What would climb after the act-by date does not.
4. An answer or a decision stops it. What was sent before stays sent, on its day, whatever changes later.
5. ``days`` 0: it never climbs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from core.rules.calendars import Calendar
from renewals.rules.standing import Standing

TO_MANAGER: Final = "renewals.climb_manager"
TO_LEGAL: Final = "renewals.climb_legal"
CLIMBS: Final = (TO_MANAGER, TO_LEGAL)

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_WEEKDAYS: Final = Calendar("Monday to Friday", lambda day: day.weekday() < _SATURDAY)


def climbs_of(
    standing: Standing, act_by: date, days: int, calendar: Calendar | None
) -> tuple[tuple[str, date], ...]:
    """Return to whom a period climbs, and on which day.

    Args:
        standing: What was sent, and what people answered.
        act_by: The act-by date of the period.
        days: Working days without an answer, for each step.
        calendar: Whose working days count; None: Monday to Friday.
    """
    if standing.is_answered or standing.first_reminded_date is None or not days:
        return ()
    return tuple(_steps(standing, standing.first_reminded_date, act_by, days, calendar))


def _steps(
    standing: Standing, first: date, act_by: date, days: int, calendar: Calendar | None
) -> Iterator[tuple[str, date]]:
    before = first
    for kind, latest in ((TO_MANAGER, act_by - 2 * _DAY), (TO_LEGAL, act_by - _DAY)):
        wanted = min((calendar or _WEEKDAYS).add(before, days), latest)
        day = standing.climbed.get(kind) or max(wanted, before + _DAY)
        if day > act_by:
            return
        yield kind, day
        before = day
