"""The trend of a target: its figure by period against what was promised, as a chart and a table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from core.pages.status import StatusWord
from slas.actions.asking import Asked, periods_of
from slas.actions.happened import facts_about
from slas.models import ResultVersion, SlaTarget, TargetVersion
from slas.reports.agreed import promise_words
from slas.reports.attainment import newest_versions
from slas.reports.judged import figure_of, figure_words, period_name, word_of
from slas.rules.agreed_target import IndicatorKind
from slas.rules.interval import Interval
from slas.rules.judging import Happened, judge
from slas.rules.trend_chart import Chart, Value, chart_of

#: So many periods are shown, the latest ones.
SHOWN: Final = 12
_REACHES_BACK: Final = dt.timedelta(days=3 * 366)


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
    def short(self) -> str:
        """What stands below it in a chart."""
        months = (self.last - self.first).days > 32
        return f"{self.first:%b %y}" if months else f"{self.first:%b}"

    @property
    def promised(self) -> str:
        """What was promised, in words."""
        return promise_words(self.terms)

    @property
    def words(self) -> str:
        """The figure with its unit."""
        return figure_words(self.figure, self.terms)

    @property
    def word(self) -> StatusWord:
        """How it was kept."""
        return word_of(self.is_met, self.figure)

    @property
    def bar(self) -> Fraction:
        """The number that the figure is held against."""
        share = self.terms.share_percent
        return Fraction(self.terms.value if share is None else share)


@dataclass(frozen=True, slots=True)
class Trend:
    """The periods of a target, the latest first.

    ``chart`` is None where no figure is known; ``readings`` are the instants of all readings of a key figure.
    """

    rows: tuple[TrendRow, ...]
    chart: Chart | None
    readings: tuple[dt.datetime, ...] = ()

    @property
    def marks(self) -> list[tuple[TrendRow, int, tuple[int, int] | None]]:
        """Each period with its place in the chart, the earliest first."""
        if self.chart is None:
            return []
        rows = reversed(self.rows)
        return list(zip(rows, self.chart.columns, self.chart.points, strict=True))


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
        return _drawn([_recorded(one) for one in newest[-SHOWN:]])
    asked = list(periods_of(target, (now - _REACHES_BACK).date(), now))
    if not asked:
        return _drawn([])
    kept = {one.result.period_first_date: one for one in newest}
    happened = facts_about([target], Interval(asked[0].reach.start, asked[-1].reach.end)).of(target)
    rows = [_live(one, kept.get(one.period.first), happened, now) for one in asked[-SHOWN:]]
    return _drawn(rows, tuple(one.at for one in happened.readings))


def _drawn(rows: list[TrendRow], readings: tuple[dt.datetime, ...] = ()) -> Trend:
    is_known = any(row.figure is not None for row in rows)
    chart = chart_of([Value(row.bar, row.figure) for row in rows]) if is_known else None
    return Trend(tuple(reversed(rows)), chart, readings)


def _recorded(version: ResultVersion) -> TrendRow:
    result = version.result
    return TrendRow(
        result.period_first_date,
        result.period_last_date,
        version.terms,
        figure_of(version),
        version.is_met,
        result.pk,
    )


def _live(asked: Asked, kept: ResultVersion | None, happened: Happened, now: dt.datetime) -> TrendRow:
    if kept is not None and kept.result.is_locked:
        return _recorded(kept)
    asked.terms.target = asked.target
    found = judge(asked.question(now), happened)
    result_id = kept.result_id if kept else None
    return TrendRow(asked.period.first, asked.period.last, asked.terms, found.figure, found.is_met, result_id)
