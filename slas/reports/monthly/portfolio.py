"""Reads the monthly report over all contracts that a reader sees: vendors, the worst first, and the money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.urls import reverse

from core.rules.section import Cell
from core.rules.wording import short_date, weekday_date
from slas.models import Claim, ResultVersion, SlaTarget
from slas.reports.agreed import promise_words
from slas.reports.attainment import newest_versions
from slas.reports.judged import credit_words, figure_of, figure_words
from slas.reports.monthly.claims import claims_section, credit_sums, pipeline_section
from slas.reports.monthly.figures import beside_section, key_figures_section
from slas.reports.monthly.results import is_awaited, kept_words, result_words
from slas.reports.monthly.shapes import MonthlyReport
from slas.reports.monthly.trends import portfolio_trend
from slas.reports.pipeline import read_pipelines
from slas.reports.sections import Columns, ReportSection, cells, left_out, table_of
from slas.reports.vendor_figures import figures_beside
from slas.rules.agreed_target import counting_for
from slas.rules.claim import OPEN
from slas.rules.report_month import ReportMonth

MOST_ROWS: Final = 300
_VENDORS: Final[Columns] = (
    ("Vendor", "long"),
    ("Contracts", "money"),
    ("Kept", "money"),
    ("Missed", "money"),
    ("No data", "money"),
    ("Not judged", "money"),
    ("Credits before caps", "money"),
)
_MISSED: Final[Columns] = (
    ("Contract and target", "long"),
    ("Promised", "text"),
    ("Figure", "measured"),
    ("Result", "text"),
    ("Credit before caps", "money"),
)
_SILENT: Final[Columns] = (
    ("Contract and target", "long"),
    ("Promised", "text"),
    ("What is missing", "text"),
)
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _VendorRow:
    """A vendor in the month: its results, those that are awaited, and its contracts."""

    pk: int
    name: str
    versions: list[ResultVersion] = field(default_factory=list)
    waiting: int = 0
    contracts: set[int] = field(default_factory=set)

    def count(self, is_met: bool | None) -> int:
        """Return how many results ended so."""
        return sum(1 for one in self.versions if one.is_met is is_met)

    @property
    def order(self) -> tuple[int, float, str]:
        """What comes first: who missed most, then who kept the smallest share, then the name."""
        missed, judged = self.count(False), self.count(False) + self.count(True)
        return -missed, -(missed / judged if judged else 0.0), self.name.casefold()


def read_portfolio_report(
    user: Any, month: ReportMonth, now: dt.datetime, progress: Progress = lambda done, total: None
) -> MonthlyReport:
    """Return the report over all contracts that ``user`` sees, by what is known now.

    Args:
        user: The reader: what they may not see is neither told nor counted.
        month: The month; each contract's is that of its own zone.
        now: The present instant.
        progress: Told how far the reading is; may raise to cancel.
    """
    until = {"result__period_last_date__lte": month.last}
    newest = newest_versions(user, month.trend[0].first, **until).with_vendor_figures()
    versions = sorted(newest.select_related("result__target__owner"), key=_place)
    progress(1, 3)
    of_month = [one for one in versions if month.holds(one.result.period_last_date)]
    waiting = list(_awaited(user, month, {one.result.target_id for one in of_month}))
    progress(2, 3)
    claims = _claims(user, month)
    on = now.date()
    return MonthlyReport(
        subject="All contracts",
        vendor="",
        slug="portfolio",
        is_confidential=False,
        month=month,
        as_of=on,
        summary=_summary(month, on, of_month, waiting, claims),
        sections=(
            _vendors(of_month, waiting),
            _missed(of_month),
            _silent(of_month, waiting),
            key_figures_section(of_month, _named, MOST_ROWS),
            beside_section(figures_beside(of_month), _named, MOST_ROWS),
            pipeline_section(read_pipelines(user)),
            claims_section(claims, month, on, is_portfolio=True),
            portfolio_trend(versions, month),
        ),
    )


def _place(one: ResultVersion) -> tuple[Any, ...]:
    contract = one.result.target.service.contract
    return (
        contract.vendor.name.casefold(),
        contract.number,
        str(one.result.target),
        one.result.period_last_date,
    )


def _awaited(user: Any, month: ReportMonth, judged: set[int]) -> Iterator[tuple[SlaTarget, Any]]:
    """Yield the targets that should have a result of the month and have none, with their terms."""
    rows = SlaTarget.objects.visible_to(user).exclude(pk__in=judged)
    joined = rows.select_related("service__contract__vendor").prefetch_related("versions")
    for target in joined.order_by("service__contract__vendor__name", "service__contract__number", "pk"):
        terms = counting_for(list(target.versions.all()), month.last)
        if terms is not None and is_awaited(terms, month):
            terms.target = target
            yield target, terms


def _claims(user: Any, month: ReportMonth) -> list[Claim]:
    """Return the claims of the month, and all that are open."""
    seen = Claim.objects.visible_to(user).select_related("contract__vendor")
    of_month = seen.filter(period_last_date__range=(month.first, month.last))
    still_open = seen.filter(status__in=[one.value for one in OPEN])
    return list((of_month | still_open).order_by("period_last_date", "pk"))


def _summary(
    month: ReportMonth,
    on: dt.date,
    versions: Sequence[ResultVersion],
    waiting: Sequence[tuple[SlaTarget, Any]],
    claims: Sequence[Claim],
) -> tuple[tuple[str, str], ...]:
    contracts = {one.result.target.service.contract_id for one in versions}
    signed = sum(1 for one in versions if one.result.is_locked)
    of_month = sum(1 for one in claims if month.holds(one.period_last_date))
    return (
        ("Month", f"{short_date(month.first)} to {short_date(month.last)}, in the zone of each contract"),
        ("As known on", weekday_date(on)),
        ("Contracts with results", f"{len(contracts):,}"),
        ("Promises", kept_words(versions, len(waiting))),
        ("Signed off", f"{signed:,} of {len(versions):,} results"),
        ("Credits before caps", credit_sums(versions) or "none"),
        ("Claims of the month", f"{of_month:,}" if of_month else "none"),
    )


def _vendors(versions: Iterable[ResultVersion], waiting: Iterable[tuple[SlaTarget, Any]]) -> ReportSection:
    found: dict[int, _VendorRow] = {}
    for one in versions:
        row = _row_of(found, one.result.target)
        row.versions.append(one)
    for target, _ in waiting:
        _row_of(found, target).waiting += 1
    rows = [
        cells(
            Cell(row.name, url=reverse("vendor_slas", args=[row.pk])),
            f"{len(row.contracts):,}",
            *(f"{count:,}" for count in (row.count(True), row.count(False), row.count(None), row.waiting)),
            credit_sums(row.versions),
        )
        for row in sorted(found.values(), key=lambda row: row.order)
    ]
    note = left_out(len(rows), MOST_ROWS, "vendors")
    empty = "No promise was to be judged in this month."
    table = table_of(
        "The vendor that missed most comes first", _VENDORS, rows[:MOST_ROWS], empty=empty, note=note
    )
    return ReportSection(key="vendors", label="By vendor", tables=(table,))


def _row_of(found: dict[int, _VendorRow], target: SlaTarget) -> _VendorRow:
    contract = target.service.contract
    row = found.setdefault(contract.vendor_id, _VendorRow(contract.vendor_id, contract.vendor.name))
    row.contracts.add(contract.pk)
    return row


def _missed(versions: Iterable[ResultVersion]) -> ReportSection:
    missed = [one for one in versions if one.is_met is False]
    rows = [
        cells(
            _named(one.result.target),
            promise_words(one.terms),
            figure_words(figure_of(one), one.terms),
            Cell(result_words(one), url=reverse("sla_result", args=[one.result_id])),
            credit_words(one),
        )
        for one in missed[:MOST_ROWS]
    ]
    note = left_out(len(missed), MOST_ROWS, "missed promises")
    table = table_of("By vendor and contract", _MISSED, rows, empty="No promise was missed.", note=note)
    return ReportSection(key="missed", label="Missed", tables=(table,))


def _silent(versions: Iterable[ResultVersion], waiting: Iterable[tuple[SlaTarget, Any]]) -> ReportSection:
    """Return what cannot be told: results without data, and targets that are not judged yet."""
    told = [
        (one.result.target, one.terms, "no data: neither kept nor missed")
        for one in versions
        if one.is_met is None
    ]
    told += [(target, terms, "not judged yet") for target, terms in waiting]
    rows = [cells(_named(target), promise_words(terms), why) for target, terms, why in told[:MOST_ROWS]]
    note = left_out(len(told), MOST_ROWS, "targets")
    empty = "Every promise has a result with data."
    table = table_of("Targets of which nothing can be told", _SILENT, rows, empty=empty, note=note)
    return ReportSection(key="silent", label="Without data", tables=(table,))


def _named(target: SlaTarget) -> Cell:
    contract = target.service.contract
    told = f"{contract.vendor.name}, {contract.number}\n{target}"
    return Cell(told, url=reverse("sla_target", args=[target.pk]))
