"""Non-renewal beside termination for convenience: both kept, one earliest exit, and which rule gives it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renewals.rules import DeadlineAnswer, DeadlineStatus, NoticeRule, Term, compute_deadline
from renewals.rules.both_rules import compute_both
from renewals.rules.explanation import explain_request
from renewals.rules.recorded import deadline_of
from renewals.rules.sentences import sentences_of
from tests.renewals.rules.builders import a_notice, a_term, codes, day
from tests.renewals.rules.test_what_always_holds import days, rules, terms

YEARLY = a_term("auto_renew", "2026-01-01", "12 months", "12 months")
AT_THE_END = a_notice("90 calendar_days")
AT_ANY_TIME = a_notice("60 calendar_days", "rolling", clause_ref="14.4")
TO_A_QUARTER = a_notice("6 weeks", "quarter_end")


def asked(convenience: NoticeRule | None, as_of: str, **more: Any) -> DeadlineAnswer:
    return compute_both(YEARLY, AT_THE_END, convenience, day(as_of), **more)


# The table of docs/rules/deadlines.md, "Two rules".


@pytest.mark.parametrize(
    ("convenience", "as_of", "exit_date", "rule"),
    [
        (None, "2026-06-01", "2026-12-31", None),
        (AT_ANY_TIME, "2026-06-01", "2026-07-31", "convenience"),
        (AT_ANY_TIME, "2026-10-02", "2026-12-01", "convenience"),
        (AT_ANY_TIME, "2026-10-03", "2026-12-02", "convenience"),
        (AT_ANY_TIME, "2026-11-05", "2027-01-04", "convenience"),
        (TO_A_QUARTER, "2026-06-01", "2026-09-30", "convenience"),
        (TO_A_QUARTER, "2026-09-01", "2026-12-31", None),
        (a_notice("12 months", "rolling"), "2026-06-01", "2026-12-31", None),
        (a_notice("12 months", "rolling"), "2026-10-03", "2027-10-03", "convenience"),
    ],
)
def test_the_earliest_exit_is_that_of_the_rule_that_leads_out_sooner(
    convenience: NoticeRule | None, as_of: str, exit_date: str, rule: str | None
) -> None:
    answer = asked(convenience, as_of)
    assert (answer.earliest_exit_date, answer.earliest_exit_rule) == (day(exit_date), rule)


def test_the_deadline_stays_that_of_the_rule_that_leads() -> None:
    both, alone = asked(AT_ANY_TIME, "2026-06-01"), asked(None, "2026-06-01")
    assert (both.status, both.notice_by_date) == (DeadlineStatus.IN_WINDOW, day("2026-10-02"))
    kept = replace(
        both,
        earliest_exit_date=alone.earliest_exit_date,
        earliest_exit_rule=None,
        is_exit_moving=False,
        next_change_date=alone.next_change_date,
        steps=both.steps[: len(alone.steps)],
    )
    assert kept == alone


def test_a_step_says_which_rule_gives_the_exit_and_where_it_stands() -> None:
    said = sentences_of(asked(AT_ANY_TIME, "2026-06-01").steps)
    assert said[-2:] == [
        "Termination for convenience leads out sooner: 60 days after the notice, on any day.",
        "Termination for convenience rests on clause 14.4.",
    ]
    quarter = sentences_of(asked(TO_A_QUARTER, "2026-06-01").steps)[-1]
    assert quarter == "Termination for convenience leads out sooner, on Wed 30 Sep 2026."
    assert codes(asked(TO_A_QUARTER, "2026-09-01"))[-1] == "convenience_no_sooner"


def test_what_the_second_rule_lacks_leaves_the_deadline_alone() -> None:
    answer = asked(replace(AT_ANY_TIME, quantity=None), "2026-06-01")
    assert (answer.status, answer.missing) == (DeadlineStatus.IN_WINDOW, ())
    assert sentences_of(answer.steps)[-1].endswith("cannot be worked out without: notice quantity.")


def test_the_answer_changes_on_the_day_on_which_the_other_rule_leads_out_sooner() -> None:
    longer = a_notice("100 calendar_days", "rolling")
    answer = asked(longer, "2026-06-01")
    # 22 September plus 100 days is 31 December, which is no sooner than the end of the term.
    assert (answer.earliest_exit_rule, answer.next_change_date) == ("convenience", day("2026-09-22"))
    assert asked(longer, "2026-09-21").earliest_exit_rule == "convenience"
    assert asked(longer, "2026-09-22").earliest_exit_rule is None


def test_a_contract_that_is_over_has_no_exit_for_convenience() -> None:
    fixed = a_term("fixed", "2025-01-01", "2025-12-31")
    answer = compute_both(fixed, None, AT_ANY_TIME, day("2026-06-01"))
    assert (answer.status, answer.earliest_exit_date) == (DeadlineStatus.EXPIRED, None)


@settings(max_examples=60, deadline=None)
@given(terms, st.none() | rules, rules, days)
def test_it_is_never_later_than_by_either_rule(
    term: Term, rule: NoticeRule | None, convenience: NoticeRule, as_of: date
) -> None:
    answer = compute_both(term, rule, convenience, as_of)
    assert sentences_of(answer.steps)
    alone = compute_deadline(term, rule, as_of)
    assert (answer.status, answer.act_by_date, answer.missing) == (
        alone.status,
        alone.act_by_date,
        alone.missing,
    )
    if alone.status is not DeadlineStatus.EXPIRED:
        exits = [alone.earliest_exit_date, compute_deadline(term, convenience, as_of).earliest_exit_date]
        assert answer.earliest_exit_date == min((one for one in exits if one is not None), default=None)


@settings(max_examples=60, deadline=None)
@given(terms, st.none() | rules, rules, days, st.integers(0, 700))
def test_an_answer_by_two_rules_is_stable_until_its_next_change(
    term: Term, rule: NoticeRule | None, convenience: NoticeRule, as_of: date, ahead: int
) -> None:
    answer = compute_both(term, rule, convenience, as_of)
    later = as_of + timedelta(days=ahead)
    if answer.next_change_date is not None:
        assert answer.next_change_date > as_of
        later = min(later, answer.next_change_date - timedelta(days=1))
    again = compute_both(term, rule, convenience, later)
    if answer.is_exit_moving and again.is_exit_moving:
        again = replace(again, earliest_exit_date=answer.earliest_exit_date)
    assert again == replace(answer, next_change_date=again.next_change_date)
    if not (answer.is_exit_moving and again.is_exit_moving):
        assert again.next_change_date == answer.next_change_date


def record(**convenience: Any) -> dict[str, Any]:
    twelve = {"n": 12, "unit": "months"}
    return {
        "term": {
            "type": "auto_renew", "start_date": "2026-01-01", "initial_term": twelve, "renewal_term": twelve,
        },
        "notice": {"quantity": 90, "unit": "calendar_days", "anchor": "term_end"},
        "convenience": {"quantity": 60, "unit": "calendar_days", "anchor": "rolling"} | convenience,
        "locked_reading": None,
    }  # fmt: skip


def test_a_recorded_contract_has_one_earliest_exit() -> None:
    answer = deadline_of(record(), day("2026-06-01"))
    assert (answer.earliest_exit_date, answer.notice_by_date) == (day("2026-07-31"), day("2026-10-02"))


def test_a_second_rule_that_cannot_be_meant_is_named_and_hides_nothing() -> None:
    answer = deadline_of(record(calendar="ATLANTIS"), day("2026-06-01"))
    assert (answer.status, answer.notice_by_date) == (DeadlineStatus.IN_WINDOW, day("2026-10-02"))
    assert sentences_of(answer.steps)[-1].endswith("cannot be worked out without: calendar.")


def test_explain_terms_takes_the_second_rule_and_names_its_wrong_fields() -> None:
    question = {name: value for name, value in record().items() if name != "locked_reading"}
    answer = explain_request({"as_of": "2026-06-01", **question})
    assert (answer["earliest_exit_date"], answer["earliest_exit_rule"]) == ("2026-07-31", "convenience")
    wrong = {**question["convenience"], "quantity": 40, "unit": "months", "anchor": "term_end"}
    refused = explain_request({"as_of": "2026-06-01", **question, "convenience": wrong})
    assert "convenience.quantity" in refused["error"]
    alone = explain_request({"as_of": "2026-06-01", **question, "convenience": None})
    assert "earliest_exit_rule" not in alone


def test_two_exits_that_move_with_each_day_are_not_an_answer_that_changes_each_day() -> None:
    held_over = a_term("fixed", "2026-01-01", "12 months", after_last_term="holdover")
    slower = a_notice("90 calendar_days", "rolling")
    for as_of in ("2027-03-02", "2027-03-03"):
        answer = compute_both(held_over, slower, AT_ANY_TIME, day(as_of))
        assert answer.earliest_exit_rule == "convenience"
        assert answer.next_change_date is not None
        assert answer.next_change_date > day(as_of) + timedelta(days=60)
