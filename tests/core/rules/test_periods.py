"""Days, weeks, months and years added to a date."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.periods import (
    MonthReading,
    Period,
    PeriodRangeError,
    PeriodUnit,
    add_days,
    add_months,
    add_months_keeping_month_end,
    is_month_end,
    last_day,
    month_end,
    months_before,
    shift,
)

days = st.dates(date(1850, 1, 1), date(2150, 12, 31))


def day(text: str) -> date:
    """Return a date written as ISO."""
    return date.fromisoformat(text)


@settings(max_examples=150, deadline=None)
@given(days, st.integers(-1500, 1500))
def test_months_are_counted_as_the_date_library_counts_them(anchor: date, months: int) -> None:
    assert add_months(anchor, months) == anchor + relativedelta(months=months)


@pytest.mark.parametrize(
    ("anchor", "n", "unit", "times", "expected"),
    [
        ("2024-01-31", 1, "months", 1, "2024-02-29"),
        ("2024-01-31", 1, "months", 2, "2024-03-31"),
        ("2024-01-31", 1, "months", -2, "2023-11-30"),
        ("2024-02-29", 1, "years", 1, "2025-02-28"),
        ("2024-02-29", 1, "years", 4, "2028-02-29"),
        ("2024-02-29", 2, "weeks", 1, "2024-03-14"),
        ("2024-02-29", 10, "days", -1, "2024-02-19"),
        ("2024-02-29", 0, "days", 1, "2024-02-29"),
    ],
)
def test_a_period_is_counted_from_the_anchor_and_never_chained(
    anchor: str, n: int, unit: str, times: int, expected: str
) -> None:
    assert shift(day(anchor), Period(n, PeriodUnit(unit)), times) == day(expected)


@pytest.mark.parametrize(
    ("start", "n", "unit", "expected"),
    [
        ("2026-01-01", 12, "months", "2026-12-31"),
        ("2024-02-29", 1, "years", "2025-02-27"),
        ("2024-01-31", 1, "months", "2024-02-28"),
        ("2026-01-01", 1, "weeks", "2026-01-07"),
        ("2026-01-01", 1, "days", "2026-01-01"),
    ],
)
def test_a_term_ends_the_day_before_the_corresponding_day(
    start: str, n: int, unit: str, expected: str
) -> None:
    assert last_day(day(start), Period(n, PeriodUnit(unit))) == day(expected)


@pytest.mark.parametrize(
    ("anchor", "months", "corresponding", "by_month_end", "after_end"),
    [
        ("2024-07-14", 1, "2024-06-14", "2024-06-14", "2024-06-14"),
        ("2026-11-30", 3, "2026-08-30", "2026-08-31", "2026-08-31"),
        ("2026-03-30", 1, "2026-02-28", "2026-02-28", "2026-02-27"),
        ("2027-07-31", 3, "2027-04-30", "2027-04-30", "2027-04-30"),
        ("2024-02-29", 12, "2023-02-28", "2023-02-28", "2023-02-28"),
        ("9999-12-31", 1, "9999-11-30", "9999-11-30", "9999-11-30"),
    ],
)
def test_months_before_a_date_have_three_readings(
    anchor: str, months: int, corresponding: str, by_month_end: str, after_end: str
) -> None:
    assert months_before(day(anchor), months) == {
        MonthReading.CORRESPONDING_DATE: day(corresponding),
        MonthReading.MONTH_END_OF_TERM: day(by_month_end),
        MonthReading.DAY_AFTER_END: day(after_end),
    }


@pytest.mark.parametrize(
    ("anchor", "months", "expected"),
    [("2026-02-28", 1, "2026-03-31"), ("2024-02-28", 1, "2024-03-28"), ("2026-11-30", -3, "2026-08-31")],
)
def test_a_months_last_day_gives_a_months_last_day(anchor: str, months: int, expected: str) -> None:
    assert add_months_keeping_month_end(day(anchor), months) == day(expected)


@given(days)
def test_a_month_ends_where_the_next_day_is_the_first(anchor: date) -> None:
    assert is_month_end(anchor) == (add_days(anchor, 1).day == 1)
    assert is_month_end(month_end(anchor))


@pytest.mark.parametrize(
    ("anchor", "n", "unit", "times"),
    [
        ("9999-12-31", 1, "days", 1),
        ("9999-01-01", 12, "months", 1),
        ("2026-01-01", 10**7, "years", 1),
        ("0001-01-31", 1, "months", -1),
        ("0001-01-31", 40, "days", -1),
    ],
)
def test_leaving_the_calendar_is_an_error_of_its_own(anchor: str, n: int, unit: str, times: int) -> None:
    with pytest.raises(PeriodRangeError, match="leave the calendar"):
        shift(day(anchor), Period(n, PeriodUnit(unit)), times)


@pytest.mark.parametrize(("n", "unit"), [(-1, "days"), (1.0, "days"), (True, "days"), (1, "fortnights")])
def test_a_period_that_is_none_is_refused(n: int, unit: str) -> None:
    with pytest.raises(ValueError, match=r"period|fortnights"):
        Period(n, unit)  # type: ignore[arg-type]
