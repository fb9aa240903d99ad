"""What was decided about a contract, and which notices were given, so far."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.urls import reverse
from django.utils.text import Truncator

from core.pages.status import StatusWord
from core.reminders.shapes import date_in
from core.rules.section import Cell, Heading, SectionContent, SectionTable
from core.rules.wording import short_date
from renewals.models import Decision, Notice
from renewals.reports.decision_words import what_is_left, word_of_status
from renewals.reports.service_words import word_of_notice
from renewals.reports.vendor_notice_words import what_it_means, word_of_vendor_notice

#: How many of each are listed, the latest ones.
MOST: Final = 15
_LONGEST_REASON: Final = 280
_DECISIONS: Final = (
    Heading("Decided", "date"),
    Heading("Decision"),
    Heading("State", "status"),
    Heading("By"),
    Heading("Reason", "long"),
)
_NOTICES: Final = (Heading("Date", "date"), Heading("Notice", "long"), Heading("State", "status"))


def past_section(contract: Any, user: Any, now: dt.datetime) -> SectionContent:
    """Return the decisions about a contract and the notices of both sides, the newest first."""
    return SectionContent(tables=(_decisions(contract, user), _notices(contract, user, now)))


def _decisions(contract: Any, user: Any) -> SectionTable:
    found = Decision.objects.about(contract.pk, user)[: MOST + 1]
    return SectionTable(
        "Decisions, the newest first",
        _DECISIONS,
        tuple(_decision(row) for row in found[:MOST]),
        "Nothing was decided yet.",
        _left_out(found),
    )


def _decision(row: Decision) -> tuple[Cell, ...]:
    left = what_is_left(row)
    state = StatusWord("act", left) if left else word_of_status(row)
    return (
        Cell(short_date(row.decided_at.date())),
        Cell(row.get_kind_display(), url=reverse("decision", args=[row.pk])),
        Cell(state.text, state.kind),
        Cell(str(row.decided_by)),
        Cell(Truncator(" ".join(row.reason.split())).chars(_LONGEST_REASON)),
    )


def _notices(contract: Any, user: Any, now: dt.datetime) -> SectionTable:
    on = date_in(contract.department.timezone, now)
    rows = Notice.objects.of_contract(contract.pk, user).prefetch_related("services")
    found = list(rows[: MOST + 1])
    return SectionTable(
        "Notices, the newest first",
        _NOTICES,
        tuple(_notice(row, on) for row in found[:MOST]),
        "No notice of either side is on record.",
        _left_out(found),
    )


def _notice(row: Notice, on: dt.date) -> tuple[Cell, ...]:
    if row.direction == Notice.Direction.OURS:
        day, state = row.letter_date or row.created_at.date(), word_of_notice(row, list(row.services.all()))
        words, url = f"Ours: {row.get_kind_display().lower()}", reverse("notice", args=[row.pk])
    else:
        day, state = row.received_date or row.created_at.date(), word_of_vendor_notice(row, on)
        words, url = what_it_means(row), reverse("vendor_notice", args=[row.pk])
    return Cell(short_date(day)), Cell(words, url=url), Cell(state.text, state.kind)


def _left_out(found: list[Any]) -> str:
    return f"Earlier ones are left out: these are the latest {MOST}." if len(found) > MOST else ""
