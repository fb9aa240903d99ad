"""Under which rules a contract can be ended, and where each leads out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renewals.rules.ending_rule import ending_rule, ending_rules, rule_for
from renewals.rules.ending_rule_words import choice_words, rows_of

AS_OF = dt.date(2026, 8, 3)
YEARLY = {
    "type": "auto_renew",
    "start_date": "2026-01-01",
    "initial_term": {"n": 12, "unit": "months"},
    "renewal_term": {"n": 12, "unit": "months"},
}
OPTION = YEARLY | {"type": "option", "renewals_exercised": 0}


def a_rule(kind: str, quantity: int, unit: str, party: str = "us", **fields: Any) -> dict[str, Any]:
    notice = {"party": party, "quantity": quantity, "unit": unit, "test": "received", **fields}
    return {"kind": kind, "locked_reading": "", "notice": notice, "addresses": {}}


def a_record(*rules: dict[str, Any], term: dict[str, Any] = YEARLY) -> dict[str, Any]:
    return {"term": term, "rules": list(rules)}


NON_RENEWAL = a_rule("non_renewal", 90, "calendar_days", anchor="term_end", clause_ref="14.3")
CONVENIENCE = a_rule("convenience", 30, "calendar_days", anchor="rolling", clause_ref="12.2")


def said(record: dict[str, Any], as_of: dt.date = AS_OF) -> list[tuple[str, str, str]]:
    return [(one.kind, str(one.exit_date), str(one.notice_by_date)) for one in ending_rules(record, as_of)]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        # Notice at any time leads out sooner, until the end of the year is nearer.
        ("2026-08-03", [("convenience", "2026-09-02", "None"), ("non_renewal", "2026-12-31", "2026-10-02")]),
        # Missed: the ordinary rule leads out a year later.
        ("2026-10-03", [("convenience", "2026-11-02", "None"), ("non_renewal", "2027-12-31", "2027-10-02")]),
    ],
)
def test_the_rule_with_the_earliest_exit_stands_first(as_of, expected):
    record = a_record(NON_RENEWAL, CONVENIENCE)
    assert said(record, dt.date.fromisoformat(as_of)) == expected


def test_on_the_same_day_the_ordinary_rule_stands_first():
    later = a_rule("convenience", 60, "calendar_days", anchor="term_end")
    assert [one.kind for one in ending_rules(a_record(later, NON_RENEWAL), AS_OF)] == [
        "non_renewal",
        "convenience",
    ]


def test_the_exercise_of_an_option_and_the_vendors_rules_end_nothing():
    option = a_rule("option_exercise", 90, "calendar_days", anchor="term_end", clause_ref="3.1")
    theirs = a_rule("convenience", 5, "calendar_days", party="vendor", anchor="rolling")
    assert said(a_record(option, theirs, term=OPTION)) == []
    assert [one.kind for one in ending_rules(a_record(option, CONVENIENCE, term=OPTION), AS_OF)] == [
        "convenience"
    ]


def test_an_exit_that_moves_holds_for_a_notice_given_by_a_day():
    rolling = ending_rule(a_record(CONVENIENCE), "convenience", AS_OF)
    assert (rolling.exit_date, rolling.given_by_date) == (dt.date(2026, 9, 2), AS_OF)
    monthly = a_record(a_rule("non_renewal", 1, "months", anchor="month_end"))
    found = ending_rule(monthly, "non_renewal", AS_OF)
    assert found.exit_date == dt.date(2026, 9, 30)
    assert found.given_by_date == found.notice_by_date
    assert AS_OF < found.given_by_date <= dt.date(2026, 8, 31)
    fixed = ending_rule(a_record(NON_RENEWAL), "non_renewal", AS_OF)
    assert fixed.given_by_date is None


def test_a_rule_that_contradicts_the_terms_is_offered_without_dates_after_the_others():
    wrong = a_rule("convenience", 30, "calendar_days", anchor="rolling", calendar="nowhere", clause_ref="9")
    found = ending_rules(a_record(wrong, NON_RENEWAL), AS_OF)
    assert [(one.kind, one.exit_date is None) for one in found] == [
        ("non_renewal", False),
        ("convenience", True),
    ]
    assert (
        choice_words(found[1]) == "Termination for convenience (clause 9). Where it leads out is not known."
    )


def test_a_choice_shows_clause_exit_and_last_days():
    convenience, ordinary = ending_rules(a_record(NON_RENEWAL, CONVENIENCE), AS_OF)
    assert choice_words(convenience) == (
        "Termination for convenience (clause 12.2). Leaves on 2 Sep 2026, if received by 3 Aug 2026."
        " Notice at any time; each day later it may lead out later."
    )
    assert choice_words(ordinary).startswith("Non-renewal (clause 14.3). Leaves on 31 Dec 2026.")
    assert choice_words(ordinary).endswith("Notice by Fri 2 Oct 2026.")
    assert dict(rows_of(convenience))["Leaves on"] == "2 Sep 2026, if received by 3 Aug 2026"


def test_without_a_choice_the_ordinary_rule_counts():
    assert rule_for(a_record(CONVENIENCE, NON_RENEWAL), "") == "non_renewal"
    assert rule_for(a_record(CONVENIENCE), "") == "convenience"
    assert rule_for(a_record(NON_RENEWAL, CONVENIENCE), "convenience") == "convenience"
    assert rule_for(a_record(), "") == ""
