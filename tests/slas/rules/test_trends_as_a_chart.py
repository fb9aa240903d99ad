"""The figures of periods as a chart: what has no figure is not drawn as 0, and shapes tell what colors do."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slas.rules.trend import HEIGHT, LEFT, RIGHT, WIDTH, TrendChart, TrendPoint, short_number, trend_chart

PROMISED = Fraction("99.9")
FIGURES = st.fractions(min_value=-10_000, max_value=10_000, max_denominator=1_000)


def month(number: int, figure: str | None = None, is_met: bool | None = None, promised: object = PROMISED):
    return TrendPoint(
        dt.date(2026, number, 1), None if figure is None else Fraction(figure), promised, is_met
    )


def drawn(*points: TrendPoint) -> TrendChart:
    chart = trend_chart(points)
    assert chart is not None
    return chart


def chart_of(*figures: str | None, promised: str = "90") -> TrendChart:
    return drawn(
        *(month(number, one, promised=Fraction(promised)) for number, one in enumerate(figures, start=1))
    )


def places(line: str) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in (point.split(",") for point in line.split())]


def test_months_without_a_figure_leave_a_gap_and_keep_their_place():
    chart = drawn(month(1, "100", True), month(2), month(3, "99", False), month(4, "100", True))

    assert [one.kind for one in chart.marks] == ["kept", "missed", "kept"]
    assert [len(places(one)) for one in chart.lines] == [2]
    assert [one.name for one in chart.names] == ["Jan", "Feb", "Mar", "Apr"]
    assert chart.marks[1].x == chart.names[2].x


def test_where_no_month_has_a_figure_nothing_is_drawn():
    assert trend_chart([month(1), month(2)]) is None


def test_a_higher_figure_stands_higher_and_the_promise_between():
    chart = chart_of("85", "95")

    low, high = chart.marks
    assert chart.promised is not None
    assert low.y > chart.promised.y > high.y
    assert chart.promised.text == "90"


def test_a_mark_says_what_it_is_to_who_points_at_it():
    chart = drawn(TrendPoint(dt.date(2026, 6, 1), Fraction(99), told="Jun 2026: 99 %, missed"))

    assert [one.told for one in chart.marks] == ["Jun 2026: 99 %, missed"]


@pytest.mark.parametrize(
    ("figures", "promised", "labels"),
    [
        (("85", "95"), "90", ["80", "85", "90", "95"]),
        (("99.95", "100"), "99.9", ["99.85", "99.90", "99.95", "100.00"]),
        (("99.95", "99.5"), "99.9", ["99.4", "99.6", "99.8", "100.0"]),
        (("100", "100"), "100", ["95", "100"]),
        (("0",), "0", ["0.0", "0.5"]),
        (("1500", "4000"), "2000", ["1,000", "2,000", "3,000", "4,000"]),
    ],
)
def test_the_scale_reaches_over_figures_and_promises_at_round_numbers(figures, promised, labels):
    assert [one.text for one in chart_of(*figures, promised=promised).levels] == labels


def test_where_nothing_is_promised_there_is_no_line_for_it_and_marks_are_rings():
    chart = drawn(month(1, "100", None, None), month(2, "98", None, None))

    assert chart.promises == ()
    assert chart.promised is None
    assert [one.kind for one in chart.marks] == ["open", "open"]


def test_a_promise_that_changes_is_a_step_and_has_a_gap_where_nothing_was_promised():
    chart = drawn(
        month(1, "100", True),
        month(2, "100", True),
        month(3, "100", True, Fraction(99)),
        month(4, None, None, None),
        month(5, "100", True, Fraction(99)),
    )

    steps, alone = map(places, chart.promises)
    assert [x for x, _ in steps[1:5]] == [steps[1][0], steps[1][0], steps[3][0], steps[3][0]]
    assert steps[3][1] < steps[4][1]
    assert steps[-1][0] < alone[0][0]
    assert (steps[0][0], alone[-1][0]) == (LEFT, RIGHT)


def test_the_year_stands_at_the_first_period_and_where_it_is_another():
    days = (dt.date(2025, 10, 1), dt.date(2026, 1, 1), dt.date(2026, 4, 1))

    chart = drawn(*(TrendPoint(day, Fraction(1)) for day in days))

    assert [(one.name, one.year) for one in chart.names] == [("Oct", "2025"), ("Jan", "2026"), ("Apr", "")]


@given(st.lists(st.tuples(st.none() | FIGURES, st.none() | FIGURES), min_size=1, max_size=24))
def test_everything_stands_within_the_chart(values):
    chart = trend_chart([TrendPoint(dt.date(2026, 1, 1), *one) for one in values])

    if chart is None:
        assert all(figure is None for figure, _ in values)
        return
    found = [place for line in (*chart.lines, *chart.promises) for place in places(line)]
    found += [(one.x, one.y) for one in chart.marks]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in found)
    assert all(0 <= one.y <= HEIGHT for one in chart.levels)
    assert 2 <= len(chart.levels) <= 8


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("100", "100"),
        ("99.95", "99.95"),
        ("2395/24", "≈ 99.7917"),
        ("0", "0"),
        ("-1.5", "-1.5"),
        ("1/30000", "≈ 0"),
        ("1500", "1,500"),
    ],
)
def test_the_promise_beside_the_chart_is_short_and_says_where_it_is_not_exact(figure, text):
    assert short_number(Fraction(figure)) == text
