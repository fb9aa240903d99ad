"""Every figure that the product page states about measuring a service."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from slas.rules.availability_terms import Scope
from slas.rules.exclusion import Denominator, ExclusionPolicy
from slas.rules.period import PeriodRule
from slas.rules.service_timer import TimerTerms, service_timer
from slas.rules.target import FigureRounding, Target
from tests.slas.rules.times import BERLIN, JUNE, OFFICE, at, down, excuse, june, measured, minutes, percent


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        pytest.param("UTC", dt.date(2026, 6, 10), 43_200, id="30 days"),
        pytest.param(BERLIN, dt.date(2026, 3, 1), 44_580, id="Berlin, March 2026: an hour is left out"),
        pytest.param(BERLIN, dt.date(2026, 10, 31), 44_700, id="Berlin, October 2026: an hour comes twice"),
    ],
)
def test_month_length_is_time_zone_true(zone: str, day: dt.date, expected: int):
    assert PeriodRule("month", zone).period_on(day).minutes == expected


def test_overlapping_outages_are_unioned_before_summing():
    found = measured(down(3, "10:00", "11:00"), down(3, "10:30", "11:30"))
    assert minutes(found.down) == 90


def test_an_open_outage_counts_so_far():
    found = measured(down(3, "10:00", None), now=june(3, "10:25"))
    assert minutes(found.down) == 25


HOUR_DOWN = down(3, "10:00", "11:00")
EXCUSED = excuse(3, "10:00", "10:20")


@pytest.mark.parametrize(
    ("denominator", "expected"),
    [
        pytest.param(Denominator.STAYS, "99.907407", id="the denominator stays: 43,200"),
        pytest.param(Denominator.LESS_EXCUSED, "99.907365", id="it shrinks by excused downtime: 43,180"),
        pytest.param(Denominator.LESS_EXCLUDED, "99.907365", id="it shrinks by all excluded time: 43,180"),
    ],
)
def test_sixty_minutes_down_twenty_excused_in_thirty_days(denominator: Denominator, expected: str):
    found = measured(HOUR_DOWN, exclusions=[EXCUSED], policy=ExclusionPolicy(denominator=denominator))
    assert (percent(found.raw), percent(found.fraction)) == ("99.861111", expected)


@pytest.mark.parametrize(
    ("rounding", "is_met"),
    [
        pytest.param(None, False, id="exactly: a breach"),
        pytest.param(FigureRounding(2), True, id="rounded to 2 places, as the contract states: a pass"),
    ],
)
def test_no_rounding_before_comparing(rounding: FigureRounding | None, is_met: bool):
    target = Target(Fraction("99.9"), rounding=rounding)
    found = measured(down(3, "10:00:00", "10:45:18"), target=target)
    assert (minutes(found.down), percent(found.fraction, 5)) == (Fraction("45.3"), "99.89514")
    assert found.is_met is is_met


def test_no_data_is_not_zero_and_not_a_hundred_percent():
    found = measured(scope=Scope(JUNE, monitored_from=JUNE.end), target=Target(Fraction("99.9")))
    assert (found.fraction, found.raw, found.is_met) == (None, None, None)


def test_four_four_minute_outages_under_a_five_minute_rule_count_nothing():
    outages = [down(3, f"1{hour}:00", f"1{hour}:04") for hour in range(4)]
    found = measured(*outages, minimum=dt.timedelta(minutes=5))
    assert (found.down, found.fraction) == (dt.timedelta(0), 1)
    assert [str(part.verdict) for part in found.stretches] == ["too_short"] * 4


def test_four_hours_from_monday_at_five_end_on_tuesday_at_eleven():
    timer = service_timer(
        TimerTerms(dt.timedelta(hours=4), OFFICE),
        at("2026-06-08 17:00", BERLIN),
        now=at("2026-06-08 17:30", BERLIN),
    )
    assert timer.due == at("2026-06-09 11:00", BERLIN)
    assert (timer.minutes, str(timer.state)) == (30, "running")
