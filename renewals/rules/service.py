"""Serving a notice: when it counts as received, whether that is in time, and how a service moves on.

1. Deemed receipt is that of the method as agreed: the day after sending is day 1, counted in the calendar of
   the notice rule; 0 is the day of sending, or the next business day where that day is not worked. Calendar
   days need no calendar and end on any day. Without an agreed method, or without a calendar to count business
   days in, only actual receipt counts: nothing is guessed.
2. Where sending is the test, a notice is in time when it is sent by notice-by; where receipt is the test,
   when it is received, or counts as received, by notice-by.
3. Where receipt is not known, a notice sent after send-by is called so: it may still arrive in time.
4. A late notice is recorded all the same: it can count for the next exit, and the record must be true.
5. A service moves only along the rows of ``TRANSITIONS``; one that was withdrawn serves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from core.rules.calendars import Calendar, UnknownCalendarError, calendar_named
from core.rules.periods import add_days
from renewals.rules.notice import NoticeRule, NoticeTest


class ServiceStatus(StrEnum):
    """What became of a notice that was sent."""

    SERVED = "served"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


#: These serve the notice; a disputed service does until a court or the parties say otherwise.
SERVING: Final = frozenset({ServiceStatus.SERVED, ServiceStatus.ACKNOWLEDGED, ServiceStatus.DISPUTED})


@dataclass(frozen=True, slots=True)
class ServiceMove:
    """One permitted move of a service."""

    verb: str
    source: ServiceStatus
    target: ServiceStatus
    label: str
    needs_reason: bool = False


_SERVED, _ACKNOWLEDGED = ServiceStatus.SERVED, ServiceStatus.ACKNOWLEDGED
_DISPUTED, _WITHDRAWN = ServiceStatus.DISPUTED, ServiceStatus.WITHDRAWN

TRANSITIONS: Final[tuple[ServiceMove, ...]] = (
    ServiceMove("acknowledge", _SERVED, _ACKNOWLEDGED, "Record acknowledgement"),
    ServiceMove("dispute", _SERVED, _DISPUTED, "Record dispute", needs_reason=True),
    ServiceMove("withdraw", _SERVED, _WITHDRAWN, "Withdraw", needs_reason=True),
    ServiceMove("acknowledge", _DISPUTED, _ACKNOWLEDGED, "Record acknowledgement"),
    ServiceMove("withdraw", _DISPUTED, _WITHDRAWN, "Withdraw", needs_reason=True),
    ServiceMove("withdraw", _ACKNOWLEDGED, _WITHDRAWN, "Withdraw", needs_reason=True),
)


def find_service_move(verb: str, status: str) -> ServiceMove | None:
    """Return the move that ``verb`` makes from ``status``, None when the table has no such row."""
    return next((move for move in TRANSITIONS if move.verb == verb and move.source == status), None)


def service_moves_from(status: str) -> tuple[ServiceMove, ...]:
    """Return the moves that a service in ``status`` may make, in table order."""
    return tuple(move for move in TRANSITIONS if move.source == status)


def deemed_received(rule: NoticeRule | None, method: str, sent: date) -> date | None:
    """Return the day on which a notice sent by a method counts as received, None where none is agreed."""
    if rule is None:
        return None
    wanted = method.strip().casefold()
    agreed = next((one for one in rule.methods if one.method.strip().casefold() == wanted), None)
    if agreed is not None and agreed.deemed_calendar_days is not None:
        return add_days(sent, agreed.deemed_calendar_days)
    if agreed is None or agreed.deemed_business_days is None:
        return None
    calendar = _calendar(rule)
    if calendar is None:
        return sent if agreed.deemed_business_days == 0 else None
    if agreed.deemed_business_days == 0:
        return calendar.on_or_after(sent)
    return calendar.add(sent, agreed.deemed_business_days)


def _calendar(rule: NoticeRule) -> Calendar | None:
    try:
        return calendar_named(rule.calendar) if rule.calendar else None
    except UnknownCalendarError:
        return None


class Timeliness(StrEnum):
    """Whether a notice was given in time."""

    IN_TIME = "in_time"
    AFTER_SEND_BY = "after_send_by"
    LATE = "late"
    UNKNOWN = "unknown"


def timeliness_of(
    *,
    test: NoticeTest,
    sent: date,
    received: date | None,
    send_by: date | None,
    notice_by: date | None,
) -> Timeliness:
    """Return whether a notice was given in time; all days inclusive.

    Args:
        test: What must have happened by notice-by.
        sent: When it was sent.
        received: When it was received or counts as received; None where that is not known.
        send_by: The last day to send it.
        notice_by: The last day to give it; None where there is none: then it is always in time.
    """
    if notice_by is None:
        return Timeliness.IN_TIME
    given = sent if test is NoticeTest.SENT else received
    if sent > notice_by or (given is not None and given > notice_by):
        return Timeliness.LATE
    if given is None:
        is_past = send_by is not None and sent > send_by
        return Timeliness.AFTER_SEND_BY if is_past else Timeliness.UNKNOWN
    return Timeliness.IN_TIME
