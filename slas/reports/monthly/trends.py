"""The trends of a monthly report: each target of a contract, and the share of promises kept over all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from core.rules.section import Cell
from slas.models import ResultVersion, SlaTarget
from slas.reports.agreed import promise_words
from slas.reports.judged import figure_of, figure_words, unit_of, word_of
from slas.reports.monthly.shapes import ChartWithTable, Columns, ReportSection, cells, table_of
from slas.rules.report_month import TREND_MONTHS, ReportMonth
from slas.rules.trend import TrendPoint, trend_chart

_MONTHS: Final[Columns] = (
    ("Month", "month"),
    ("Figure", "measured"),
    ("Promised", "long"),
    ("State", "status"),
)
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
    by_target: dict[int, dict[ReportMonth, ResultVersion]] = {}
    for one in versions:
        ended = ReportMonth(one.result.period_last_date)
        by_target.setdefault(one.result.target_id, {})[ended] = one
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
    points = [TrendPoint(one.first, _share(*counts[one]), None, None) for one in month.trend]
    rows = [_count_row(one, *counts[one]) for one in month.trend]
    chart = ChartWithTable(
        caption="Share of the judged promises that were kept, in percent",
        words="Share of promises kept by month; the table below has the figures",
        trend=trend_chart(points),
        table=table_of("By the month in which their period ended", _SHARES, rows, empty=""),
    )
    return ReportSection(key="trend", label=f"The last {TREND_MONTHS} months", charts=(chart,))


def _trend(target: SlaTarget, found: dict[ReportMonth, ResultVersion], month: ReportMonth) -> ChartWithTable:
    newest = found[max(found)]
    unit = unit_of(newest.terms)
    missed = sum(1 for one in found.values() if one.is_met is False)
    words = f"{target} by month: {missed} of {len(found)} missed; the table below has the figures"
    rows = [*_before(month, min(found)), *(_row(one, found.get(one)) for one in _since(month, min(found)))]
    return ChartWithTable(
        caption=f"{target}{f', in {unit}' if unit else ''}",
        words=words,
        trend=trend_chart([_point(one, found.get(one)) for one in month.trend]),
        table=table_of(f"{target} by month", _MONTHS, rows, empty=""),
    )


def _since(month: ReportMonth, first: ReportMonth) -> list[ReportMonth]:
    return [one for one in month.trend if one >= first]


def _before(month: ReportMonth, first: ReportMonth) -> Iterator[tuple[Cell, ...]]:
    """Yield the months before the first result as one row; nothing where there are none."""
    early = [one for one in month.trend if one < first]
    if early:
        names = f"{early[0].name} to {early[-1].name}" if len(early) > 1 else early[0].name
        yield cells(names, "no result", "", "")


def _point(month: ReportMonth, version: ResultVersion | None) -> TrendPoint:
    if version is None:
        return TrendPoint(month.first)
    terms = version.terms
    promised = terms.value if terms.share_percent is None else terms.share_percent
    return TrendPoint(month.first, figure_of(version), Fraction(promised), version.is_met)


def _row(month: ReportMonth, version: ResultVersion | None) -> tuple[Cell, ...]:
    if version is None:
        return cells(month.name, "no result", "", "")
    figure = figure_of(version)
    word = word_of(version.is_met, figure)
    told = figure_words(figure, version.terms)
    return cells(month.name, told, promise_words(version.terms), Cell(word.text, word.kind))


def _place(version: ResultVersion) -> int:
    """Return in which column a result is counted: kept, missed, or without an answer."""
    return {True: 0, False: 1, None: 2}[version.is_met]


def _share(kept: int, missed: int, without: int) -> Fraction | None:
    return Fraction(kept * 100, kept + missed) if kept + missed else None


def _count_row(month: ReportMonth, kept: int, missed: int, without: int) -> tuple[Cell, ...]:
    share = _share(kept, missed, without)
    told = "no data" if share is None else f"{float(share):.1f} %"
    return cells(month.name, f"{kept:,}", f"{missed:,}", f"{without:,}", told)
