"""When a missed promise is told, and when a claim is reminded of."""

from __future__ import annotations

import datetime as dt

import pytest

from slas.rules.claim import ClaimStatus
from slas.rules.reminding import (
    CLAIM,
    CLAIM_LOST,
    CLAIM_TO_MANAGER,
    instant_of_run,
    is_old_news,
    key_of_run,
    missed_since,
    told_of_claim,
)

DAY = dt.date(2026, 7, 1)
FIRST, SECOND, THIRD = (dt.datetime(2026, 7, day, 8, 0, 0, 250, tzinfo=dt.UTC) for day in (1, 5, 9))


@pytest.mark.parametrize(
    ("versions", "since"),
    [
        ([], None),
        ([(True, FIRST)], None),
        ([(None, FIRST)], None),
        ([(False, FIRST)], FIRST),
        ([(False, FIRST), (False, SECOND)], FIRST),
        ([(False, FIRST), (True, SECOND)], None),
        ([(False, FIRST), (None, SECOND)], None),
        ([(False, FIRST), (True, SECOND), (False, THIRD)], THIRD),
        ([(True, FIRST), (False, SECOND), (False, THIRD)], SECOND),
    ],
)
def test_a_miss_was_found_when_the_run_of_missed_versions_began(versions, since):
    assert missed_since(versions) == since


def told(status: str, **facts):
    known = {"found_on": DAY, "last_date": dt.date(2026, 7, 30), "latest_date": dt.date(2026, 7, 31)}
    return told_of_claim(status, **{**known, "lapsed_on": None, **facts})


@pytest.mark.parametrize("status", ["detected", "evidence", "drafted"])
def test_a_claim_that_is_not_submitted_is_reminded_of_and_goes_to_the_manager_at_the_end(status):
    assert [(one.kind, one.day, one.ladder) for one in told(status)] == [
        (CLAIM, dt.date(2026, 7, 30), (30, 14, 7, 3, 1, 0)),
        (CLAIM_TO_MANAGER, dt.date(2026, 7, 30), (3, 0)),
    ]


@pytest.mark.parametrize("status", sorted(set(ClaimStatus) - {"detected", "evidence", "drafted"}))
def test_a_claim_that_is_submitted_or_given_up_owes_nothing(status):
    assert told(status) == ()


def test_without_a_last_day_a_claim_is_reminded_of_a_week_and_a_month_after_it_was_found():
    (only,) = told("drafted", last_date=None, latest_date=None)
    days = [only.day - dt.timedelta(days=before) for before in only.ladder]
    assert (only.kind, days) == (CLAIM, [dt.date(2026, 7, 8), dt.date(2026, 7, 31)])


def test_a_claim_that_lapsed_is_told_at_once():
    (only,) = told("lost", lapsed_on=dt.date(2026, 8, 1))
    assert (only.kind, only.day, only.ladder) == (CLAIM_LOST, dt.date(2026, 8, 1), (0,))
    assert (only.is_at_once, only.is_too_late) == (True, False)


@pytest.mark.parametrize(("found", "is_too_late"), [("2026-07-31", False), ("2026-08-01", True)])
def test_what_was_found_after_its_window_is_not_told_as_lost(found, is_too_late):
    (only,) = told("lost", lapsed_on=dt.date(2026, 8, 1), found_on=dt.date.fromisoformat(found))
    assert only.is_too_late is is_too_late


@pytest.mark.parametrize(("found", "is_too_late"), [("2026-07-31", False), ("2026-08-01", True)])
def test_what_was_found_after_its_window_is_not_reminded_of(found, is_too_late):
    both = told("detected", found_on=dt.date.fromisoformat(found))
    assert [one.is_too_late for one in both] == [is_too_late, is_too_late]


@pytest.mark.parametrize(("days", "is_old"), [(0, False), (30, False), (31, True)])
def test_what_was_found_more_than_thirty_days_ago_is_not_told_any_more(days, is_old):
    assert is_old_news(DAY, DAY + dt.timedelta(days=days)) is is_old


def test_a_run_of_judging_is_named_by_its_instant_in_utc():
    berlin = FIRST.astimezone(dt.timezone(dt.timedelta(hours=2)))
    assert key_of_run(berlin) == "2026-07-01T08:00:00.000250"
    assert instant_of_run(key_of_run(berlin)) == FIRST
