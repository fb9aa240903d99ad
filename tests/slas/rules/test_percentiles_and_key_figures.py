"""Percentiles by the nearest rank, counts, key figures, and how they are held against a promise."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from slas.rules.indicator import Gathering, KeyFigure, KeyFigureError, Reading, count_in, key_figure
from slas.rules.percentile import percentile
from slas.rules.period import PeriodRule
from slas.rules.target import Better, FigureRounding, Target
from tests.slas.rules.times import JUNE, june

ORDINAL = (15, 20, 35, 40, 50)


@pytest.mark.parametrize(
    ("values", "percent", "expected", "rank"),
    [
        pytest.param(ORDINAL, 5, 15, 1, id="5th of five"),
        pytest.param(ORDINAL, 30, 20, 2, id="30th of five"),
        pytest.param(ORDINAL, 40, 20, 2, id="40th of five"),
        pytest.param(ORDINAL, 50, 35, 3, id="50th of five"),
        pytest.param(ORDINAL, 100, 50, 5, id="100th of five"),
        pytest.param(range(20, 0, -1), 95, 19, 19, id="95th of twenty in any order"),
        pytest.param(range(1, 1001), Decimal("99.9"), 999, 999, id="99.9th of a thousand"),
        pytest.param([7], 1, 7, 1, id="of one value"),
    ],
)
def test_the_nearest_rank_is_a_value_that_was_measured(values, percent, expected: int, rank: int):
    found = percentile(values, percent)
    assert (found.value, found.rank, found.method) == (expected, rank, "nearest rank")


def test_without_values_there_is_no_percentile():
    assert percentile([], 95) is None


@pytest.mark.parametrize("percent", [0, -1, Decimal("100.1"), 95.0, True])
def test_a_percentage_that_cannot_be_meant_is_refused(percent):
    with pytest.raises(ValueError, match=r"percentile lies|is not exact"):
        percentile([1], percent)


@pytest.mark.parametrize("value", [1.5, "1", None, Decimal("NaN"), Decimal("Infinity")])
def test_a_value_that_is_not_exact_is_refused(value):
    with pytest.raises(ValueError, match=r"is not exact|is no figure"):
        percentile([value], 95)


@pytest.mark.parametrize(
    ("better", "kept"), [(Better.HIGHER, [False, True, True]), (Better.LOWER, [True, True, False])]
)
def test_higher_or_lower_is_better_and_exactly_the_promise_keeps_it(better: Better, kept: list[bool]):
    target = Target(Fraction(10), better)
    assert [target.is_met(Fraction(figure)) for figure in (9, 10, 11)] == kept
    assert target.is_met(None) is None


def test_a_stated_rounding_is_applied_once_also_below_zero():
    assert FigureRounding(1).apply(Fraction("-2.45")) == Fraction("-2.5")
    assert FigureRounding(1, "ROUND_DOWN").apply(Fraction("2.49")) == Fraction("2.4")
    with pytest.raises(ValueError, match="A rounding is one of"):
        FigureRounding(1, "nearest")


def kpi(**given) -> KeyFigure:
    """Return a key figure: at most 48 hours to fill a vacancy."""
    fields = {
        "name": "Time to staff",
        "unit": "hours",
        "target": Target(Fraction(48), Better.LOWER),
        "period": PeriodRule("month", "Europe/Berlin"),
        "owner": "Ana",
        "source": "the vendor's monthly report",
        **given,
    }
    return KeyFigure(**fields)


READINGS = [
    Reading.of(june(20), 40, "C"),
    Reading.of(june(5), Decimal("50.5"), "A"),
    Reading.of(june(12), 47, "B"),
]


@pytest.mark.parametrize(
    ("gathering", "value", "is_met"),
    [
        ("latest", Fraction(40), True),
        ("sum", Fraction("137.5"), False),
        ("mean", Fraction(275, 6), True),
        ("lowest", Fraction(40), True),
        ("highest", Fraction("50.5"), False),
    ],
)
def test_the_readings_of_a_period_make_one_figure_as_agreed(gathering: str, value: Fraction, is_met: bool):
    outside = Reading.of(JUNE.end, 1000)
    found = key_figure(kpi(gathering=Gathering(gathering)), JUNE, [*READINGS, outside])
    assert (found.value, found.is_met) == (value, is_met)
    assert [reading.ref for reading in found.readings] == ["A", "B", "C"]


def test_without_a_reading_there_is_no_figure():
    assert (key_figure(kpi(), JUNE, []).value, key_figure(kpi(), JUNE, []).is_met) == (None, None)


def test_a_key_figure_says_what_it_measures_in_what_by_whom_and_from_where():
    with pytest.raises(KeyFigureError) as refused:
        kpi(name=" ", unit="", owner="", source="")
    assert sorted(refused.value.problems) == ["name", "owner", "source", "unit"]


@pytest.mark.parametrize(
    ("is_recorded", "days", "value", "is_met"),
    [
        (True, (), Fraction(0), True),
        (False, (), None, None),
        (True, (1, 30), Fraction(2), True),
        (True, (1, 15, 30), Fraction(3), False),
    ],
)
def test_nothing_counted_is_none_only_where_somebody_kept_record(is_recorded, days, value, is_met):
    incidents = [*(Reading.of(june(day), 1) for day in days), Reading.of(JUNE.end, 1)]
    target = Target(Fraction(2), Better.LOWER)
    found = count_in(JUNE, incidents, is_recorded=is_recorded, target=target)
    assert (found.value, found.is_met) == (value, is_met)
    assert count_in(JUNE, [], is_recorded=True).is_met is None
