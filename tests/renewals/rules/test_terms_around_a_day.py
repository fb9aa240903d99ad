"""The terms of a contract around a day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewals.rules import Term
from renewals.rules.timeline import EACH_SIDE, When, terms_around
from tests.renewals.rules.builders import a_term, span

YEARLY = a_term("auto_renew", "2020-08-01", "36 months", "12 months")
TABLE = {
    "a term in the middle": (
        YEARLY,
        "2027-01-15",
        "2 past 2023-08-01 2024-07-31, 3 past 2024-08-01 2025-07-31, 4 past 2025-08-01 2026-07-31, "
        "5 present 2026-08-01 2027-07-31, "
        "6 coming 2027-08-01 2028-07-31, 7 coming 2028-08-01 2029-07-31, 8 coming 2029-08-01 2030-07-31",
    ),
    "before it begins": (
        a_term("auto_renew", "2026-01-01", "12 months", "12 months", max_renewals=1),
        "2025-06-01",
        "1 coming 2026-01-01 2026-12-31, 2 coming 2027-01-01 2027-12-31",
    ),
    "the last permitted term": (
        a_term("auto_renew", "2026-01-01", "12 months", "12 months", max_renewals=1),
        "2027-06-01",
        "1 past 2026-01-01 2026-12-31, 2 present 2027-01-01 2027-12-31",
    ),
    "ended": (a_term("fixed", "2024-01-01", "12 months"), "2026-06-01", "1 past 2024-01-01 2024-12-31"),
    "fixed": (a_term("fixed", "2026-01-01", "12 months"), "2026-06-01", "1 present 2026-01-01 2026-12-31"),
    "an option not yet exercised": (
        a_term("option", "2026-01-01", "12 months", "12 months", max_renewals=1),
        "2026-06-01",
        "1 present 2026-01-01 2026-12-31, 2 coming 2027-01-01 2027-12-31",
    ),
    "an option that was never exercised": (
        a_term("option", "2024-01-01", "12 months", "12 months", max_renewals=2),
        "2026-06-01",
        "1 past 2024-01-01 2024-12-31",
    ),
    "holdover": (
        a_term("auto_renew", "2024-01-01", "12 months", max_renewals=0, after_last_term="holdover"),
        "2026-06-01",
        "1 past 2024-01-01 2024-12-31",
    ),
    "a first day that is not known": (
        Term(type="auto_renew", end_date=date(2026, 12, 31), renewal_term=span("12 months"), max_renewals=1),
        "2026-06-01",
        "1 present None 2026-12-31, 2 coming 2027-01-01 2027-12-31",
    ),
    "past the year 9999": (a_term("fixed", "9999-06-01", "12 months"), "2026-06-01", ""),
    "evergreen": (a_term("evergreen", "2020-01-01"), "2026-06-01", "1 present 2020-01-01 None"),
    "a renewal of unknown length": (
        a_term("auto_renew", "2026-01-01", "12 months"),
        "2026-06-01",
        "1 present 2026-01-01 2026-12-31",
    ),
    "past the first term, the next of unknown length": (
        a_term("auto_renew", "2024-01-01", "12 months"),
        "2026-06-01",
        "",
    ),
    "no first term": (a_term("auto_renew", "2024-01-01"), "2026-06-01", ""),
}


@pytest.mark.parametrize(("term", "on", "expected"), TABLE.values(), ids=TABLE.keys())
def test_the_table(term, on, expected):
    found = terms_around(term, date.fromisoformat(on))
    assert ", ".join(f"{one.number} {one.when} {one.start} {one.end}" for one in found) == expected


@given(
    start=st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    months=st.integers(1, 60),
    renewal=st.integers(1, 60),
    limit=st.none() | st.integers(0, 9),
    ahead=st.integers(-400, 20_000),
)
def test_terms_adjoin_and_the_present_one_holds_the_day(start, months, renewal, limit, ahead):
    on = start + timedelta(days=ahead)
    term = a_term(
        "auto_renew", start.isoformat(), f"{months} months", f"{renewal} months", max_renewals=limit
    )
    found = terms_around(term, on)
    for one, following in pairwise(found):
        assert following.start == one.end + timedelta(days=1)
        assert following.number == one.number + 1
    whens = [one.when for one in found]
    assert whens == sorted(whens, key=list(When).index)
    assert whens.count(When.PRESENT) <= 1
    assert len(found) <= 2 * EACH_SIDE + 1
    for one in found:
        assert (one.start <= on <= one.end) == (one.when is When.PRESENT)
        assert (one.end < on) == (one.when is When.PAST)
