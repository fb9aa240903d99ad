"""For which periods a check-in is due, at which instant it is kept, and which are missing."""

from __future__ import annotations

import datetime as dt

import pytest

from slas.rules.check_in import due_period, missing
from slas.rules.interval import Interval
from slas.rules.period import PeriodKind, PeriodRule

MONTHS = PeriodRule(PeriodKind.MONTH, "Europe/Berlin")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def due(day: str, term: Interval | None = None, watched: dt.datetime | None = None):
    period = MONTHS.period_on(dt.date.fromisoformat(day))
    time = period.interval
    if term is not None:
        time = Interval(max(time.start, term.start), min(time.end, term.end))
    return due_period(period, time, watched)


def test_a_check_in_is_kept_at_the_last_second_of_its_period_where_the_contract_is():
    october = due("2026-10-15")
    assert october.at == at("2026-10-31T23:59:59+01:00")
    assert october.ref == "2026-10-01/2026-10-31"


def test_of_a_term_that_ends_within_the_period_it_is_kept_at_the_last_second_of_the_term():
    term = Interval(at("2026-10-05T00:00+02:00"), at("2026-10-20T00:00+02:00"))
    assert due("2026-10-15", term).at == at("2026-10-19T23:59:59+02:00")


@pytest.mark.parametrize(
    ("term", "watched"),
    [
        pytest.param(
            Interval(at("2026-11-05T00:00+01:00"), at("2027-11-05T00:00+01:00")), None, id="before the term"
        ),
        pytest.param(None, at("2026-11-01T00:00+01:00"), id="before it is watched"),
    ],
)
def test_none_is_due_where_nothing_of_the_period_counts(term, watched):
    assert due("2026-10-15", term, watched) is None


def test_a_period_without_any_reading_is_missing():
    months = [due("2026-08-01"), due("2026-09-01"), due("2026-10-01")]
    readings = [at("2026-09-30T22:00:00+00:00"), at("2026-08-01T00:00:00+02:00")]
    assert [one.period.first.month for one in missing(months, readings)] == [9]


def test_a_reading_before_the_service_is_watched_is_none_of_the_period():
    october = due("2026-10-15", watched=at("2026-10-10T00:00+02:00"))
    assert missing([october], [at("2026-10-05T00:00+02:00")]) == [october]
