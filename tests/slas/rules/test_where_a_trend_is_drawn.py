"""Where the points, the promise and the axis of a trend stand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slas.rules.trend_chart import HEIGHT, WIDTH, Value, chart_of

FIGURES = st.fractions(min_value=-10_000, max_value=10_000, max_denominator=1_000)


def chart(*figures: str | None, promised: str = "90"):
    return chart_of([Value(Fraction(promised), None if one is None else Fraction(one)) for one in figures])


def test_a_higher_figure_stands_higher_and_the_promise_between():
    found = chart("85", "95")
    (_, low), (_, high) = found.points
    promise = int(found.promise.split()[0].split(",")[1])
    assert low > promise > high


def test_a_period_without_data_has_no_point_and_breaks_the_line():
    found = chart("85", "86", None, "95", "96")
    assert found.points[2] is None
    assert len(found.figures) == 2


@pytest.mark.parametrize(
    ("figures", "promised", "labels"),
    [
        (("85", "95"), "90", ["80", "85", "90", "95"]),
        (("99.95", "100"), "99.9", ["99.85", "99.90", "99.95", "100.00"]),
        (("0",), "0", ["0.0", "0.5"]),
        (("1500", "4000"), "2000", ["1,000", "2,000", "3,000", "4,000"]),
    ],
)
def test_the_axis_has_round_numbers(figures, promised, labels):
    assert [line.label for line in chart(*figures, promised=promised).lines] == labels


@given(st.lists(st.tuples(FIGURES, st.none() | FIGURES), min_size=1, max_size=24))
def test_everything_stands_within_the_chart(values):
    found = chart_of([Value(*one) for one in values])
    places = [point for point in found.points if point]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)
    assert all(0 <= line.y <= HEIGHT for line in found.lines)
    assert 2 <= len(found.lines) <= 8
