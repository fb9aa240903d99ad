"""Service hours as people type them: read, and written the same way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slas.rules.hours_text import HoursTextError, hours_text, read_hours

OFFICE = [[8 * 60, 18 * 60]]


@pytest.mark.parametrize(
    ("typed", "week"),
    [
        pytest.param("Mon-Fri 08:00-18:00", [OFFICE] * 5 + [[], []], id="office hours"),
        pytest.param(
            "Mon-Fri 8:00-12:00 13:00-18:00; Saturday 09:00-12:00",
            [[[480, 720], [780, 1080]]] * 5 + [[[540, 720]], []],
            id="with a break, and Saturday",
        ),
        pytest.param(
            "Fri-Mon 08:00-18:00", [OFFICE, [], [], [], OFFICE, OFFICE, OFFICE], id="over the weekend"
        ),
        pytest.param(
            "Mon 22:00-06:00",
            [[[1320, 1440]], [[0, 360]], [], [], [], [], []],
            id="a night goes into the next day",
        ),
        pytest.param("Sun 22:00-24:00", [[], [], [], [], [], [], [[1320, 1440]]], id="to midnight"),
        pytest.param(
            "Mon 08:00-12:00, Mon 11:00-14:00", [[[480, 840]]] + [[]] * 6, id="what overlaps is one opening"
        ),
    ],
)
def test_hours_are_read(typed, week):
    assert read_hours(typed) == week
    assert read_hours(hours_text(week)) == week


@pytest.mark.parametrize("typed", ["", "  ", "\n"])
def test_nothing_is_around_the_clock(typed):
    assert read_hours(typed) is None
    assert hours_text(None) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "always",
        "Mon-Fri",
        "Xyz 08:00-18:00",
        "Mon 8-18",
        "Mon 08:00-08:00",
        "Mon 08:60-18:00",
        "Mon 25:00-26:00",
    ],
)
def test_what_says_no_hours_is_refused_with_what_would_do(typed):
    with pytest.raises(HoursTextError):
        read_hours(typed)


_DAY = st.lists(st.integers(0, 143).map(lambda at: at * 10), max_size=4, unique=True).map(
    lambda starts: [[at, at + 10] for at in sorted(starts)]
)


@given(st.lists(_DAY, min_size=7, max_size=7).filter(any))
def test_hours_that_are_written_read_back(week):
    read = read_hours(hours_text(week))
    assert read is not None
    assert read_hours(hours_text(read)) == read
    assert [sum(b - a for a, b in day) for day in read] == [sum(b - a for a, b in day) for day in week]
