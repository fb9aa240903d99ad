"""Every stretch of downtime has one verdict: it counts, or why it does not."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from slas.rules.availability_terms import Scope
from slas.rules.exclusion import Denominator, Exclusion, ExclusionKind, ExclusionPolicy
from slas.rules.interval import Interval
from slas.rules.outage import Outage
from slas.rules.target import Target
from tests.slas.rules.times import BERLIN, JUNE, OFFICE, at, down, excuse, june, measured, minutes

FIVE = dt.timedelta(minutes=5)


def told(found) -> list[tuple[str, str, str]]:
    """Return the stretches as start, end and verdict."""
    return [(f"{part.start:%d %H:%M}", f"{part.end:%d %H:%M}", str(part.verdict)) for part in found.stretches]


def test_an_outage_over_the_end_of_the_month_is_clipped_and_both_parts_are_told():
    found = measured(Outage(june(30, "23:00"), JUNE.end + dt.timedelta(hours=3), "A"))
    assert told(found) == [("30 23:00", "01 00:00", "counted"), ("01 00:00", "01 03:00", "outside_period")]
    assert minutes(found.down) == 60


def test_an_outage_of_another_month_is_not_told():
    assert measured(Outage(june(1) - dt.timedelta(hours=2), june(1))).stretches == ()


def test_downtime_outside_the_contract_does_not_count_and_the_time_shrinks():
    term = Interval(june(11), june(21))
    found = measured(Outage(june(10, "22:00"), june(11, "01:00")), scope=Scope(JUNE, contract=term))
    assert told(found) == [("10 22:00", "11 00:00", "outside_contract"), ("11 00:00", "11 01:00", "counted")]
    assert (minutes(found.total), found.fraction) == (14_400, Fraction(239, 240))


def test_before_monitoring_there_is_no_data():
    scope = Scope(JUNE, monitored_from=june(29))
    found = measured(Outage(june(28, "23:00"), june(29, "12:00")), scope=scope)
    assert told(found) == [("28 23:00", "29 00:00", "not_monitored"), ("29 00:00", "29 12:00", "counted")]
    assert found.fraction == Fraction(3, 4)


def test_only_service_hours_count():
    found = measured(Outage(at("2026-06-08 17:30", BERLIN), at("2026-06-09 09:00", BERLIN)), hours=OFFICE)
    assert told(found) == [
        ("08 15:30", "08 16:00", "counted"),
        ("08 16:00", "09 06:00", "outside_hours"),
        ("09 06:00", "09 07:00", "counted"),
    ]
    assert minutes(found.total) == 22 * 600
    assert minutes(found.down) == 90


@pytest.mark.parametrize(
    ("details", "kinds", "reason"),
    [
        ({"has_evidence": False}, ExclusionKind, "no_evidence"),
        ({"is_approved": False}, ExclusionKind, "not_approved"),
        ({"has_evidence": False, "is_approved": False}, ExclusionKind, "no_evidence"),
        ({"kind": "force_majeure"}, {"maintenance"}, "not_agreed"),
    ],
)
def test_an_exclusion_that_does_not_hold_excuses_nothing(details, kinds, reason: str):
    policy = ExclusionPolicy(frozenset(kinds))
    found = measured(
        down(3, "10:00", "11:00"), exclusions=[excuse(3, "10:00", "11:00", **details)], policy=policy
    )
    assert (minutes(found.down), found.excused) == (60, dt.timedelta(0))
    assert [str(one.reason) for one in found.refused] == [reason]


@pytest.mark.parametrize(
    ("announced", "excused"),
    [("2026-06-02 10:00", 60), ("2026-06-02 10:01", 0), (None, 0)],
)
def test_maintenance_excuses_only_where_it_was_announced_in_time(announced: str | None, excused: int):
    policy = ExclusionPolicy(notice=dt.timedelta(hours=24))
    window = excuse(3, "10:00", "11:00", announced_at=None if announced is None else at(announced))
    found = measured(down(3, "10:00", "11:00"), exclusions=[window], policy=policy)
    assert minutes(found.excused) == excused
    assert [str(one.reason) for one in found.refused] == ([] if excused else ["not_announced"])


def test_force_majeure_needs_no_announcement():
    policy = ExclusionPolicy(notice=dt.timedelta(hours=24))
    storm = excuse(3, "10:00", "11:00", kind="force_majeure")
    assert minutes(measured(down(3, "10:00", "11:00"), exclusions=[storm], policy=policy).excused) == 60


def test_excused_downtime_names_what_excuses_it_and_overlapping_exclusions_count_once():
    windows = [excuse(3, "10:15", "10:45", ref="M2"), excuse(3, "10:00", "10:30", ref="M1")]
    found = measured(down(3, "09:50", "11:00", "A"), exclusions=windows)
    assert told(found) == [
        ("03 09:50", "03 10:00", "counted"),
        ("03 10:00", "03 10:45", "excused"),
        ("03 10:45", "03 11:00", "counted"),
    ]
    assert found.stretches[1].exclusions == ("M1", "M2")
    assert found.stretches[1].minutes == minutes(found.excused) == 45


@pytest.mark.parametrize(
    ("denominator", "left_out", "expected"),
    [
        (Denominator.STAYS, 0, Fraction(43_200 - 40, 43_200)),
        (Denominator.LESS_EXCUSED, 20, Fraction(43_180 - 40, 43_180)),
        (Denominator.LESS_EXCLUDED, 120, Fraction(43_080 - 40, 43_080)),
    ],
)
def test_what_leaves_the_denominator_where_the_window_is_longer_than_the_downtime(
    denominator: Denominator, left_out: int, expected: Fraction
):
    found = measured(
        down(3, "10:00", "11:00"),
        exclusions=[excuse(3, "08:20", "10:20")],
        policy=ExclusionPolicy(denominator=denominator),
    )
    assert (minutes(found.left_out), found.fraction) == (left_out, expected)


def test_a_period_that_is_excluded_as_a_whole_has_no_data():
    exclusion = Exclusion(*JUNE, ExclusionKind.FORCE_MAJEURE, has_evidence=True, is_approved=True)
    policy = ExclusionPolicy(denominator=Denominator.LESS_EXCLUDED)
    found = measured(down(3, "10:00", "11:00"), exclusions=[exclusion], policy=policy)
    assert (found.fraction, found.is_met) == (None, None)


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        pytest.param("10:00:00", "10:04:59", False, id="shorter"),
        pytest.param("10:00:00", "10:05:00", True, id="as long as the minimum"),
    ],
)
def test_downtime_as_long_as_the_minimum_counts(start: str, end: str, counts: bool):
    assert bool(measured(down(3, start, end), minimum=FIVE).down) is counts


def test_the_minimum_is_held_against_the_union_and_before_anything_is_clipped_or_excused():
    joined = measured(down(3, "10:00", "10:04"), down(3, "10:03", "10:07"), minimum=FIVE)
    over_midnight = measured(Outage(june(30, "23:57"), JUNE.end + dt.timedelta(minutes=3)), minimum=FIVE)
    excused = measured(down(3, "10:00", "10:06"), exclusions=[excuse(3, "10:00", "10:03")], minimum=FIVE)
    assert [minutes(one.down - one.excused) for one in (joined, over_midnight, excused)] == [7, 3, 3]


def test_an_open_outage_is_too_short_until_it_has_lasted_the_minimum():
    for until, counted in (("10:04", 0), ("10:05", 5)):
        assert minutes(measured(down(3, "10:00", None), minimum=FIVE, now=june(3, until)).down) == counted


def test_down_all_the_time_is_zero_percent():
    found = measured(Outage(june(1), None), target=Target(Fraction("99.9")))
    assert (found.fraction, found.is_met) == (0, False)


def test_exactly_the_promise_keeps_it_and_the_budget_is_what_it_leaves():
    target = Target(Fraction("99.9"))
    kept = measured(down(3, "10:00:00", "10:43:12"), target=target)
    missed = measured(down(3, "10:00:00", "10:43:12.000001"), target=target)
    assert (kept.is_met, missed.is_met) == (True, False)
    assert minutes(kept.budget) == Fraction("43.2")


def test_without_a_promise_there_is_neither_judgement_nor_budget():
    found = measured(down(3, "10:00", "11:00"))
    assert (found.is_met, found.budget) == (None, None)
