"""Which month a report is about, and what belongs to it."""

from __future__ import annotations

import datetime as dt

import pytest

from slas.rules.interval import in_minutes
from slas.rules.period import PeriodKind, PeriodRule
from slas.rules.report_month import NoReportMonthError, ReportMonth, last_month, months_offered, read_month

TODAY = dt.date(2026, 11, 27)
OCTOBER = ReportMonth(dt.date(2026, 10, 1))


def rule(kind: str, **fields: object) -> PeriodRule:
    return PeriodRule(PeriodKind(kind), "Europe/Berlin", **fields)  # type: ignore[arg-type]


def test_a_month_has_its_days_its_name_and_the_eleven_months_before_it():
    assert (OCTOBER.first, OCTOBER.last) == (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert (OCTOBER.key, OCTOBER.name) == ("2026-10", "Oct 2026")
    assert [OCTOBER.trend[0].key, OCTOBER.trend[-1].key, len(OCTOBER.trend)] == ["2025-11", "2026-10", 12]


def test_a_month_is_as_long_as_it_is_in_its_zone():
    start, end = OCTOBER.interval("Europe/Berlin")

    assert in_minutes(end - start) == 44_700


@pytest.mark.parametrize(
    ("kind", "month", "last"),
    [
        pytest.param("month", "2026-10", "2026-10-31", id="a calendar month ends in itself"),
        pytest.param("quarter", "2026-09", "2026-09-30", id="a quarter ends in its third month"),
        pytest.param("quarter", "2026-10", None, id="and in no other"),
        pytest.param("year", "2025-12", "2025-12-31", id="a year ends in December"),
    ],
)
def test_a_result_belongs_to_the_month_in_which_its_period_ends(kind, month, last):
    found = read_month(month, TODAY).period_ending_in(rule(kind))

    assert (found.last.isoformat() if found else None) == last


def test_billing_cycles_belong_to_the_month_in_which_they_end():
    cycles = rule("billing_cycle", billing_from=dt.date(2026, 9, 15), months=1)

    found = OCTOBER.period_ending_in(cycles)
    assert found is not None
    assert (found.first, found.last) == (dt.date(2026, 9, 15), dt.date(2026, 10, 14))
    assert ReportMonth(dt.date(2026, 9, 1)).period_ending_in(cycles) is None
    assert ReportMonth(dt.date(2026, 8, 1)).period_ending_in(cycles) is None


def test_the_last_month_that_is_over_is_offered_first():
    assert last_month(TODAY) == OCTOBER
    assert last_month(dt.date(2026, 1, 1)).key == "2025-12"
    assert [one.key for one in months_offered(TODAY)[:2]] == ["2026-10", "2026-09"]


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "10/2026", "", "1999-12", "2026-10-01", "٢٠٢٦-10"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(NoReportMonthError, match="write it as 2026-10"):
        read_month(text, TODAY)


@pytest.mark.parametrize("text", ["2026-11", "2026-12", "2030-01"])
def test_a_month_that_is_not_over_is_refused_with_the_last_one_that_is(text):
    with pytest.raises(NoReportMonthError, match="last month that is over is Oct 2026"):
        read_month(text, TODAY)
