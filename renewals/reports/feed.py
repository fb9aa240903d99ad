"""The personal calendar feed as an iCalendar file (RFC 5545).

1. Act-by and notice-by are those of the exit that can still be reached; terms end whatever was done.
2. It reaches from 30 days back to 400 days ahead, both inclusive, with at most 2,000 dates of a kind.
3. An event is known by contract and kind, so that a date that moves moves in the calendar too; its sequence
   is the version of the deadline. The same deadlines give the same file, byte by byte.
4. It is in its owner's language.
5. Act-by has alarms at nine o'clock, 7 days and 1 day before.
6. A day on which an amendment begins to change terms is an event of its own: it says how dates move.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlparse

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from contracts_app.models import Contract
from core.mail.clean import clean_header, clean_text
from core.mail.languages import language_of, weekday_date, written_in
from renewals.models import CalendarFeed, Deadline
from renewals.reminders.coming import ComingDate, coming_dates
from renewals.reminders.consequence import consequence_of
from renewals.reminders.names import notice_by_name

LOOKBACK: Final = dt.timedelta(days=30)
AHEAD: Final = dt.timedelta(days=400)
MOST: Final = 2_000
ALARM_DAYS: Final = (7, 1)
_ALARM_HOUR: Final = dt.timedelta(hours=9)
_KINDS: Final = (
    ("act-by", "reachable_act_by_date"),
    ("notice-by", "reachable_notice_by_date"),
    ("term-end", "term_end"),
)
_SAID: Final = (
    "reachable_act_by_date", "reachable_send_by_date", "reachable_notice_by_date", "renewal_date", "term_end",
)  # fmt: skip
_READ: Final = (
    "version", "computed_at", "status", *_SAID, "if_nobody_acts", "amount_at_stake", "currency",
    "contract__number", "contract__title", "contract__vendor__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeedFile:
    """The file, and the instant of the newest answer in it."""

    content: bytes
    newest_at: dt.datetime


def feed_file(feed: CalendarFeed, on: dt.date) -> FeedFile:
    """Return the calendar of a feed's owner on a day: what they may see now, within the feed's scope."""
    seen = Deadline.objects.visible_to(feed.owner).current()
    if feed.scope == CalendarFeed.Scope.MINE:
        seen = seen.filter(Q(contract__owner=feed.owner) | Q(contract__backup_owner=feed.owner))
    calendar = _empty_calendar()
    newest = feed.created_at
    with written_in(language_of(feed.owner)):
        for kind, column in _KINDS:
            for row in _rows(seen, column, on):
                calendar.add_component(_event(row, kind, column))
                newest = max(newest, row.computed_at)
        for coming in _coming(feed, on):
            calendar.add_component(_amendment_event(coming))
            newest = max(newest, coming.amendment.recorded_at)
    return FeedFile(calendar.to_ical(), newest)


def _coming(feed: CalendarFeed, on: dt.date) -> list[ComingDate]:
    """Return what amendments change within the reach of the feed, the earliest first."""
    contracts = Contract.objects.visible_to(feed.owner)
    if feed.scope == CalendarFeed.Scope.MINE:
        contracts = contracts.filter(Q(owner=feed.owner) | Q(backup_owner=feed.owner))
    found = [one for coming in coming_dates(contracts).values() for one in coming]
    near = [one for one in found if on - LOOKBACK <= one.day <= on + AHEAD]
    return sorted(near, key=lambda one: (one.day, one.amendment.pk))[:MOST]


def _amendment_event(coming: ComingDate) -> Event:
    """Return the day on which an amendment begins to count, with what it does to the dates."""
    contract = coming.contract
    name = f"{contract.vendor.name}, {contract.title} ({contract.number})"
    address = settings.SITE_URL + reverse("amendment", args=[coming.amendment.pk])
    event = Event()
    event.add("uid", f"amendment-{coming.amendment.pk}@{_host()}")
    event.add("dtstamp", coming.amendment.recorded_at)
    event.add("dtstart", coming.day)
    event.add("dtend", coming.day + dt.timedelta(days=1))
    event.add("summary", clean_header(terms_change(name)))
    event.add("description", clean_text(f"{coming.words}\n{address}"))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add("class", "CONFIDENTIAL")
    return event


def terms_change(name: str) -> str:
    """Return what the day is called on which an amendment begins to count."""
    return _("Terms change: {name}").format(name=name)


def _word(row: Deadline, column: str) -> str:
    words = {
        "reachable_act_by_date": _("Act by"),
        "reachable_send_by_date": _("Send by"),
        "reachable_notice_by_date": notice_by_name(row.if_nobody_acts),
        "renewal_date": _("Renews on"),
        "term_end": _("Ends"),
    }
    return words[column]


def _rows(seen: QuerySet[Any], column: str, on: dt.date) -> Iterator[Deadline]:
    running = seen.exclude(status=Deadline.Status.EXPIRED)
    chosen = running if column == "term_end" else running.to_act_on()  # type: ignore[attr-defined]
    span = chosen.filter(**{f"{column}__range": (on - LOOKBACK, on + AHEAD)})
    yield from span.select_related("contract__vendor").only(*_READ).order_by(column, "contract_id")[:MOST]


def _empty_calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Termkeeper//Calendar feed//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", "Termkeeper")
    calendar.add("x-wr-calname", "Termkeeper")
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    return calendar


def _event(row: Deadline, kind: str, column: str) -> Event:
    contract, day = row.contract, getattr(row, column)
    address = settings.SITE_URL + reverse("contract_deadline", args=[row.contract_id])
    summary = clean_header(
        f"{_word(row, column)}: {contract.vendor.name}, {contract.title} ({contract.number})"
    )
    event = Event()
    event.add("uid", f"{kind}-{row.contract_id}@{_host()}")
    event.add("sequence", row.version)
    event.add("dtstamp", row.computed_at)
    event.add("last-modified", row.computed_at)
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", clean_text(_description(row, address)))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add("class", "CONFIDENTIAL")
    for days in ALARM_DAYS if kind == "act-by" else ():
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", _ALARM_HOUR - dt.timedelta(days=days))
        event.add_component(alarm)
    return event


def _description(row: Deadline, address: str) -> str:
    """Say what happens if nobody acts, every date, and where the reasons are."""
    dates = ((_word(row, column), getattr(row, column)) for column in _SAID)
    lines = [consequence_of(row), *(f"{label} {weekday_date(day)}" for label, day in dates if day), address]
    return "\n".join(lines)


def _host() -> str:
    return urlparse(settings.SITE_URL).hostname or "termkeeper.invalid"
