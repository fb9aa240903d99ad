"""What must be done when a vendor ends a contract, and by when: the table of ``docs/rules/decisions.md``."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewals.rules.exit_task import due_dates, is_owed
from tests.renewals.rules.builders import day


@pytest.mark.parametrize(
    ("received", "leaves", "expected"),
    [
        pytest.param(
            "2026-06-01", "2026-12-31", "2026-10-02 2026-12-17 2026-12-31 2027-01-30", id="in good time"
        ),
        pytest.param("2026-10-01", "2026-12-31", "2026-10-15 2026-12-17 2026-12-31 2027-01-30", id="short"),
        pytest.param(
            "2026-12-10", "2026-12-31", "2026-12-24 2026-12-24 2026-12-31 2027-01-30", id="very short"
        ),
        pytest.param("2026-12-30", "2026-12-31", "2026-12-31 2026-12-31 2026-12-31 2027-01-30", id="at once"),
        pytest.param(
            "2027-02-01", "2026-12-31", "2026-12-31 2026-12-31 2026-12-31 2027-01-30", id="afterwards"
        ),
    ],
)
def test_the_table(received, leaves, expected):
    assert " ".join(str(one) for one in due_dates(day(received), day(leaves)).values()) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-400, 4_000))
def test_what_is_done_before_the_end_is_never_due_after_it(received, ahead):
    last = received + timedelta(days=ahead)
    found = list(due_dates(received, last).values())
    assert found == sorted(found)
    assert all(one <= last for one in found[:3])
    assert found[3] == last + timedelta(days=30)


@pytest.mark.parametrize(
    ("is_done", "kind", "outcome", "expected"),
    [
        (False, "termination", "", True),
        (False, "non_renewal", "accepted", True),
        (True, "termination", "accepted", False),
        (False, "termination", "refused", False),
        (False, "termination", "withdrawn", False),
        (False, "price_increase", "", False),
    ],
)
def test_a_task_is_owed_while_its_notice_counts(is_done, kind, outcome, expected):
    assert is_owed(is_done=is_done, kind=kind, outcome=outcome) is expected
