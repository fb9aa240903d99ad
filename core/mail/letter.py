"""What a message says, before anybody decides how it looks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A day for the reader's calendar, sent along as an .ics file with an alarm.

    Attributes:
        uid: Stays the same for the same date of the same subject, so that a repeat updates the entry.
        summary: Its title.
        day: The whole day.
        description: What to do; plain text.
        alarm_days: The alarm rings so many days before, at nine in the morning.
    """

    uid: str
    summary: str
    day: dt.date
    description: str = ""
    alarm_days: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several things that one message is about.

    Attributes:
        status: Its status word, with its sign.
        headline: What it is about; leads to ``address``.
        address: Of its page.
        text: What happens if nobody acts, and further sentences.
        calendar: An entry for the reader's calendar, or None.
    """

    status: str
    headline: str
    address: str
    text: str
    calendar: CalendarEntry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message in the reader's language.

    Attributes:
        subject: The subject line.
        status: The status word at the top, with its sign, e.g. ``▲ Act by Mon 30 Nov 2026``.
        headline: What it is about, e.g. vendor and title.
        lead: The first line: what happens if nobody acts.
        paragraphs: Further sentences.
        parts: What a message about several things says of each.
        facts: Rows of the table of facts, label and value.
        button: Label and address of the one button.
        why: Why the reader gets this, and where to change it.
        language: Language code of the texts.
        calendar: An entry for the reader's calendar, or None.
    """

    subject: str
    status: str
    headline: str
    lead: str
    paragraphs: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    button: tuple[str, str] = ("", "")
    why: str = ""
    language: str = "en"
    calendar: CalendarEntry | None = field(default=None)
