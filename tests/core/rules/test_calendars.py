"""Business days of named calendars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.calendars import WEEKDAYS, UnknownCalendarError, calendar_named
from core.rules.periods import PeriodRangeError

days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("name", "day", "is_worked"),
    [
        ("DE", date(2026, 12, 25), False),
        ("DE", date(2026, 12, 28), True),
        ("GB-ENG", date(2026, 12, 28), False),
        ("GB-SCT", date(2026, 1, 2), False),
        ("GB-ENG", date(2026, 1, 2), True),
        ("DE-BY", date(2026, 1, 6), False),
        ("DE-BE", date(2026, 1, 6), True),
        ("US-NY", date(2026, 7, 3), False),
        ("AE", date(2026, 11, 20), True),
        ("AE", date(2026, 11, 22), False),
        ("XNYS", date(2026, 4, 3), False),
        (WEEKDAYS, date(2026, 12, 25), True),
        (WEEKDAYS, date(2026, 12, 26), False),
    ],
)
def test_a_day_is_worked_or_not(name: str, day: date, is_worked: bool) -> None:
    assert calendar_named(name).is_business_day(day) is is_worked


@pytest.mark.parametrize(("name", "expected"), [("DE", date(2026, 12, 16)), ("GB-ENG", date(2026, 12, 15))])
def test_ten_business_days_before_the_year_ends(name: str, expected: date) -> None:
    assert calendar_named(name).subtract(date(2026, 12, 31), 10) == expected


@settings(max_examples=60, deadline=None)
@given(days, st.integers(0, 40), st.sampled_from(["GB-ENG", "DE-BY", "US-NY"]))
def test_counting_there_and_back_counts_the_same_days(day: date, count: int, name: str) -> None:
    calendar = calendar_named(name)
    later = calendar.add(day, count)
    assert calendar.count_between(day, later) == count
    assert calendar.subtract(calendar.add(later, 1), 1) == calendar.on_or_before(later)
    assert calendar.on_or_before(day) <= day <= calendar.on_or_after(day)
    assert calendar.add(day, -count) == calendar.subtract(day, count)


def test_the_same_calendar_is_kept_whatever_the_case_of_its_name() -> None:
    assert calendar_named("gb-eng") is calendar_named(" GB-ENG ")
    assert calendar_named("GB-ENG").version.startswith("holidays ")


@pytest.mark.parametrize("name", ["XX", "GB-QQQ", "DE_BY", "", "  ", "XNYS-NY", "HolidayBase"])
def test_an_unknown_calendar_is_named_in_the_error(name: str) -> None:
    with pytest.raises(UnknownCalendarError) as caught:
        calendar_named(name)
    assert repr(name.strip().upper() or name) in str(caught.value)


def test_an_unknown_part_of_a_country_lists_the_known_ones() -> None:
    with pytest.raises(UnknownCalendarError, match="ENG, NIR, SCT, WLS"):
        calendar_named("GB-LON")


def test_unreasonable_counts_are_refused() -> None:
    with pytest.raises(PeriodRangeError):
        calendar_named("DE").add(date(2026, 1, 1), 10**9)
    with pytest.raises(PeriodRangeError):
        calendar_named(WEEKDAYS).add(date(9999, 12, 30), 5)


def test_a_calendar_shows_its_name_and_release() -> None:
    assert repr(calendar_named("de")) == f"<Calendar DE ({calendar_named('DE').version})>"


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2026, 7, 2), True),
        (date(2026, 7, 3), False),  # Independence Day, observed
        (date(2026, 12, 28), False),  # Boxing Day, a substitute day
        (date(2026, 12, 29), True),
        (date(2026, 11, 26), False),  # Thanksgiving
    ],
)
def test_a_day_is_worked_in_several_calendars_only_if_it_is_worked_in_each(
    day: date, is_worked: bool
) -> None:
    assert calendar_named("GB-ENG+US-NY").is_business_day(day) is is_worked


@settings(max_examples=60, deadline=None)
@given(days, st.integers(0, 40))
def test_several_calendars_leave_as_few_business_days_as_walking_through_each_finds(
    day: date, count: int
) -> None:
    london, new_york = calendar_named("GB-ENG"), calendar_named("US-NY")
    walked, left = day, count
    while left:
        walked -= timedelta(days=1)
        left -= london.is_business_day(walked) and new_york.is_business_day(walked)
    assert calendar_named("gb-eng + us-ny").subtract(day, count) == walked


def test_several_calendars_have_one_spelling() -> None:
    assert calendar_named(" gb-eng + us-ny ").name == "GB-ENG+US-NY"
    assert calendar_named("DE+DE") is calendar_named("DE")


@pytest.mark.parametrize("name", ["GB-ENG+", "+", "GB-ENG+XX", "DE+GB+US+FR+IT+ES", "GB-ENG,US-NY"])
def test_several_calendars_of_which_one_is_not_known_are_refused(name: str) -> None:
    with pytest.raises(UnknownCalendarError):
        calendar_named(name)


def test_a_public_holiday_is_one_whatever_the_day_of_the_week():
    germany = calendar_named("DE")
    assert germany.is_holiday(date(2026, 10, 3))
    assert not germany.is_holiday(date(2026, 10, 4))
    assert not calendar_named("weekdays").is_holiday(date(2026, 12, 25))
    assert calendar_named("GB-ENG+US-NY").is_holiday(date(2026, 11, 26))
