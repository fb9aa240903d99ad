"""The trend of a target: its figure by period against what was promised, as a chart and a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.urls import reverse

from core.pages.status import StatusWord
from core.rules.section import Cell
from slas.actions.asking import Asked, periods_of
from slas.actions.happened import facts_about
from slas.models import ResultVersion, SlaTarget, TargetVersion
from slas.reports.agreed import promise_words
from slas.reports.attainment import newest_versions
from slas.reports.judged import figure_of, figure_words, period_name, unit_of, word_of
from slas.reports.sections import ChartWithTable, Columns, ReportSection, cells, table_of
from slas.rules.agreed_target import IndicatorKind
from slas.rules.interval import Interval
from slas.rules.judging import Happened, judge
from slas.rules.trend import TrendPoint, trend_chart

#: So many periods are shown, the latest ones.
SHOWN: Final = 12
PERIODS: Final[Columns] = (
    ("Period", "month"),
    ("Figure", "measured"),
    ("Promised", "long"),
    ("State", "status"),
)
_REACHES_BACK: Final = dt.timedelta(days=3 * 366)
_NONE_YET: Final = (
    "No period is over yet. A period is judged once it is over; then its figure stands here against what was"
    " promised."
)


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A period: what was promised, the figure, and how it was kept; ``result_id`` None: not judged yet."""

    first: dt.date
    last: dt.date
    terms: TargetVersion
    figure: Fraction | None
    is_met: bool | None
    result_id: int | None

    @property
    def period(self) -> str:
        """What the period is called."""
        return period_name(self.first, self.last)

    @property
    def words(self) -> str:
        """The figure with its unit."""
        return figure_words(self.figure, self.terms)

    @property
    def word(self) -> StatusWord:
        """How it was kept."""
        return word_of(self.is_met, self.figure)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The row of a table by ``PERIODS``; the period leads to its result."""
        url = reverse("sla_result", args=[self.result_id]) if self.result_id else ""
        return cells(
            Cell(self.period, url=url),
            self.words,
            promise_words(self.terms),
            Cell(self.word.text, self.word.kind),
        )

    def point(self, place: dt.date) -> TrendPoint:
        """Return it as a point of a chart.

        Args:
            place: The first day of the period at which it stands.
        """
        share = self.terms.share_percent
        bar = Fraction(self.terms.value if share is None else share)
        told = f"{self.period}: {self.words}, {self.word.text.lower()}"
        return TrendPoint(place, self.figure, bar, self.is_met, told)


@dataclass(frozen=True, slots=True)
class Trend:
    """The periods of a target, the latest first; ``readings`` are the instants of those of a key figure."""

    rows: tuple[TrendRow, ...]
    section: ReportSection
    readings: tuple[dt.datetime, ...] = ()


def trend_of(user: Any, target: SlaTarget, now: dt.datetime) -> Trend:
    """Return the trend of a target by the results on record; of a key figure by its readings as they are now.

    A key figure is shown as it is known, so that a check-in is seen at once; one that is signed off is
    shown as it was signed off.

    Args:
        user: Who reads; sees the target.
        target: With its service, the contract with its terms, and its versions.
        now: The instant of asking.
    """
    versions = newest_versions(user, (now - _REACHES_BACK).date(), result__target_id=target.pk)
    newest = sorted(versions, key=lambda one: one.result.period_first_date)
    if target.indicator != IndicatorKind.KEY_FIGURE:
        return _shown(target, [recorded_row(one) for one in newest[-SHOWN:]])
    asked = list(periods_of(target, (now - _REACHES_BACK).date(), now))
    if not asked:
        return _shown(target, [])
    kept = {one.result.period_first_date: one for one in newest}
    happened = facts_about([target], Interval(asked[0].reach.start, asked[-1].reach.end)).of(target)
    rows = [_live_row(one, kept.get(one.period.first), happened, now) for one in asked[-SHOWN:]]
    return _shown(target, rows, tuple(one.at for one in happened.readings))


def chart_of(
    name: str, rows: Sequence[TrendRow], points: Sequence[TrendPoint], table: Sequence[tuple[Cell, ...]]
) -> ChartWithTable:
    """Return the trend of a target as a chart with its table.

    Args:
        name: What it is the trend of.
        rows: The periods that were judged, the latest last; at least one.
        points: What is drawn, in order.
        table: The rows of the table.
    """
    unit = unit_of(rows[-1].terms)
    missed = sum(1 for one in rows if one.is_met is False)
    return ChartWithTable(
        caption=f"{name}{f', in {unit}' if unit else ''}",
        words=f"{name} by period: {missed} of {len(rows)} missed; the table below has the figures",
        trend=trend_chart(points),
        table=table_of(f"{name} by period", PERIODS, table, empty=""),
    )


def recorded_row(version: ResultVersion) -> TrendRow:
    """Return the period of a result as its newest version says."""
    result = version.result
    return TrendRow(
        result.period_first_date,
        result.period_last_date,
        version.terms,
        figure_of(version),
        version.is_met,
        result.pk,
    )


def _shown(target: SlaTarget, rows: list[TrendRow], readings: tuple[dt.datetime, ...] = ()) -> Trend:
    latest = tuple(reversed(rows))
    section = ReportSection(key="trend", label="Trend", note=_NONE_YET)
    if rows:
        points = [one.point(one.first) for one in rows]
        name = target.name or target.get_indicator_display()
        chart = chart_of(name, rows, points, [one.cells for one in latest])
        section = ReportSection(key="trend", label="Trend", charts=(chart,))
    return Trend(latest, section, readings)


def _live_row(asked: Asked, kept: ResultVersion | None, happened: Happened, now: dt.datetime) -> TrendRow:
    if kept is not None and kept.result.is_locked:
        return recorded_row(kept)
    asked.terms.target = asked.target
    found = judge(asked.question(now), happened)
    result_id = kept.result_id if kept else None
    return TrendRow(asked.period.first, asked.period.last, asked.terms, found.figure, found.is_met, result_id)
