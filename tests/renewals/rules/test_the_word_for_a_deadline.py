"""The word that leads says what a busy person must know first."""

from __future__ import annotations

import datetime as dt

import pytest

from renewals.rules.status_words import deadline_word

ACT, BY, END = dt.date(2026, 11, 23), dt.date(2026, 11, 28), dt.date(2027, 2, 28)


@pytest.mark.parametrize(
    ("status", "missing", "expected"),
    [
        ("open", (), ("act", "Act by Mon 23 Nov 2026")),
        ("in_window", (), ("act", "Act by Mon 23 Nov 2026")),
        ("missed", (), ("missed", "Missed on Sat 28 Nov 2026")),
        ("unknown", ("renewal_term",), ("unknown", "Unknown: renewal term")),
        ("final_term", (), ("review", "Ends 28 Feb 2027")),
        ("expired", (), ("draft", "Ended 28 Feb 2027")),
        ("no_deadline", (), ("draft", "No deadline")),
    ],
)
def test_each_status_has_its_word(status: str, missing: tuple[str, ...], expected: tuple[str, str]):
    said = deadline_word(status, act_by_date=ACT, notice_by_date=BY, term_end=END, missing=missing)
    assert said == expected
