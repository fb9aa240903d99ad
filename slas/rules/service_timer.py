"""How long a response or a resolution took, counted in service hours and less its pauses.

1. The timer runs in the service hours alone, and around the clock where there are none.
2. While a ticket waits for somebody else it is paused. A pause without an end still lasts.
3. Monday 17:00, hours 08-18, 4 hours: one hour on Monday, three on Tuesday, due Tuesday 11:00.
4. It is due at the instant in which the allowed time is used up: at closing time, not at the next opening.
   It is late once more than that has run: nothing runs between closing and opening.
5. While it is paused without an end, nobody can say when it is due.
6. What is neither done nor late yet has not been judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from core.rules.choice import Word
from slas.rules.interval import (
    FOREVER,
    NO_TIME,
    Interval,
    Intervals,
    in_minutes,
    in_utc,
    length,
    subtract,
    union,
)
from slas.rules.outage import Outage
from slas.rules.service_hours import ServiceHours

#: How far ahead a due instant is looked for: longer than any closure that a timetable means.
FARTHEST: Final = dt.timedelta(days=3_660)
_STEP: Final = dt.timedelta(days=31)


class TimerState(Word):
    """Where a timer stands."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class TimerTerms:
    """What a contract allows for one severity.

    Attributes:
        allowed: How much service time a ticket may take.
        hours: When the timer runs; None for around the clock.

    Raises:
        ValueError: If the allowed time is negative.
    """

    allowed: dt.timedelta
    hours: ServiceHours | None = None

    def __post_init__(self) -> None:
        if self.allowed < NO_TIME:
            raise ValueError("allowed: is 0 or more")


@dataclass(frozen=True, slots=True)
class TimerResult:
    """How a timer stands, with the stretches in which it ran.

    Attributes:
        start: When it began.
        done: When the ticket was answered or solved; None while it is not.
        due: When the allowed time is used up; None while nobody can say.
        spent: How long it ran.
        allowed: How long it may run.
        state: Whether it runs, is paused, was met or missed.
        ran: The stretches that count.
    """

    start: dt.datetime
    done: dt.datetime | None
    due: dt.datetime | None
    spent: dt.timedelta
    allowed: dt.timedelta
    state: TimerState
    ran: Intervals

    @property
    def minutes(self) -> Fraction:
        """Return how many minutes it ran."""
        return in_minutes(self.spent)

    @property
    def is_met(self) -> bool | None:
        """Return whether the promise was kept; None while that is open."""
        return {TimerState.MET: True, TimerState.MISSED: False}.get(self.state)


Pause = Outage
"""A pause is noted as an outage is: a start, an end or none, and what it is called."""


def service_timer(
    terms: TimerTerms,
    start: dt.datetime,
    done: dt.datetime | None = None,
    pauses: Iterable[Pause] = (),
    *,
    now: dt.datetime,
) -> TimerResult:
    """Return how a timer stands at an instant.

    Args:
        terms: What is allowed.
        start: When the ticket was opened.
        done: When it was answered or solved; None while it is not.
        pauses: When it waited for somebody else.
        now: The instant of asking; a ticket that is not done has run up to it.

    Raises:
        NaiveInstantError: If a time has no zone.
        ValueError: If it was done before it was opened.
    """
    start, now = in_utc(start), in_utc(now)
    done = None if done is None else in_utc(done)
    if done is not None and done < start:
        raise ValueError("done: lies before the start")
    stopped = union(Interval(pause.start, pause.end or FOREVER) for pause in pauses)
    until = max(start, done or now)
    ran = tuple(_runs(terms.hours, stopped, Interval(start, until)))
    spent = length(ran)
    return TimerResult(
        start, done, _due(terms, stopped, start), spent, terms.allowed,
        _state(terms, spent, done, until, stopped), ran,
    )  # fmt: skip


def _state(
    terms: TimerTerms, spent: dt.timedelta, done: dt.datetime | None, until: dt.datetime, stopped: Intervals
) -> TimerState:
    if spent > terms.allowed:
        return TimerState.MISSED
    if done is not None:
        return TimerState.MET
    is_paused = any(pause.start <= until < pause.end for pause in stopped)
    return TimerState.PAUSED if is_paused else TimerState.RUNNING


def _runs(hours: ServiceHours | None, stopped: Intervals, span: Interval) -> Iterator[Interval]:
    yield from subtract((span,) if hours is None else hours.within(span), stopped)


def _due(terms: TimerTerms, stopped: Intervals, start: dt.datetime) -> dt.datetime | None:
    """Walk forward until the allowed time is used up."""
    left, begin, end = terms.allowed, start, start + FARTHEST
    if not left:
        return start
    while begin < end:
        for run in _runs(terms.hours, stopped, Interval(begin, begin + _STEP)):
            if run.end - run.start >= left:
                return run.start + left
            left -= run.end - run.start
        begin += _STEP
    return None
