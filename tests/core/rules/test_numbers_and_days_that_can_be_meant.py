"""Numbers in addresses, and the days that a person can mean."""

from __future__ import annotations

import datetime as dt

import pytest

from core.rules.day import why_no_day
from core.rules.number import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_figures_are_a_number(text: str, number: int):
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text", ["", " 1", "-1", "+1", "1.0", "1e3", "²", "٣", "1\0", "1\n", "9" * 19, "9" * 5000]
)
def test_anything_else_is_none(text: str):
    assert whole_number(text) is None


@pytest.mark.parametrize("day", [dt.date(1900, 1, 1), dt.date(2999, 12, 31)])
def test_the_first_and_the_last_day_can_be_meant(day: dt.date):
    assert why_no_day(day) == ""


@pytest.mark.parametrize("day", [dt.date.min, dt.date(1899, 12, 31), dt.date(3000, 1, 1), dt.date.max])
def test_days_beyond_are_refused_by_their_year(day: dt.date):
    assert why_no_day(day).startswith(f"The year {day.year} is not between 1900 and 2999.")
