"""The shapes that apps and the pipeline exchange: what is owed, for which subject, to whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo, available_timezones

_ZONES = frozenset(available_timezones())


def zone_name(name: str) -> str:
    """Return ``name`` when it is an IANA time zone known here, else ``UTC``."""
    return name if name in _ZONES else "UTC"


def date_in(zone: str, now: dt.datetime) -> dt.date:
    """Return the calendar date in an IANA time zone at an instant; unknown zones count as UTC."""
    return now.astimezone(ZoneInfo(zone_name(zone))).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A date of one subject that a ladder of reminders counts back from.

    Attributes:
        kind: Key of the reminder kind.
        subject_id: The subject within its type.
        period_key: Names the period; the same key is never reminded of twice for one offset. It begins with
            the date it is about; what follows a ``>`` tells apart several periods about one date.
        reference_date: The day counted back from.
        ladder: Offsets in days before the reference date; 0 is the day itself.
        timezone: The subject's own zone, in which days begin and end.
        floor_date: Rungs before this day are not owed (a term had not begun); offset 0 always is.
        skip_reason: Where not empty, rows that do not exist yet are recorded as not sent, for this reason.
        passed_before: Where a policy changed: rungs due before this day that were not owed until then are
            recorded as not sent. None: they are sent late.
    """

    kind: str
    subject_id: int
    period_key: str
    reference_date: dt.date
    ladder: tuple[int, ...]
    timezone: str = "UTC"
    floor_date: dt.date = dt.date.min
    skip_reason: str = ""
    passed_before: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder that is owed according to the subjects alone; the reconciler's word."""

    kind: str
    subject_id: int
    period_key: str
    offset_days: int
    due_date: dt.date
    reference_date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person (or bare address) in the chain, and whether mail can reach them.

    Attributes:
        role: In which capacity, completing "to Ana Ruiz as …": ``owner``, ``backup owner`` …
        why_not: Empty when mail can be delivered; else why it cannot (``is deactivated`` …).
        gathers_in: The time zone of somebody who chose one message a day; empty: each message by itself.
    """

    role: str
    name: str
    address: str
    user_id: int | None = None
    why_not: str = ""
    gathers_in: str = ""

    @property
    def key(self) -> str:
        """The identity by which one person gets one message."""
        return f"user:{self.user_id}" if self.user_id else f"address:{self.address.casefold()}"


#: Levels in order; mail goes to everybody deliverable on the first level that has anybody.
Chain = tuple[tuple[Recipient, ...], ...]


@dataclass(frozen=True, slots=True)
class SubjectLink:
    """How a subject is named and where its page is."""

    label: str
    url: str
