"""The term of a contract as a strip: where the window, the days to act and today lie.

Places run from 0 to 1000, proportional to days; the strip spans the present term, widened so that today and
every date is on it. The same dates stand beside it as text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

WIDTH: Final = 1000
MARGIN: Final = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A date on the strip: ``kind`` is its style, ``sign`` what stands before its words."""

    kind: str
    sign: str
    words: str
    day: dt.date
    x: int


@dataclass(frozen=True, slots=True)
class Strip:
    """A drawn term; ``window_x`` and ``window_width`` are zero where no window is known."""

    marks: tuple[Mark, ...]
    today_x: int
    window_x: int = 0
    window_width: int = 0
    is_window_over: bool = False

    @property
    def words(self) -> str:
        """Say everything that the strip shows, for whoever does not see it."""
        return "; ".join(f"{mark.words} {mark.day.isoformat()}" for mark in self.marks)


_DATES: Final = (
    ("term_start", "start", "●", "Term begins"),
    ("earliest_notice_date", "opens", "□", "Notice window opens"),
    ("act_by_date", "act", "▲", "Act by"),
    ("notice_by_date", "missed", "┤", "Notice by"),
    ("term_end", "end", "┤", "Term ends"),
)


def strip_of(deadline: Any, on: dt.date) -> Strip | None:
    """Return the strip of a deadline on a day; None where fewer than two dates are known."""
    known = [
        (name, kind, sign, words, getattr(deadline, name))
        for name, kind, sign, words in _DATES
        if getattr(deadline, name)
    ]
    if len(known) < 2:
        return None
    days = [entry[4] for entry in known] + [on]
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def place(day: dt.date) -> int:
        return MARGIN + round((day - first).days * (WIDTH - 2 * MARGIN) / span)

    marks = tuple(Mark(kind, sign, words, day, place(day)) for _, kind, sign, words, day in known)
    opens, closes = deadline.earliest_notice_date, deadline.notice_by_date
    if not (opens and closes):
        return Strip(marks, place(on))
    width = max(place(closes) - place(opens), 2)
    return Strip(marks, place(on), place(opens), width, on > closes)
