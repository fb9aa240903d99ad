"""Events of monitors: told twice they happen once, in whatever order they come."""

from __future__ import annotations

import datetime as dt

import pytest

from slas.rules.monitor_event import Answer, HeldOutage, Outcome, answer_to


def at(minute: int) -> dt.datetime:
    return dt.datetime(2026, 3, 1, 10, minute, tzinfo=dt.UTC)


OPEN = HeldOutage(1, "", at(10), None)
CLOSED = HeldOutage(2, "", at(10), at(20))
NAMED = HeldOutage(3, "A-1", at(10), None)
NAMED_CLOSED = HeldOutage(4, "A-1", at(10), at(20))


@pytest.mark.parametrize(
    ("status", "ref", "minute", "held", "outcome", "key"),
    [
        pytest.param("down", "", 10, [], Outcome.OPENED, None, id="the first down opens"),
        pytest.param("down", "", 10, [OPEN], Outcome.UNCHANGED, 1, id="the same down again"),
        pytest.param("down", "", 15, [OPEN], Outcome.UNCHANGED, 1, id="still down"),
        pytest.param("down", "", 10, [CLOSED], Outcome.UNCHANGED, 2, id="the same down after the up"),
        pytest.param("down", "", 15, [CLOSED], Outcome.UNCHANGED, 2, id="a late down within the outage"),
        pytest.param("down", "", 20, [CLOSED], Outcome.OPENED, None, id="down again as it came up"),
        pytest.param("down", "", 25, [CLOSED], Outcome.OPENED, None, id="another outage"),
        pytest.param("up", "", 20, [OPEN], Outcome.CLOSED, 1, id="up closes"),
        pytest.param("up", "", 20, [CLOSED], Outcome.UNCHANGED, 2, id="the same up again"),
        pytest.param("up", "", 15, [CLOSED], Outcome.UNCHANGED, 2, id="an up within a closed outage"),
        pytest.param("up", "", 25, [CLOSED], Outcome.NOTHING_TO_CLOSE, None, id="up while up"),
        pytest.param("up", "", 5, [OPEN], Outcome.NOTHING_TO_CLOSE, None, id="up before it went down"),
        pytest.param("up", "", 5, [], Outcome.NOTHING_TO_CLOSE, None, id="up without down"),
        pytest.param("down", "A-1", 10, [OPEN], Outcome.OPENED, None, id="a ref of its own"),
        pytest.param("down", "A-1", 12, [NAMED], Outcome.UNCHANGED, 3, id="a known ref again"),
        pytest.param("down", "A-1", 30, [NAMED_CLOSED], Outcome.UNCHANGED, 4, id="a ref that was closed"),
        pytest.param("up", "A-1", 20, [OPEN, NAMED], Outcome.CLOSED, 3, id="up of a ref"),
        pytest.param("up", "A-1", 30, [NAMED_CLOSED], Outcome.UNCHANGED, 4, id="up of a closed ref"),
        pytest.param("up", "A-2", 20, [NAMED], Outcome.NOTHING_TO_CLOSE, None, id="up of an unknown ref"),
    ],
)
def test_what_an_event_does(status, ref, minute, held, outcome, key):
    assert answer_to(status, ref, at(minute), held) == Answer(outcome, key)


def test_without_a_ref_the_open_outage_that_began_last_is_closed():
    later = HeldOutage(9, "", at(12), None)
    assert answer_to("up", "", at(20), [OPEN, later]).key == 9
