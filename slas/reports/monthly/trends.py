"""The trends of a monthly report: each target of a contract, and the share of promises kept over all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from core.rules.section import Cell
from slas.models import ResultVersion, SlaTarget
from slas.reports.sections import ChartWithTable, Columns, ReportSection, cells, table_of
from slas.reports.trend import TrendRow, chart_of, recorded_row
from slas.rules.report_month import TREND_MONTHS, ReportMonth
from slas.rules.trend import TrendPoint, trend_chart

_NO_RESULT: Final = ("no result", "", "")
_SHARES: Final[Columns] = (
    ("Month", "long"),
    ("Kept", "money"),
    ("Missed", "money"),
    ("No data", "money"),
    ("Share kept", "money"),
)


def target_trends(
    targets: Sequence[SlaTarget], versions: Iterable[ResultVersion], month: ReportMonth
) -> ReportSection:
    """Return the figures of each target in the month and the eleven before it.

    Args:
        targets: The targets, in the order in which they are shown.
        versions: The newest versions of their results in these months.
        month: The last month.
    """
    by_target: dict[int, dict[ReportMonth, TrendRow]] = {}
    for one in versions:
        ended = ReportMonth(one.result.period_last_date)
        by_target.setdefault(one.result.target_id, {})[ended] = recorded_row(one)
    charts = tuple(_trend(one, by_target[one.pk], month) for one in targets if one.pk in by_target)
    note = "" if charts else f"Nothing was judged in the {TREND_MONTHS} months up to {month.name}."
    return ReportSection(key="trend", label=f"The last {TREND_MONTHS} months", note=note, charts=charts)


def portfolio_trend(versions: Iterable[ResultVersion], month: ReportMonth) -> ReportSection:
    """Return how many promises were kept in the month and the eleven before it, and their share."""
    counts = {one: [0, 0, 0] for one in month.trend}
    for version in versions:
        ended = ReportMonth(version.result.period_last_date)
        if ended in counts:
            counts[ended][_place(version)] += 1
    points = [
        TrendPoint(one.first, _share(*counts[one]), told=f"{one.name}: {_share_words(*counts[one])}")
        for one in month.trend
    ]
    rows = [_count_row(one, *counts[one]) for one in month.trend]
    chart = ChartWithTable(
        caption="Share of the judged promises that were kept, in percent",
        words="Share of promises kept by month; the table below has the figures",
        trend=trend_chart(points),
        table=table_of("By the month in which their period ended", _SHARES, rows, empty=""),
    )
    return ReportSection(key="trend", label=f"The last {TREND_MONTHS} months", charts=(chart,))


def _trend(target: SlaTarget, found: dict[ReportMonth, TrendRow], month: ReportMonth) -> ChartWithTable:
    """Return a target with each of the months; a period stands in the month in which it ends."""
    first = min(found)
    points = [found[one].point(one.first) if one in found else TrendPoint(one.first) for one in month.trend]
    told = [
        found[one].cells if one in found else cells(one.name, *_NO_RESULT)
        for one in month.trend
        if one >= first
    ]
    rows = [found[one] for one in sorted(found)]
    return chart_of(str(target), rows, points, [*_before(month, first), *told])


def _before(month: ReportMonth, first: ReportMonth) -> Iterator[tuple[Cell, ...]]:
    """Yield the months before the first result as one row; nothing where there are none."""
    early = [one for one in month.trend if one < first]
    if early:
        names = f"{early[0].name} to {early[-1].name}" if len(early) > 1 else early[0].name
        yield cells(names, *_NO_RESULT)


def _place(version: ResultVersion) -> int:
    """Return in which column a result is counted: kept, missed, or without an answer."""
    return {True: 0, False: 1, None: 2}[version.is_met]


def _share(kept: int, missed: int, without: int) -> Fraction | None:
    return Fraction(kept * 100, kept + missed) if kept + missed else None


def _count_row(month: ReportMonth, kept: int, missed: int, without: int) -> tuple[Cell, ...]:
    told = _share_words(kept, missed, without)
    return cells(month.name, f"{kept:,}", f"{missed:,}", f"{without:,}", told)


def _share_words(kept: int, missed: int, without: int) -> str:
    share = _share(kept, missed, without)
    return "no data" if share is None else f"{float(share):.1f} %"
