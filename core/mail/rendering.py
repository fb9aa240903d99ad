"""From a letter to a mail message: HTML and text that say the same, and the calendar entry.

1. The HTML is 600 px wide at most, styled inline, and readable in dark mail programs.
2. Every text is cleaned (``core.mail.clean``) and escaped.
3. The Message-ID is given by the caller; ``Auto-Submitted`` and, for reminders, ``List-Id`` let programs
   sort it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlparse

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from icalendar import Alarm, Calendar, Event

from core.mail.clean import clean_header, clean_text
from core.mail.letter import CalendarEntry, Letter


def render_letter(
    letter: Letter, *, to: str, message_id: str, sent_at: dt.datetime, is_reminder: bool = True
) -> EmailMultiAlternatives:
    """Return the message for one recipient, ready for a mail backend.

    Args:
        letter: What it says.
        to: One address.
        message_id: With its angle brackets; the same for a repeat of the same message.
        sent_at: Stamped into the calendar entry.
        is_reminder: Whether it belongs to the reminders that a mail program may sort into a folder.
    """
    cleaned = _cleaned(letter)
    with translation.override(cleaned.language):
        context = {"letter": cleaned, "site_url": settings.SITE_URL}
        text = render_to_string("core/mail/letter.txt", context)
        html = render_to_string("core/mail/letter.html", context)
    message = EmailMultiAlternatives(
        subject=clean_header(letter.subject),
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[clean_header(to)],
        headers={
            "Message-ID": message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": cleaned.language,
            **({"List-Id": f"Termkeeper reminders <reminders.{_host()}>"} if is_reminder else {}),
        },
    )
    message.attach_alternative(html, "text/html")
    if entries := _entries(letter):
        name = "day.ics" if letter.calendar else "reminders.ics"
        message.attach(name, calendar_file(entries, sent_at), "text/calendar")
    return message


def _entries(letter: Letter) -> list[CalendarEntry]:
    """Return the days that a letter and its parts have for the calendar, each once."""
    found = [letter.calendar, *(part.calendar for part in letter.parts)]
    return list({entry.uid: entry for entry in found if entry}.values())


def _cleaned(letter: Letter) -> Letter:
    label, address = letter.button
    return replace(
        letter,
        subject=clean_header(letter.subject),
        status=clean_header(letter.status),
        headline=clean_header(letter.headline),
        lead=clean_text(letter.lead),
        paragraphs=tuple(clean_text(paragraph) for paragraph in letter.paragraphs),
        parts=tuple(
            replace(
                part,
                status=clean_header(part.status),
                headline=clean_header(part.headline),
                text=clean_text(part.text),
            )
            for part in letter.parts
        ),
        facts=tuple((clean_header(name), clean_text(value)) for name, value in letter.facts),
        button=(clean_header(label), address),
        why=clean_text(letter.why),
    )


def _host() -> str:
    return urlparse(settings.SITE_URL).hostname or "termkeeper.invalid"


def calendar_file(entries: Sequence[CalendarEntry], stamped_at: dt.datetime) -> str:
    """Return an iCalendar file (RFC 5545): a whole-day event for each entry, with an alarm at nine."""
    calendar = Calendar()
    calendar.add("prodid", "-//Termkeeper//Reminders//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry, stamped_at))
    return calendar.to_ical().decode()


def _event(entry: CalendarEntry, stamped_at: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{_host()}")
    event.add("dtstamp", stamped_at)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + dt.timedelta(days=1))
    event.add("summary", clean_header(entry.summary))
    event.add("description", clean_text(entry.description))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", clean_header(entry.summary))
    alarm.add("trigger", dt.timedelta(hours=9) - dt.timedelta(days=entry.alarm_days))
    event.add_component(alarm)
    return event
