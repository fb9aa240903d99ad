"""A contract's record, as the contracts package gives it, becomes a deadline."""

from __future__ import annotations

import datetime as dt

from renewals.rules import DeadlineStatus
from renewals.rules.recorded import deadline_of

TERM = {
    "type": "auto_renew",
    "start_date": "2024-03-01",
    "end_date": None,
    "initial_term": {"n": 12, "unit": "months"},
    "renewal_term": {"n": 12, "unit": "months"},
    "max_renewals": None,
    "after_last_term": "lapse",
    "minimum_term": None,
}
NOTICE = {
    "party": "us",
    "quantity": 3,
    "unit": "months",
    "anchor": "term_end",
    "fixed_day": None,
    "test": "received",
    "earliest": None,
    "roll": "none",
    "methods": [{"method": "email", "deemed_business_days": 0}],
    "calendar": "DE-BY",
    "timezone": "Europe/Berlin",
    "cutoff_time": None,
    "addressee": "",
    "form": "",
    "clause_ref": "14.3",
}


def test_the_present_term_and_the_last_day_for_notice_are_found():
    answer = deadline_of({"term": TERM, "notice": NOTICE, "locked_reading": ""}, dt.date(2026, 11, 20))
    assert answer.term_number == 3
    assert answer.term_end == dt.date(2027, 2, 28)
    assert answer.notice_by_date == dt.date(2026, 11, 28)
    assert answer.clause_ref == "14.3"


def test_a_reading_that_legal_locked_counts():
    record = {"term": TERM, "notice": NOTICE, "locked_reading": "month_end_of_term"}
    answer = deadline_of(record, dt.date(2026, 11, 20))
    assert answer.notice_by_date == dt.date(2026, 11, 30)


def test_a_contract_without_a_notice_rule_is_answered():
    answer = deadline_of(
        {"term": TERM | {"type": "fixed", "renewal_term": None}, "notice": None, "locked_reading": ""},
        dt.date(2024, 6, 1),
    )
    assert answer.status == DeadlineStatus.FINAL_TERM
    assert answer.term_end == dt.date(2025, 2, 28)


def test_a_notice_longer_than_its_term_is_unknown_and_names_the_fields():
    answer = deadline_of(
        {"term": TERM, "notice": NOTICE | {"quantity": 40}, "locked_reading": ""}, dt.date(2026, 11, 20)
    )
    assert answer.status == DeadlineStatus.UNKNOWN
    assert "quantity" in answer.missing
