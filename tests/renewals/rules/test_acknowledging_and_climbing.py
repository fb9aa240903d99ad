"""Who is told when nobody answers, what a snooze keeps quiet, and what ends either."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.calendars import calendar_named
from renewals.reminders.past import Past
from renewals.rules.climb import TO_LEGAL, TO_MANAGER, climbs_of
from renewals.rules.standing import Response, Standing, last_snooze

ACT_BY = date(2026, 10, 2)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("first", "days", "calendar", "manager", "legal"),
    [
        pytest.param("04-06", 5, None, "04-13", "04-20", id="five working days each from a Monday"),
        pytest.param("04-10", 5, None, "04-17", "04-24", id="from a Friday the weekend does not count"),
        pytest.param("04-11", 5, None, "04-17", "04-24", id="from a Saturday Monday is the first day"),
        pytest.param("04-01", 2, "DE", "04-07", "04-09", id="Good Friday and Easter Monday do not count"),
        pytest.param("09-25", 5, None, "09-30", "10-01", id="near the date it climbs sooner"),
        pytest.param("09-30", 5, None, "10-01", "10-02", id="never two on one day"),
        pytest.param("10-01", 5, None, "10-02", None, id="the day before there is time for one"),
        pytest.param("10-02", 5, None, None, None, id="on the day itself it climbs no more"),
        pytest.param("04-06", 0, None, None, None, id="a policy may say never"),
    ],
)
def test_a_deadline_that_nobody_acknowledges_climbs(first, days, calendar, manager, legal):
    standing = Standing(first_reminded_date=day(first))
    expected = [(TO_MANAGER, manager), (TO_LEGAL, legal)]

    found = climbs_of(standing, ACT_BY, days, calendar_named(calendar) if calendar else None)

    assert list(found) == [(kind, day(text)) for kind, text in expected if text]


@pytest.mark.parametrize(
    "standing",
    [
        pytest.param(Standing(), id="before the first message"),
        pytest.param(
            Standing(first_reminded_date=day("04-06"), responses=(Response(day("04-07")),)),
            id="after an acknowledgment",
        ),
        pytest.param(
            Standing(first_reminded_date=day("04-06"), responses=(Response(day("04-07"), day("05-01")),)),
            id="after a snooze",
        ),
        pytest.param(Standing(first_reminded_date=day("04-06"), is_decided=True), id="once it is decided"),
    ],
)
def test_nothing_climbs(standing):
    assert climbs_of(standing, ACT_BY, 5, None) == ()


def test_what_climbed_already_keeps_its_day_and_the_next_step_counts_from_it():
    standing = Standing(first_reminded_date=day("04-06"), climbed={TO_MANAGER: day("04-08")})

    assert climbs_of(standing, ACT_BY, 5, None) == ((TO_MANAGER, day("04-08")), (TO_LEGAL, day("04-15")))


@pytest.mark.parametrize(
    ("answers", "quiet", "wakes"),
    [
        pytest.param([("04-06", None)], [], [], id="an acknowledgment keeps nothing quiet"),
        pytest.param([("04-06", "04-10")], ["04-07", "04-08", "04-09"], ["04-10"], id="a snooze"),
        pytest.param(
            [("04-06", "04-10"), ("04-08", "04-12")],
            ["04-07", "04-08", "04-09", "04-10", "04-11"],
            ["04-12"],
            id="a longer one replaces it",
        ),
        pytest.param(
            [("04-06", "04-12"), ("04-08", "04-10")],
            ["04-07", "04-08", "04-09"],
            ["04-10"],
            id="a shorter one replaces it",
        ),
        pytest.param(
            [("04-06", "04-12"), ("04-06", "04-08")],
            ["04-07"],
            ["04-08"],
            id="on one day the last counts",
        ),
        pytest.param(
            [("04-06", "04-08"), ("04-07", None)], ["04-07"], ["04-08"], id="an acknowledgment leaves it"
        ),
        pytest.param(
            [("04-06", "04-08"), ("04-09", "04-11")],
            ["04-07", "04-10"],
            ["04-08", "04-11"],
            id="one after the other",
        ),
    ],
)
def test_a_snooze_is_quiet_between_its_day_and_its_end(answers, quiet, wakes):
    standing = Standing(responses=tuple(Response(day(on), until and day(until)) for on, until in answers))
    days = [day("04-01") + timedelta(days=number) for number in range(20)]

    assert [one for one in days if standing.is_quiet_on(one)] == [day(text) for text in quiet]
    assert standing.wakes == tuple(day(text) for text in wakes)


def test_a_snooze_ends_on_the_day_of_the_decision_at_the_latest():
    assert last_snooze(ACT_BY, 30) == day("09-02")


OFFSETS = st.integers(0, 40)
ANSWERS = st.lists(st.tuples(OFFSETS, st.none() | st.integers(1, 20)), max_size=6)


@given(ANSWERS, st.none() | OFFSETS, st.integers(0, 12), st.sampled_from(["", "DE", "GB-ENG", "XX-nowhere"]))
def test_the_reconcilers_own_reading_agrees(answers, first, patience, name):
    start = day("08-01")
    given_on = sorted((start + timedelta(days=on), length) for on, length in answers if length is not None)
    given_on += [(start + timedelta(days=on), None) for on, length in answers if length is None]
    given_on.sort(key=lambda one: one[0])
    pairs = [(on, on + timedelta(days=length) if length else None) for on, length in given_on]
    reminded = None if first is None else start + timedelta(days=first)
    standing = Standing(responses=tuple(Response(*pair) for pair in pairs), first_reminded_date=reminded)
    past = Past(answers=pairs, first_day=reminded)
    act_by = start + timedelta(days=45)
    calendar = calendar_named(name) if name and name != "XX-nowhere" else None

    for number in range(70):
        due = start + timedelta(days=number)
        assert standing.is_quiet_on(due) == past.is_snoozed(due)
    assert list(standing.wakes) == past.ends_of_snoozes()
    assert list(climbs_of(standing, act_by, patience, calendar)) == list(past.climbs(act_by, patience, name))
