"""Responses and resolutions, timed in service hours and less their pauses."""

from __future__ import annotations

import datetime as dt

import pytest

from slas.rules.interval import NaiveInstantError
from slas.rules.service_timer import Pause, TimerTerms, service_timer
from slas.rules.target import attainment
from tests.slas.rules.times import BERLIN, OFFICE, at

HOUR = dt.timedelta(hours=1)


def berlin(text: str) -> dt.datetime:
    return at(f"2026-{text}", BERLIN)


def timer(start: str, done: str | None = None, *, hours=OFFICE, allowed=4, pauses=(), now="12-01 12:00"):
    waits = [Pause(berlin(begin), None if end is None else berlin(end)) for begin, end in pauses]
    return service_timer(
        TimerTerms(allowed * HOUR, hours),
        berlin(start),
        None if done is None else berlin(done),
        waits,
        now=berlin(now),
    )


@pytest.mark.parametrize(
    ("start", "allowed", "due"),
    [
        pytest.param("06-08 17:00", 4, "06-09 11:00", id="Monday 17:00 and 4 h"),
        pytest.param("06-08 14:00", 4, "06-08 18:00", id="used up at closing time"),
        pytest.param("06-12 17:00", 4, "06-15 11:00", id="over a weekend"),
        pytest.param("05-22 17:00", 4, "05-26 11:00", id="over a weekend and Whit Monday"),
        pytest.param("06-13 12:00", 4, "06-15 12:00", id="opened on a Saturday"),
        pytest.param("06-08 06:00", 4, "06-08 12:00", id="opened before hours"),
        pytest.param("06-08 09:00", 100, "06-22 09:00", id="ten working days"),
        pytest.param("06-08 17:00", 0, "06-08 17:00", id="nothing allowed"),
        pytest.param("10-23 17:00", 4, "10-26 11:00", id="over the night in which the clock is put back"),
    ],
)
def test_a_ticket_is_due_when_the_allowed_service_time_is_used_up(start: str, allowed: int, due: str):
    assert timer(start, allowed=allowed, now=start).due == berlin(due)


def test_around_the_clock_hours_are_hours():
    assert timer("03-29 01:00", hours=None, now="03-29 01:00").due == berlin("03-29 06:00")


@pytest.mark.parametrize(
    ("done", "state", "minutes"),
    [
        ("06-09 11:00", "met", 240),
        ("06-09 11:01", "missed", 241),
        ("06-08 17:00", "met", 0),
        (None, "missed", None),
    ],
)
def test_exactly_the_allowed_time_keeps_the_promise(done: str | None, state: str, minutes: int | None):
    found = timer("06-08 17:00", done, now="06-30 12:00")
    assert str(found.state) == state
    assert minutes is None or found.minutes == minutes


def test_nothing_runs_between_closing_and_opening():
    found = timer("06-08 14:00", "06-09 07:59")
    assert (found.minutes, found.is_met) == (240, True)
    assert [(run.start, run.end) for run in found.ran] == [(berlin("06-08 14:00"), berlin("06-08 18:00"))]


def test_a_pause_stops_the_clock_and_moves_the_due_instant():
    found = timer("06-08 10:00", pauses=[("06-08 11:00", "06-08 13:00")], now="06-08 12:00")
    assert (found.due, str(found.state), found.minutes) == (berlin("06-08 16:00"), "paused", 60)
    assert found.is_met is None


def test_pauses_that_overlap_or_lie_outside_the_hours_stop_nothing_twice():
    pauses = [("06-08 11:00", "06-08 13:00"), ("06-08 12:00", "06-08 14:00"), ("06-08 20:00", "06-09 06:00")]
    assert timer("06-08 10:00", "06-08 16:00", pauses=pauses).minutes == 180


def test_while_it_waits_without_an_end_nobody_can_say_when_it_is_due():
    found = timer("06-08 10:00", pauses=[("06-08 11:00", None)], now="06-30 12:00")
    assert (found.due, str(found.state), found.minutes) == (None, "paused", 60)


def test_a_ticket_that_was_late_before_it_was_paused_is_missed():
    found = timer("06-08 10:00", pauses=[("06-08 15:00", None)], now="06-08 16:00")
    assert (found.due, str(found.state)) == (berlin("06-08 14:00"), "missed")


def test_a_ticket_from_a_clock_that_is_ahead_has_not_run():
    found = timer("06-08 10:00", now="06-08 09:00")
    assert (found.minutes, str(found.state)) == (0, "running")


def test_wrong_input_is_refused():
    with pytest.raises(ValueError, match="done: lies before the start"):
        timer("06-08 10:00", "06-08 09:59")
    with pytest.raises(ValueError, match="allowed"):
        TimerTerms(-HOUR)
    with pytest.raises(NaiveInstantError):
        service_timer(TimerTerms(HOUR), dt.datetime(2026, 6, 8, 10), now=berlin("06-08 10:00"))


def test_the_share_of_tickets_in_time_leaves_out_what_is_not_judged():
    tickets = [timer("06-08 17:00", done) for done in ("06-09 11:00", "06-09 10:00", "06-09 12:00")]
    waiting = timer("06-08 10:00", pauses=[("06-08 11:00", None)])
    found = attainment(one.is_met for one in (*tickets, waiting))
    assert (found.kept, found.missed, found.without_data) == (2, 1, 1)
    assert (found.share.numerator, found.share.denominator) == (2, 3)
    assert attainment([None]).share is None
