"""The hours in which a service is promised."""

from __future__ import annotations

import datetime as dt

import pytest

from core.rules.calendars import UnknownCalendarError
from slas.rules.interval import Interval, length
from slas.rules.service_hours import ServiceHours, ServiceHoursError, weekdays
from slas.rules.wall_clock import UnknownZoneError
from tests.slas.rules.times import BERLIN, OFFICE, at

ALL_WEEK = ((480, 1080),) * 7
EVERY_DAY = tuple((opening,) for opening in ALL_WEEK)


def hours_in(hours: ServiceHours, start: str, end: str) -> float:
    span = Interval(at(start, BERLIN), at(end, BERLIN))
    return length(hours.within(span)) / dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param("2026-06-08 00:00", "2026-06-09 00:00", 10, id="a Monday"),
        pytest.param("2026-06-08 17:00", "2026-06-09 09:00", 2, id="over night"),
        pytest.param("2026-06-13 00:00", "2026-06-15 00:00", 0, id="a weekend"),
        pytest.param("2026-06-08 00:00", "2026-06-15 00:00", 50, id="a week"),
        pytest.param("2026-05-25 00:00", "2026-05-26 00:00", 0, id="Whit Monday"),
        pytest.param("2026-03-27 00:00", "2026-03-31 00:00", 20, id="around a changed clock"),
    ],
)
def test_office_hours_in_berlin(start: str, end: str, expected: float):
    assert hours_in(OFFICE, start, end) == expected


def test_a_holiday_on_a_saturday_closes_a_service_that_is_promised_on_saturdays():
    hours = ServiceHours(BERLIN, EVERY_DAY, "DE")
    assert hours_in(hours, "2026-10-03 00:00", "2026-10-04 00:00") == 0  # German Unity Day
    assert hours_in(hours, "2026-10-10 00:00", "2026-10-11 00:00") == 10


def test_a_day_off_is_closed_without_any_calendar():
    hours = ServiceHours(BERLIN, EVERY_DAY, days_off=frozenset({dt.date(2026, 6, 8)}))
    assert hours_in(hours, "2026-06-08 00:00", "2026-06-10 00:00") == 10


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param("2026-03-29", 2, id="put forward at two"),
        pytest.param("2026-10-25", 4, id="put back at three"),
        pytest.param("2026-06-07", 3, id="any other night"),
    ],
)
def test_a_night_opening_has_the_hours_that_the_clock_shows(on: str, expected: float):
    night = ServiceHours(BERLIN, (((0, 180),),) * 7)
    assert hours_in(night, f"{on} 00:00", f"{on} 12:00") == expected


def test_openings_up_to_midnight_and_from_midnight_are_one_stretch():
    shift = ServiceHours(BERLIN, (((0, 360), (1320, 1440)),) * 7)
    span = Interval(at("2026-06-08 12:00", BERLIN), at("2026-06-09 12:00", BERLIN))
    assert shift.within(span) == (Interval(at("2026-06-08 22:00", BERLIN), at("2026-06-09 06:00", BERLIN)),)


def test_hours_of_a_zone_far_away_are_found():
    hours = ServiceHours("Pacific/Kiritimati", EVERY_DAY)
    span = Interval(at("2026-06-08 00:00"), at("2026-06-09 00:00"))
    assert length(hours.within(span)) == dt.timedelta(hours=10)


@pytest.mark.parametrize(
    ("week", "message"),
    [
        (((),) * 7, "week: has no opening"),
        (EVERY_DAY[:5], "week: has 5 days"),
        ((((1080, 480),), *EVERY_DAY[1:]), "week: Monday opens at 1080 and closes at 480"),
        ((*EVERY_DAY[:6], ((0, 1441),)), "week: Sunday opens at 0 and closes at 1441"),
        ((*EVERY_DAY[:6], ((0, 600), (540, 700))), "week: the openings of Sunday overlap"),
    ],
)
def test_a_timetable_that_cannot_be_meant_is_refused(week, message: str):
    with pytest.raises(ServiceHoursError, match=message):
        ServiceHours(BERLIN, week)


def test_an_unknown_zone_or_calendar_is_refused():
    with pytest.raises(UnknownZoneError):
        weekdays(480, 1080, zone="Berlin")
    with pytest.raises(UnknownCalendarError):
        weekdays(480, 1080, zone=BERLIN, calendar="XX")
