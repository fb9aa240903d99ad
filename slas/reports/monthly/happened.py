"""What happened to the services of a contract in a month: outages, and what is asked to be excused."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from django.urls import reverse

from core.rules.section import Cell
from core.rules.wording import short_date
from slas.models import Exclusion, Outage
from slas.reports.judged import REFUSALS, VERDICTS, minutes_words, moment_words
from slas.reports.monthly.results import MonthResult
from slas.reports.sections import Columns, ReportSection, cells, left_out, table_of
from slas.rules.availability_result import Availability
from slas.rules.availability_terms import Verdict
from slas.rules.interval import Interval, in_minutes
from slas.rules.wall_clock import zone_named

MOST_OUTAGES: Final = 500
MOST_EXCLUSIONS: Final = 200
_OUTAGES: Final[Columns] = (
    ("Service and outage", "long"),
    ("From", "moment"),
    ("To", "moment"),
    ("Minutes in the month", "money"),
    ("What became of it", "text"),
)
_EXCLUSIONS: Final[Columns] = (
    ("Service and exclusion", "long"),
    ("From", "moment"),
    ("To", "moment"),
    ("State", "status"),
    ("It excuses", "text"),
)


class Happened:
    """The month of a contract in one zone, with the judged results that say what became of each outage."""

    def __init__(self, span: Interval, zone: str, results: Sequence[MonthResult], now: dt.datetime) -> None:
        self._span, self._zone, self._now = span, zone, now
        self._measured = [(one, one.found.availability) for one in results if one.found.availability]

    def outages(self, user: Any, contract_id: int) -> ReportSection:
        """Return the outages that touch the month, those that count nothing too, and what became of them."""
        seen = Outage.objects.visible_to(user).filter(service__contract_id=contract_id)
        rows = seen.touching(*self._span).select_related("service").order_by("start_at", "pk")
        found = list(rows[: MOST_OUTAGES + 1])
        more = "There are more: all of them stand on the page of outages." if found[MOST_OUTAGES:] else ""
        told = (self._outage(one) for one in found[:MOST_OUTAGES])
        overlap = "Minutes in which outages overlap stand with each of them and count once."
        note = f"{more} {overlap}".strip() if found else ""
        caption = f"Times in UTC, below them in {self._zone}"
        empty = "No outage is recorded in this month."
        return ReportSection(
            key="outages",
            label="Outages",
            tables=(table_of(caption, _OUTAGES, told, empty=empty, note=note),),
        )

    def exclusions(self, user: Any, contract_id: int) -> ReportSection:
        """Return the exclusions that touch the month, the rejected ones too, with what each excuses."""
        seen = Exclusion.objects.visible_to(user).filter(contract_id=contract_id).touching(*self._span)
        found = list(seen.select_related("service", "approved_by").order_by("start_at", "pk"))
        told = (self._exclusion(one) for one in found[:MOST_EXCLUSIONS])
        note = left_out(len(found), MOST_EXCLUSIONS, "exclusions")
        caption = f"Times in UTC, below them in {self._zone}"
        empty = "No exclusion is recorded in this month: nothing is excused."
        return ReportSection(
            key="exclusions",
            label="Exclusions",
            tables=(table_of(caption, _EXCLUSIONS, told, empty=empty, note=note),),
        )

    def _outage(self, one: Outage) -> tuple[Cell, ...]:
        end = min(one.end_at or self._now, self._span.end)
        start = max(one.start_at, self._span.start)
        name = one.ref or f"#{one.pk}"
        told = ", ".join(part for part in (name, one.source, one.summary) if part)
        return cells(
            Cell(f"{one.service}\n{told}", url=_outages_url(one)),
            self._moment(one.start_at),
            self._moment(one.end_at) if one.end_at else "still open",
            minutes_words(in_minutes(max(end - start, dt.timedelta()))),
            self._fate(one, name),
        )

    def _fate(self, outage: Outage, name: str) -> str:
        """Say whether an outage counts, or why not, with its minutes by each target of its service."""
        if outage.voided_reason:
            return f"does not count: {outage.voided_reason}"
        record = outage.service.source_of_record
        if record and record != outage.source:
            return f"does not count: the source of record is {record}"
        told = [
            _by_verdict(found, name, Interval(outage.start_at, outage.end_at or self._now))
            for result, found in self._measured
            if result.target.service_id == outage.service_id
        ]
        return "; ".join(dict.fromkeys(filter(None, told))) or "no availability of it was judged"

    def _exclusion(self, one: Exclusion) -> tuple[Cell, ...]:
        name = one.ref or f"#{one.pk}"
        told = f"{one.get_kind_display()} {name}{f': {one.reason}' if one.reason else ''}"
        return cells(
            f"{one.service or 'All services'}\n{told}",
            self._moment(one.start_at),
            self._moment(one.end_at),
            _state(one),
            _excused(one) or self._excuses(one, name),
        )

    def _excuses(self, exclusion: Exclusion, name: str) -> str:
        """Say what an exclusion excuses, or why nothing; by service where the answers differ."""
        told = list(self._told_of(exclusion, name))
        answers = {answer for _, answer in told}
        if len(answers) == 1:
            return answers.pop()
        return "; ".join(f"{service}: {answer}" for service, answer in told) or "no downtime lies in it"

    def _told_of(self, exclusion: Exclusion, name: str) -> Iterator[tuple[str, str]]:
        for result, found in self._measured:
            if exclusion.service_id not in (None, result.target.service_id):
                continue
            refused = [one.reason for one in found.refused if one.exclusion.ref == name]
            minutes = sum((one.minutes for one in found.stretches if name in one.exclusions), Fraction(0))
            if refused:
                yield str(result.target.service), f"nothing: {REFUSALS[refused[0]]}"
            elif minutes:
                yield str(result.target.service), f"{minutes_words(minutes)} minutes"

    def _moment(self, at: dt.datetime) -> str:
        """Write an instant in UTC and, below it, where the contract counts."""
        told = moment_words(at.astimezone(dt.UTC))
        if self._zone == "UTC":
            return told
        return f"{told}\n{moment_words(at.astimezone(zone_named(self._zone)))}"


def _by_verdict(found: Availability, name: str, lasted: Interval) -> str:
    """Say how many minutes of an outage count, and why others do not: ``counts 54, excused 20``."""
    minutes: dict[Verdict, Fraction] = defaultdict(Fraction)
    for one in found.stretches:
        if name in one.outages:
            shared = min(one.end, lasted.end) - max(one.start, lasted.start)
            minutes[one.verdict] += in_minutes(max(shared, dt.timedelta()))
    told = (verdict for verdict in Verdict if minutes[verdict])
    return ", ".join(f"{VERDICTS[verdict]} {minutes_words(minutes[verdict])}" for verdict in told)


def _state(one: Exclusion) -> Cell:
    if one.rejected_reason:
        return Cell("Rejected", "missed")
    if one.approved_at is None:
        return Cell("Not answered", "act")
    by = f" by {one.approved_by}" if one.approved_by else ""
    return Cell(f"Approved{by}, {short_date(one.approved_at.date())}", "active")


def _excused(one: Exclusion) -> str:
    """Say why an exclusion that was rejected excuses nothing; blank for another."""
    return f"nothing: {one.rejected_reason}" if one.rejected_reason else ""


def _outages_url(one: Outage) -> str:
    return reverse("sla_outages", args=[one.service.contract_id])
