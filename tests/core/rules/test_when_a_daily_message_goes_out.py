"""The table of ``docs/reminders.md``: when a message to somebody who chose one a day goes out."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.gathering import goes_out_at

ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Kiritimati", "Asia/Kathmandu")


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("handed_over", "zone", "days_left", "is_late", "expected"),
    [
        ("2026-09-02 00:01", "Europe/Berlin", 30, False, "2026-09-02 05:00"),
        ("2026-09-02 05:00", "Europe/Berlin", 30, False, "2026-09-02 05:00"),
        ("2026-09-02 05:01", "Europe/Berlin", 30, False, "2026-09-03 05:00"),
        ("2026-09-02 00:01", "America/Los_Angeles", 30, False, "2026-09-02 14:00"),
        ("2026-10-25 00:30", "Europe/Berlin", 30, False, "2026-10-25 06:00"),
        ("2026-03-29 00:30", "Europe/Berlin", 30, False, "2026-03-29 05:00"),
        ("2026-09-02 00:01", "Europe/Berlin", 8, False, "2026-09-02 05:00"),
        ("2026-09-02 00:01", "Europe/Berlin", 7, False, None),
        ("2026-09-02 00:01", "Europe/Berlin", 0, False, None),
        ("2026-09-02 12:00", "Europe/Berlin", 30, True, "2026-09-02 12:00"),
        ("2026-09-02 12:00", "Europe/Berlin", 3, True, None),
        ("2026-09-02 12:00", "Europe/Berlin", -3, True, None),
    ],
    ids=[
        "at night: at seven the same morning",
        "at seven: at once",
        "after seven: the next morning",
        "in the reader's zone, not in the contract's",
        "clocks set back",
        "clocks set forward",
        "eight days ahead still waits",
        "a week ahead goes at once",
        "on the day itself goes at once",
        "what is late goes at once, with what else is late",
        "late and near goes by itself",
        "late and over goes by itself",
    ],
)
def test_a_daily_message_goes_out_at_seven_unless_it_is_urgent(
    handed_over, zone, days_left, is_late, expected
):
    found = goes_out_at(utc(handed_over), timezone=zone, days_left=days_left, is_late=is_late)
    assert found == (utc(expected) if expected else None)


@given(
    st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC)),
    st.sampled_from(ZONES),
    st.integers(-400, 400),
    st.booleans(),
)
def test_nothing_waits_for_more_than_a_day_and_nothing_within_a_week_of_its_date(now, zone, days, is_late):
    found = goes_out_at(now, timezone=zone, days_left=days, is_late=is_late)
    if found is None:
        assert days <= 7
    else:
        assert dt.timedelta() <= found - now <= dt.timedelta(hours=25)
        assert days > 7
