"""Months, quarters, years and billing cycles, as long as the clocks there make them."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from slas.rules.period import NoPeriodError, PeriodKind, PeriodRule
from slas.rules.wall_clock import UnknownZoneError, begins, days_from_to, ends, zone_named
from tests.slas.rules.times import BERLIN, at


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("kind", "on", "first", "last"),
    [
        ("month", "2028-02-10", "2028-02-01", "2028-02-29"),
        ("month", "2026-12-31", "2026-12-01", "2026-12-31"),
        ("quarter", "2026-05-01", "2026-04-01", "2026-06-30"),
        ("quarter", "2026-12-31", "2026-10-01", "2026-12-31"),
        ("year", "2026-07-01", "2026-01-01", "2026-12-31"),
    ],
)
def test_the_calendar_period_that_holds_a_day(kind: str, on: str, first: str, last: str):
    found = PeriodRule(kind, BERLIN).period_on(day(on))
    assert (found.first, found.last) == (day(first), day(last))


@pytest.mark.parametrize(
    ("since", "months", "on", "first", "last"),
    [
        ("2026-01-15", 1, "2026-01-15", "2026-01-15", "2026-02-14"),
        ("2026-01-15", 1, "2026-03-14", "2026-02-15", "2026-03-14"),
        ("2026-01-31", 1, "2026-03-01", "2026-02-28", "2026-03-30"),
        ("2026-01-31", 1, "2026-03-31", "2026-03-31", "2026-04-29"),
        ("2024-02-29", 12, "2025-03-01", "2025-02-28", "2026-02-27"),
        ("2024-02-29", 12, "2028-03-01", "2028-02-29", "2029-02-27"),
    ],
)
def test_billing_cycles_are_counted_from_where_billing_began(since, months, on, first, last):
    rule = PeriodRule("billing_cycle", "UTC", day(since), months)
    found = rule.period_on(day(on))
    assert (found.first, found.last) == (day(first), day(last))
    assert rule.after(found).first == found.last + dt.timedelta(days=1)


def test_before_billing_began_there_is_no_cycle():
    with pytest.raises(NoPeriodError, match="2026-01-14 lies before 2026-01-15"):
        PeriodRule("billing_cycle", "UTC", day("2026-01-15")).period_on(day("2026-01-14"))


def test_a_billing_cycle_needs_its_first_day_and_a_length():
    with pytest.raises(NoPeriodError, match="billing_from"):
        PeriodRule(PeriodKind.BILLING_CYCLE, "UTC")
    with pytest.raises(ValueError, match="1 to 60 months"):
        PeriodRule("billing_cycle", "UTC", day("2026-01-15"), 0)


def test_an_instant_belongs_to_the_month_that_it_is_there():
    rule = PeriodRule("month", BERLIN)
    assert rule.period_at(at("2026-06-30 22:00")).first == day("2026-07-01")
    assert rule.period_at(at("2026-06-30 21:59")).first == day("2026-06-01")


@pytest.mark.parametrize("zone", ["UTC", BERLIN, "America/Sao_Paulo", "Africa/Cairo", "Asia/Kathmandu"])
def test_the_days_of_a_year_are_the_year_without_gap_or_overlap(zone: str):
    period = PeriodRule("year", zone).period_on(day("2018-05-05"))
    spans = [span for _, span in period.days()]
    assert (spans[0].start, spans[-1].end) == period.interval
    assert all(one.end == other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("zone", "on", "hours"),
    [
        pytest.param(BERLIN, "2026-03-29", 23, id="clock put forward"),
        pytest.param(BERLIN, "2026-10-25", 25, id="clock put back"),
        pytest.param("America/Sao_Paulo", "2018-11-04", 23, id="a day that begins at one"),
        pytest.param("America/Havana", "2026-11-01", 25, id="midnight comes twice"),
        pytest.param("Pacific/Apia", "2011-12-30", 0, id="a day that was left out"),
    ],
)
def test_a_day_is_as_long_as_it_is(zone: str, on: str, hours: int):
    start, end = days_from_to(day(on), day(on), zone_named(zone))
    assert end - start == dt.timedelta(hours=hours)


def test_a_time_that_the_clock_leaves_out_is_the_instant_of_the_jump():
    berlin = zone_named(BERLIN)
    jump = dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)
    assert begins(day("2026-03-29"), 150, berlin) == ends(day("2026-03-29"), 150, berlin) == jump


def test_what_begins_takes_the_first_of_two_equal_times_and_what_ends_the_last():
    berlin = zone_named(BERLIN)
    assert begins(day("2026-10-25"), 150, berlin) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert ends(day("2026-10-25"), 150, berlin) == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("name", ["Berlin", "", "../etc", "Europe", "x" * 5000])
def test_a_zone_that_does_not_exist_is_refused(name: str):
    with pytest.raises(UnknownZoneError, match="Use a name such as Europe/Berlin"):
        zone_named(name)


def test_a_range_that_ends_before_it_starts_or_lies_far_away_is_refused():
    with pytest.raises(ValueError, match="2026-01-01 lies before 2026-01-02"):
        days_from_to(day("2026-01-02"), day("2026-01-01"), zone_named("UTC"))
    with pytest.raises(ValueError, match="The year 3000"):
        days_from_to(day("2026-01-02"), day("3000-01-01"), zone_named("UTC"))
