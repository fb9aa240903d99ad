"""What a monitor tells, and what becomes of the outages on record: told twice, it happens once.

1. ``down`` opens an outage at its instant, ``up`` closes the open one at its instant.
2. With a ``ref`` the outage is known by it, whatever else the source has open: a ``down`` of a known ref
   and an ``up`` of one that is closed change nothing.
3. Without a ``ref`` it is the outage of this source at that instant: a ``down`` within it changes nothing,
   an ``up`` closes the open one that began last, no later than its instant. An ``up`` within or at the end of
   one that is closed was told before, or too late.
4. ``up`` without anything open has nothing to close; that is no error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from core.rules.choice import Word

DOWN: Final = "down"
UP: Final = "up"


class Outcome(Word):
    """What became of an event."""

    OPENED = "opened"
    CLOSED = "closed"
    UNCHANGED = "unchanged"
    NOTHING_TO_CLOSE = "nothing_to_close"


@dataclass(frozen=True, slots=True)
class HeldOutage:
    """An outage on record of the same service and source, with its key.

    Attributes:
        key: What finds it again.
        ref: What its source calls it.
        start: When it began.
        end: When it was over; None while it is open.
    """

    key: int
    ref: str
    start: dt.datetime
    end: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an event does, and to which outage; ``key`` is None for a new one and for nothing."""

    outcome: Outcome
    key: int | None = None


def answer_to(status: str, ref: str, at: dt.datetime, held: Iterable[HeldOutage]) -> Answer:
    """Return what an event does.

    Args:
        status: ``down`` or ``up``.
        ref: What the source calls the incident; may be blank.
        at: The instant of the event.
        held: Outages of the same service and source that are on record: those with the ref, or without a
            ref those that began by ``at`` or are open.
    """
    found = sorted(held, key=lambda one: (one.start, one.key), reverse=True)
    if ref:
        found = [one for one in found if one.ref == ref]
        return _down_known(found) if status == DOWN else _up_known(found)
    return _down_at(at, found) if status == DOWN else _up_at(at, found)


def _down_known(found: list[HeldOutage]) -> Answer:
    return Answer(Outcome.UNCHANGED, found[0].key) if found else Answer(Outcome.OPENED)


def _up_known(found: list[HeldOutage]) -> Answer:
    if not found:
        return Answer(Outcome.NOTHING_TO_CLOSE)
    return Answer(Outcome.CLOSED if found[0].end is None else Outcome.UNCHANGED, found[0].key)


def _down_at(at: dt.datetime, found: list[HeldOutage]) -> Answer:
    for one in found:
        if one.start == at or (one.start < at and (one.end is None or one.end > at)):
            return Answer(Outcome.UNCHANGED, one.key)
    return Answer(Outcome.OPENED)


def _up_at(at: dt.datetime, found: list[HeldOutage]) -> Answer:
    begun = [one for one in found if one.start <= at]
    for one in begun:
        if one.end is None:
            return Answer(Outcome.CLOSED, one.key)
    for one in begun:
        if one.end is not None and one.end >= at:
            return Answer(Outcome.UNCHANGED, one.key)
    return Answer(Outcome.NOTHING_TO_CLOSE)
