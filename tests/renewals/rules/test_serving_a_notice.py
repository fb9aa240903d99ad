"""When a notice counts as received, whether that is in time, and what becomes of a service."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.calendars import calendar_named
from renewals.rules.notice import DeliveryMethod, NoticeRule, NoticeTest
from renewals.rules.service import (
    ServiceStatus,
    Timeliness,
    deemed_received,
    find_service_move,
    service_moves_from,
    timeliness_of,
)
from renewals.rules.window import sends_of

MOVES = {
    ("acknowledge", "served"): "acknowledged",
    ("dispute", "served"): "disputed",
    ("withdraw", "served"): "withdrawn",
    ("acknowledge", "disputed"): "acknowledged",
    ("withdraw", "disputed"): "withdrawn",
    ("withdraw", "acknowledged"): "withdrawn",
}
VERBS = ("acknowledge", "dispute", "withdraw")


@pytest.mark.parametrize(("verb", "status"), list(product(VERBS, [status.value for status in ServiceStatus])))
def test_a_service_moves_only_as_the_table_says(verb, status):
    move = find_service_move(verb, status)
    assert (move.target.value if move else None) == MOVES.get((verb, status))
    assert (move in service_moves_from(status)) is (move is not None)


def a_rule(calendar: str | None = "GB-ENG", **days: int | None) -> NoticeRule:
    methods = tuple(DeliveryMethod(name.replace("_", " "), count) for name, count in days.items())
    return NoticeRule(methods=methods, calendar=calendar)


@pytest.mark.parametrize(
    ("rule", "method", "sent", "expected"),
    [
        pytest.param(a_rule(post=3), "post", "2026-10-19", "2026-10-22", id="third business day"),
        pytest.param(a_rule(post=5), "post", "2026-10-23", "2026-10-30", id="over a weekend"),
        pytest.param(a_rule(post=2), "post", "2026-12-23", "2026-12-29", id="over 25 and 28 December"),
        pytest.param(a_rule(email=0), "Email ", "2026-10-19", "2026-10-19", id="the day itself"),
        pytest.param(a_rule(email=0), "email", "2026-10-24", "2026-10-26", id="a Saturday counts on Monday"),
        pytest.param(a_rule(None, email=0), "email", "2026-10-24", "2026-10-24", id="no calendar, same day"),
        pytest.param(a_rule(None, post=3), "post", "2026-10-19", None, id="no calendar to count in"),
        pytest.param(a_rule("XX-NO", post=3), "post", "2026-10-19", None, id="unknown calendar"),
        pytest.param(a_rule(courier=None), "courier", "2026-10-19", None, id="nothing agreed for it"),
        pytest.param(a_rule(post=3), "pigeon", "2026-10-19", None, id="a method not agreed"),
        pytest.param(None, "post", "2026-10-19", None, id="no rule"),
    ],
)
def test_deemed_receipt_is_that_of_the_method(rule, method, sent, expected):
    found = deemed_received(rule, method, dt.date.fromisoformat(sent))
    assert found == (dt.date.fromisoformat(expected) if expected else None)


DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))


@given(DAYS, st.integers(0, 8))
def test_what_is_sent_by_send_by_counts_as_received_by_notice_by(notice_by, days):
    """Serving and the deadline agree: the last day to send is found backwards, the receipt forwards."""
    rule = a_rule(post=days)
    send_by = sends_of(rule, notice_by, calendar_named("GB-ENG"))[0].send_by_date
    assert deemed_received(rule, "post", send_by) <= notice_by


BY, SEND_BY = dt.date(2026, 10, 30), dt.date(2026, 10, 27)
RECEIVED, SENT = NoticeTest.RECEIVED, NoticeTest.SENT


@pytest.mark.parametrize(
    ("test", "sent", "received", "notice_by", "expected"),
    [
        (RECEIVED, dt.date(2026, 10, 27), BY, BY, Timeliness.IN_TIME),
        (RECEIVED, dt.date(2026, 10, 27), dt.date(2026, 10, 31), BY, Timeliness.LATE),
        (RECEIVED, dt.date(2026, 10, 31), None, BY, Timeliness.LATE),
        (RECEIVED, dt.date(2026, 10, 28), None, BY, Timeliness.AFTER_SEND_BY),
        (RECEIVED, dt.date(2026, 10, 27), None, BY, Timeliness.UNKNOWN),
        (RECEIVED, dt.date(2026, 10, 28), BY, BY, Timeliness.IN_TIME),
        (SENT, BY, None, BY, Timeliness.IN_TIME),
        (SENT, BY, dt.date(2026, 11, 9), BY, Timeliness.IN_TIME),
        (SENT, dt.date(2026, 10, 31), None, BY, Timeliness.LATE),
        (RECEIVED, BY, None, None, Timeliness.IN_TIME),
    ],
)
def test_in_time_is_measured_by_what_must_have_happened(test, sent, received, notice_by, expected):
    assert (
        timeliness_of(test=test, sent=sent, received=received, send_by=SEND_BY, notice_by=notice_by)
        is expected
    )
