"""The figures of months as a chart: what has no figure is not drawn as 0, and shapes tell what colors do."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from slas.rules.trend import BOTTOM, TOP, TrendPoint, short_number, trend_chart

PROMISED = Fraction("99.9")


def month(number: int, figure: str | None = None, is_met: bool | None = None, promised: object = PROMISED):
    return TrendPoint(
        dt.date(2026, number, 1), None if figure is None else Fraction(figure), promised, is_met
    )


def test_months_without_a_figure_leave_a_gap_and_keep_their_place():
    chart = trend_chart([month(1, "100", True), month(2), month(3, "99", False), month(4, "100", True)])

    assert chart is not None
    assert [one.kind for one in chart.marks] == ["kept", "missed", "kept"]
    assert len(chart.lines) == 1
    assert [one.name for one in chart.months] == ["Jan", "Feb", "Mar", "Apr"]


def test_where_no_month_has_a_figure_nothing_is_drawn():
    assert trend_chart([month(1), month(2)]) is None


def test_the_scale_reaches_from_the_lowest_to_the_highest_of_figures_and_promises():
    chart = trend_chart([month(1, "99.95", True), month(2, "99.5", False)])

    assert chart is not None
    assert [(one.y, one.text) for one in chart.levels] == [(TOP, "99.95"), (BOTTOM, "99.5")]
    assert chart.promised is not None
    assert TOP < chart.promised.y < BOTTOM


def test_figures_that_are_all_the_same_stand_in_the_middle():
    chart = trend_chart([month(1, "100", None, None), month(2, "100", None, None)])

    assert chart is not None
    assert {one.y for one in chart.marks} == {BOTTOM - (BOTTOM - TOP) // 2}
    assert [one.text for one in chart.levels] == ["100"]
    assert [one.kind for one in chart.marks] == ["open", "open"]
    assert chart.promises == ()


def test_a_promise_that_changes_is_a_line_for_each_stretch():
    points = [month(1, "100", True), month(2, "100", True), month(3, "100", True, Fraction(99))]

    chart = trend_chart(points)

    assert chart is not None
    first, second = chart.promises
    assert first.x2 == second.x1
    assert first.y1 < second.y1


def test_the_year_stands_at_the_first_month_and_in_january():
    points = [TrendPoint(dt.date(2025, 12, 1), Fraction(1)), TrendPoint(dt.date(2026, 1, 1), Fraction(1))]

    chart = trend_chart([*points, TrendPoint(dt.date(2026, 2, 1))])

    assert chart is not None
    assert [one.year for one in chart.months] == ["2025", "2026", ""]


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("100", "100"),
        ("99.95", "99.95"),
        ("2395/24", "≈ 99.7917"),
        ("0", "0"),
        ("-1.5", "-1.5"),
        ("1/30000", "≈ 0"),
    ],
)
def test_figures_beside_the_scale_are_short_and_say_where_they_are_not_exact(figure, text):
    assert short_number(Fraction(figure)) == text
