"""Headers that cannot be injected, text and HTML that say the same, and the calendar entry."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from dataclasses import replace

import icalendar
import pytest

from core.mail.clean import clean_header, clean_text
from core.mail.letter import CalendarEntry, Letter
from core.mail.rendering import calendar_file, render_letter

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
LETTER = Letter(
    subject="[Act by Mon 30 Nov] Nord Cloud, Hosting (C-2041)",
    status="▲ Act by Mon 30 Nov 2026",
    headline="Nord Cloud · Hosting",
    lead="Renews on 1 Mar 2027, € 412,000.",
    paragraphs=("This message is 2 days late.",),
    facts=(("Vendor", "Nord Cloud"), ("To", "Head of Contracts\nBerlin")),
    button=("Open the contract", "https://tk.example/contracts/7/"),
    why="You get this as owner.",
    calendar=CalendarEntry("act-7", "Act by: Nord Cloud", dt.date(2026, 11, 30), "Do it", 1),
)


def built(letter: Letter = LETTER, to: str = "ana@example.invalid"):
    """Return the message as a reader's program parses it."""
    message = render_letter(letter, to=to, message_id="<abc@example.invalid>", sent_at=NOW)
    return email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Nord\r\nBcc: evil@example.com", "Nord Bcc: evil@example.com"),
        ("a\x00b\x0bc", "a b c"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("\u2066x\u2069\u200by", "xy"),
        ("  two   blanks ", "two blanks"),
        ("x" * 300, "x" * 199 + "…"),
        ("Ünïcode € 漢字", "Ünïcode € 漢字"),
    ],
)
def test_a_header_is_one_plain_line(given, kept):
    assert clean_header(given) == kept


def test_a_text_keeps_its_line_breaks_and_loses_controls():
    assert clean_text("a\r\nb\u202e\x07\tc") == "a\nb\tc"


def test_a_title_with_line_breaks_adds_no_header():
    message = built(replace(LETTER, subject="Nord\r\nBcc: evil@example.com\r\n\r\nbody"))
    assert message["Bcc"] is None
    assert message["Subject"] == "Nord Bcc: evil@example.com body"


def test_an_address_with_line_breaks_adds_no_header():
    assert built(to="ana@example.invalid\nBcc: evil@example.com")["Bcc"] is None


def test_programs_can_tell_that_it_is_automatic():
    message = built()
    assert message["Message-ID"] == "<abc@example.invalid>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "<reminders." in message["List-Id"]


def test_text_and_html_say_the_same():
    message = built()
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    said = ("Renews on 1 Mar 2027", "2 days late", "Head of Contracts", "Open the contract", "as owner")
    for words in said:
        assert words in text
        assert words in html


def test_markup_in_a_title_is_shown_and_not_obeyed():
    html = built(replace(LETTER, headline="<img src=x onerror=alert(1)>")).get_body(("html",)).get_content()
    assert "<img" not in html
    assert "&lt;img" in html


def test_the_calendar_entry_is_a_whole_day_with_an_alarm():
    calendar = icalendar.Calendar.from_ical(calendar_file([LETTER.calendar], NOW))
    (event,) = calendar.walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    assert event.decoded("dtstart") == dt.date(2026, 11, 30)
    assert event.decoded("dtend") == dt.date(2026, 12, 1)
    assert alarm.decoded("trigger") == dt.timedelta(hours=-15)


def test_the_calendar_entry_comes_as_an_attachment():
    (part,) = built().iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "day.ics")
