"""Service hours as a person writes them: ``Mon-Fri 08:00-18:00, Sat 09:00-12:00``; blank: around the clock.

1. Days are Mon, Tue, Wed, Thu, Fri, Sat, Sun, or a range of them; a range may go over the weekend (Fri-Mon).
2. Behind the days stands at least one opening, from and to, 00:00 to 24:00. One that ends before it begins,
   such as 22:00-06:00, goes on into the next day.
3. Openings of one day that overlap or touch are one. A day that is not named is closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
END: Final = 24 * 60
EXAMPLE: Final = "Mon-Fri 08:00-18:00, Sat 09:00-12:00"
_PART: Final = re.compile(
    r"(?P<first>[A-Za-z]{2,9})(?:\s*[-–]\s*(?P<last>[A-Za-z]{2,9}))?"
    r"(?P<times>(?:\s+\d{1,2}:\d{2}\s*[-–]\s*\d{1,2}:\d{2})+)"
)
_TIMES: Final = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
Week = list[list[list[int]]]


class HoursTextError(ValueError):
    """Raised for a text that says no service hours; the message says which part, and what would do."""


def read_hours(text: str) -> Week | None:
    """Return the openings of Monday to Sunday in minutes of the day; None for around the clock.

    Raises:
        HoursTextError: If a part of the text cannot be read.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    if not parts:
        return None
    week: Week = [[] for _ in DAYS]
    for part in parts:
        found = _PART.fullmatch(part)
        if found is None:
            raise HoursTextError(f"“{part[:60]}” says no hours. Write them as {EXAMPLE}.")
        for weekday in _days(found["first"], found["last"] or found["first"]):
            for opens, closes in _openings(found["times"]):
                _open(week, weekday, opens, closes)
    return [_joined(day) for day in week]


def hours_text(week: Iterable[Iterable[Iterable[int]]] | None) -> str:
    """Return openings as a person writes them; empty for around the clock."""
    if week is None:
        return ""
    told = [" ".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in day) for day in week]
    found = []
    for times, group in groupby(range(len(told)), key=lambda at: told[at]):
        days = list(group)
        if times:
            name = DAYS[days[0]] if len(days) == 1 else f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
            found.append(f"{name} {times}")
    return ", ".join(found)


def _days(first: str, last: str) -> list[int]:
    at, to = _day(first), _day(last)
    return [(at + more) % len(DAYS) for more in range((to - at) % len(DAYS) + 1)]


def _day(name: str) -> int:
    short = name[:3].title()
    if short not in DAYS:
        raise HoursTextError(f"“{name[:20]}” is no day. Days are {', '.join(DAYS)}.")
    return DAYS.index(short)


def _openings(times: str) -> Iterator[tuple[int, int]]:
    for hour, minute, to_hour, to_minute in _TIMES.findall(times):
        opens, closes = int(hour) * 60 + int(minute), int(to_hour) * 60 + int(to_minute)
        if max(int(minute), int(to_minute)) > 59 or max(opens, closes) > END or opens in (closes, END):
            raise HoursTextError(f"“{times.strip()[:40]}” is no time from and to. Use 00:00 to 24:00.")
        yield opens, closes


def _open(week: Week, weekday: int, opens: int, closes: int) -> None:
    if closes > opens:
        week[weekday].append([opens, closes])
        return
    week[weekday].append([opens, END])
    if closes:
        week[(weekday + 1) % len(DAYS)].append([0, closes])


def _joined(openings: list[list[int]]) -> list[list[int]]:
    found: list[list[int]] = []
    for opens, closes in sorted(openings):
        if found and opens <= found[-1][1]:
            found[-1][1] = max(found[-1][1], closes)
        else:
            found.append([opens, closes])
    return found


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
