"""Stretches of time, and what outages that overlap, touch or stay open make together."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from slas.rules.interval import (
    Interval,
    NaiveInstantError,
    in_minutes,
    intersect,
    interval,
    length,
    overlapping,
    share,
    subtract,
    union,
)
from slas.rules.outage import Outage, downtimes
from tests.slas.rules.times import LATER, at, down, june


def day(start: str, end: str) -> Interval:
    return Interval(june(1, start), june(1, end))


def test_a_union_is_in_order_without_overlaps_and_joined_where_it_touches():
    parts = [day("12:00", "13:00"), day("10:00", "11:00"), day("10:30", "11:30"), day("11:30", "12:00")]
    assert union(parts) == (day("10:00", "13:00"),)
    assert union([day("10:00", "10:00")]) == ()


def test_one_inside_another_adds_nothing():
    assert union([day("10:00", "12:00"), day("10:30", "11:00")]) == (day("10:00", "12:00"),)


def test_what_two_unions_have_in_common_and_what_one_has_alone():
    one = (day("08:00", "10:00"), day("12:00", "14:00"))
    other = (day("09:00", "09:30"), day("09:45", "13:00"))
    common = (day("09:00", "09:30"), day("09:45", "10:00"), day("12:00", "13:00"))
    assert intersect(one, other) == intersect(other, one) == common
    assert subtract(one, other) == (day("08:00", "09:00"), day("09:30", "09:45"), day("13:00", "14:00"))
    assert subtract(one, ()) == one
    assert intersect(one, ()) == ()


def test_half_open_intervals_that_touch_share_nothing():
    assert overlapping((day("10:00", "11:00"),), day("11:00", "12:00")) == ()
    assert overlapping((day("08:00", "09:00"), day("10:00", "11:00")), day("09:00", "10:00")) == ()


def test_minutes_are_exact_fractions():
    assert in_minutes(dt.timedelta(minutes=32, seconds=8)) == Fraction(482, 15)
    assert in_minutes(dt.timedelta(microseconds=1)) == Fraction(1, 60_000_000)
    assert share(dt.timedelta(0), dt.timedelta(0)) is None


def test_instants_of_any_zone_are_kept_in_utc():
    berlin = dt.datetime.fromisoformat("2026-06-01T10:00:00+02:00")
    assert interval(berlin, june(1, "09:00")) == day("08:00", "09:00")
    assert Outage(berlin).start.tzinfo is dt.UTC


@pytest.mark.parametrize("make", [interval, Outage])
def test_a_time_without_a_zone_is_refused(make):
    with pytest.raises(NaiveInstantError, match="2026-06-01T10:00:00 has no time zone"):
        make(dt.datetime(2026, 6, 1, 10), LATER)


@pytest.mark.parametrize("make", [interval, Outage])
def test_an_end_before_its_start_is_refused(make):
    with pytest.raises(ValueError, match="before"):
        make(june(1, "11:00"), june(1, "10:00"))


def test_a_downtime_names_each_of_its_outages_once():
    outages = [down(3, "10:30", "11:30", "B"), down(3, "10:00", "11:00", "A"), down(3, "11:00", "11:10", "A")]
    (found,) = downtimes(outages, LATER)
    assert (found.start, found.end, found.refs) == (june(3, "10:00"), june(3, "11:30"), ("A", "B"))
    assert found.span == dt.timedelta(minutes=90)


def test_reports_that_come_twice_count_once():
    outages = [down(3, "10:00", "11:00", "A")] * 3
    assert length(downtimes(outages, LATER)) == dt.timedelta(hours=1)


def test_an_open_outage_swallows_what_comes_after_it():
    outages = [down(3, "10:00", None, "A"), down(3, "12:00", "12:30", "B"), down(4, "09:00", "10:00", "C")]
    (found,) = downtimes(outages, june(3, "12:10"))
    assert (found.end, found.is_open, found.refs) == (june(3, "12:30"), True, ("A", "B"))


def test_what_begins_after_now_or_lasts_no_time_is_no_downtime():
    outages = [down(3, "10:00", None), down(3, "09:00", "09:00"), down(3, "11:00", "12:00")]
    assert downtimes(outages, june(3, "10:00")) == []


def test_instants_on_both_sides_of_a_changed_clock_are_told_apart():
    first, second = (at("2026-10-25 02:30", "Europe/Berlin"), dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC))
    assert second - first == dt.timedelta(hours=1)
