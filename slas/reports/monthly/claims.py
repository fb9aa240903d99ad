"""The money of a monthly report: claims, and the pipeline of all credits."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from django.urls import reverse

from core.rules.section import Cell, SectionTable
from core.rules.wording import money_text, short_date
from slas.models import Claim, ResultVersion
from slas.reports.claims import asked_words, left_words, lost_of, period_of, word_of_claim
from slas.reports.pipeline import ShownPipeline, ShownPipelines
from slas.reports.sections import ChartWithTable, Columns, ReportSection, cells, left_out, table_of
from slas.rules.claim import OPEN
from slas.rules.credit import CreditStatus
from slas.rules.credit_total import UNKNOWN
from slas.rules.report_month import ReportMonth

MOST_CLAIMS: Final = 300
_CLAIMS: Final[Columns] = (
    ("Claim", "long"),
    ("State", "status"),
    ("Asked", "money"),
    ("Granted", "money"),
    ("Lost", "money"),
    ("Last day to claim", "text"),
)
_STATES: Final[Columns] = (
    ("State", "long"),
    ("Claims", "money"),
    ("Asked", "money"),
    ("Granted", "money"),
    ("Lost", "money"),
)


def claims_section(
    claims: Sequence[Claim], month: ReportMonth, on: dt.date, *, is_portfolio: bool = False
) -> ReportSection:
    """Return the claims of periods that ended in the month, and those of others that are still open.

    Args:
        claims: All that the reader sees, with contract and vendor joined.
        month: The month.
        on: The present day where the report is read.
        is_portfolio: Whether rows name their contract.
    """
    of_month = [one for one in claims if month.holds(one.period_last_date)]
    others = [one for one in claims if one.status in OPEN and one not in of_month]
    tables = [
        _table(
            f"Claims for periods that ended in {month.name}",
            of_month,
            on,
            is_portfolio,
            "Nothing is claimed for periods that ended in this month.",
        )
    ]
    if others:
        tables.append(_table("Claims of other periods that are still open", others, on, is_portfolio, ""))
    return ReportSection(key="claims", label="Credits and claims", tables=tuple(tables))


def pipeline_section(found: ShownPipelines) -> ReportSection:
    """Return the money of all claims by state, a chart and its table for each currency."""
    told = []
    if not found:
        told.append("There are no claims yet.")
    elif found.without:
        claims = "1 claim has" if found.without == 1 else f"{found.without:,} claims have"
        told.append(f"{claims} no amount of money: days, or not known yet.")
    if found:
        told.append("All claims, of every month; withdrawn ones are left out.")
    charts = tuple(_chart(one) for one in found.pipelines)
    return ReportSection(key="pipeline", label="Credits by state", note=" ".join(told), charts=charts)


def credit_sums(versions: Iterable[ResultVersion]) -> str:
    """Add up the credits that are due by their schemes, by currency, before caps; blank for none.

    Those of missed promises that are not known, or not decided about, are counted.
    """
    sums: dict[str, Decimal] = defaultdict(Decimal)
    open_count = 0
    for one in versions:
        if one.credit_status == CreditStatus.DUE and one.credit_amount:
            sums[one.credit_currency] += one.credit_amount
        elif one.is_met is False and one.credit_status in UNKNOWN:
            open_count += 1
    told = [money_text(sums[currency], currency) for currency in sorted(sums)]
    return ", ".join(told + ([f"{open_count:,} not known yet"] if open_count else []))


def _table(
    caption: str, claims: Sequence[Claim], on: dt.date, is_portfolio: bool, empty: str
) -> SectionTable:
    first = sorted(claims, key=lambda one: (one.last_date or dt.date.max, one.period_last_date, one.pk))
    rows = [_row(one, on, is_portfolio) for one in first[:MOST_CLAIMS]]
    note = left_out(len(claims), len(rows), "claims")
    return table_of(caption, _CLAIMS, rows, empty=empty, note=note)


def _row(one: Claim, on: dt.date, is_portfolio: bool) -> tuple[Cell, ...]:
    name = period_of(one)
    if is_portfolio:
        name = f"{name}: {one.contract.vendor.name}, {one.contract.number}"
    word, lost, granted = word_of_claim(one), lost_of(one), one.accepted_amount
    last = short_date(one.last_date) if one.last_date else ""
    return cells(
        Cell(name, url=reverse("sla_claim", args=[one.pk])),
        Cell(word.text, word.kind),
        asked_words(one),
        "" if granted is None else money_text(granted, one.currency),
        money_text(lost.amount, lost.currency) if lost else "",
        ", ".join(part for part in (last, left_words(one, on)) if part),
    )


def _chart(found: ShownPipeline) -> ChartWithTable:
    rows = [
        cells(
            Cell(one.label, one.look), Cell(f"{one.count:,}", url=one.url), one.asked, one.granted, one.lost
        )
        for one in found.stages
    ]
    if found.lost:
        rows.append(cells("All states", "", "", "", found.lost))
    table = table_of(f"Credits by state, {found.currency}", _STATES, rows, empty="")
    return ChartWithTable(caption=found.currency, words=found.words, table=table, pipeline=found)
