"""The terms from the present one on, up to one that begins on a known day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from core.rules.periods import Period
from renewals.rules.terms_ahead import terms_ahead

ON = dt.date(2026, 11, 20)
YEAR = {"n": 12, "unit": "months"}


def record(**facts: Any) -> dict[str, Any]:
    usual = {"type": "option", "start_date": "2026-01-01", "initial_term": YEAR, "renewal_term": YEAR}
    return {"term": usual | facts, "notice": None}


def first_days(found: Any) -> list[str]:
    return [] if found is None else [first.isoformat() for first, _ in found.following]


@pytest.mark.parametrize(
    ("facts", "begins", "expected"),
    [
        ({}, "2027-01-01", ["2027-01-01"]),
        ({"renewals_exercised": 2}, "2029-01-01", ["2027-01-01", "2028-01-01", "2029-01-01"]),
        ({"start_date": "2027-01-01"}, "2028-01-01", ["2028-01-01"]),
        ({}, "2027-02-01", []),
        ({}, "2026-01-01", []),
        ({"max_renewals": 1}, "2028-01-01", []),
        ({"type": "evergreen"}, "2027-01-01", []),
        ({"start_date": None}, "2027-01-01", []),
        ({"end_date": "2020-01-01"}, "2027-01-01", []),
    ],
    ids=[
        "the next one", "options exercised ahead", "not begun yet", "no term begins on that day",
        "the present one", "after the last", "no terms", "not known", "contradicting terms",
    ],
)  # fmt: skip
def test_the_terms_up_to_the_one_that_begins_on_a_day(facts, begins, expected):
    assert first_days(terms_ahead(record(**facts), ON, dt.date.fromisoformat(begins))) == expected


def test_lengths_differ_only_after_the_first_term():
    facts = {"type": "auto_renew", "initial_term": {"n": 36, "unit": "months"}, "start_date": "2024-01-01"}
    first = terms_ahead(record(**facts), ON, dt.date(2027, 1, 1))
    assert first is not None
    assert (first.lengths, first.days) == ((Period(36, "months"), Period(12, "months")), (1096, 365))  # type: ignore[arg-type]
    second = terms_ahead(record(**facts), dt.date(2027, 6, 1), dt.date(2028, 1, 1))
    assert second is not None
    assert second.lengths is None


def test_a_month_cut_short_by_february_is_as_long_as_another():
    month = {"n": 1, "unit": "months"}
    facts = {"type": "auto_renew", "start_date": "2024-01-31", "initial_term": month, "renewal_term": month}
    found = terms_ahead(record(**facts), dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert found is not None
    assert found.lengths == (Period(1, "months"), Period(1, "months"))  # type: ignore[arg-type]
