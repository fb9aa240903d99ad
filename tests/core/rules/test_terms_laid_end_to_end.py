"""Terms laid end to end, without gap or overlap, and found without walking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.periods import Period, PeriodRangeError, PeriodUnit
from core.rules.tiling import Span, tile

starts = st.dates(date(1900, 1, 1), date(2060, 12, 31))
lengths = st.builds(Period, st.integers(1, 60), st.sampled_from(list(PeriodUnit)))
firsts = lengths | st.integers(0, 4000)


@settings(max_examples=150, deadline=None)
@given(starts, firsts, lengths, st.integers(1, 300))
def test_terms_tile_without_gap_or_overlap(
    start: date, first: Period | int, later: Period, number: int
) -> None:
    ends = first if isinstance(first, Period) else start + timedelta(days=first)
    grid = tile(start, ends, later)
    try:
        one, following = grid.term(number), grid.term(number + 1)
    except PeriodRangeError:
        return
    assert one.end is not None
    assert one.start <= one.end
    assert following.start == one.end + timedelta(days=1)
    for day in (one.start, one.end, one.start + (one.end - one.start) / 2):
        assert grid.term_on(day) == one


def test_a_day_before_the_start_gives_the_first_term() -> None:
    month = Period(1, PeriodUnit.MONTHS)
    grid = tile(date(2026, 3, 1), month, month)
    assert grid.term_on(date(2020, 1, 1)).number == 1
    assert grid.first_day(1) == date(2026, 3, 1)


def test_a_stated_end_is_what_later_terms_are_counted_from() -> None:
    grid = tile(date(2024, 1, 10), date(2024, 2, 28), Period(1, PeriodUnit.MONTHS))
    assert grid.term(3) == Span(3, date(2024, 3, 29), date(2024, 4, 28))


def test_days_before_months_are_counted_from_the_end_of_the_first_term() -> None:
    grid = tile(date(2026, 1, 1), Period(90, PeriodUnit.DAYS), Period(1, PeriodUnit.YEARS))
    assert grid.term(2) == Span(2, date(2026, 4, 1), date(2027, 3, 31))


def test_a_term_that_would_leave_the_calendar_ends_on_its_last_day() -> None:
    grid = tile(date(2020, 1, 1), Period(1, PeriodUnit.YEARS), Period(5000, PeriodUnit.YEARS))
    assert grid.term_on(date(9000, 1, 1)) == Span(3, date(7021, 1, 1), date(9999, 12, 31))
    assert grid.term(2).end == date(7020, 12, 31)


@pytest.mark.parametrize(
    ("first", "later"),
    [(Period(0, PeriodUnit.DAYS), 1), (date(2025, 12, 31), 1), (Period(1, PeriodUnit.DAYS), 0)],
)
def test_terms_without_length_are_refused(first: Period | date, later: int) -> None:
    with pytest.raises(ValueError, match=r"at least one unit|before the start"):
        tile(date(2026, 1, 1), first, Period(later, PeriodUnit.MONTHS))
