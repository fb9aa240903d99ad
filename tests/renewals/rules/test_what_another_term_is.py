"""The term after the present one."""

from __future__ import annotations

import datetime as dt

import pytest

from renewals.rules.another_term import AnotherTerm, another_term

YEARLY = {
    "type": "auto_renew",
    "start_date": "2026-01-01",
    "initial_term": {"n": 12, "unit": "months"},
    "renewal_term": {"n": 12, "unit": "months"},
}


@pytest.mark.parametrize(
    ("changes", "on", "expected"),
    [
        ({}, "2026-06-01", (2, "2027-01-01", "2027-12-31", 365)),
        ({}, "2027-06-01", (3, "2028-01-01", "2028-12-31", 366)),
        ({"type": "option"}, "2026-06-01", (2, "2027-01-01", "2027-12-31", 365)),
        ({"max_renewals": 0}, "2026-06-01", None),
        ({"max_renewals": 1}, "2027-06-01", None),
        ({"type": "fixed", "renewal_term": None}, "2026-06-01", None),
        ({"type": "evergreen", "initial_term": None}, "2026-06-01", None),
        ({"start_date": None}, "2026-06-01", None),
        ({"start_date": "yesterday"}, "2026-06-01", None),
        (
            {
                "type": "month_to_month",
                "start_date": "2024-01-31",
                "initial_term": None,
                "renewal_term": None,
            },
            "2024-02-10",
            (2, "2024-02-29", "2024-03-30", 31),
        ),
    ],
)
def test_it_follows_where_one_is_known_to_follow(changes, on, expected):
    record = {"term": {**YEARLY, **changes}, "notice": None}
    found = another_term(record, dt.date.fromisoformat(on))
    if expected is None:
        assert found is None
    else:
        number, start, end, days = expected
        assert found == AnotherTerm(number, dt.date.fromisoformat(start), dt.date.fromisoformat(end))
        assert found.days == days
