"""Renewals as long as the first term or by agreement, and terms that begin with an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renewals.rules import Consequence, DeadlineStatus, Term, TermType, compute_deadline
from renewals.rules.sentences import sentences_of
from renewals.rules.term import later_length
from renewals.rules.terms_input import TermsInputError, parse_terms
from tests.renewals.rules.builders import a_notice, a_term, ask, codes, day, span
from tests.renewals.rules.test_what_always_holds import days, lengths, rules

LAUNCH = "acceptance of the system"


def successive(start: str, first: str, **more: object) -> Term:
    return a_term("auto_renew", start, first, renewal_as_initial=True, **more)


# The table of docs/rules/deadlines.md, "What clauses say".


@pytest.mark.parametrize(
    ("start", "first", "renewal", "second_ends"),
    [
        ("2026-01-01", "36 months", "36 months", "2031-12-31"),
        ("2026-01-15", "90 days", "90 days", "2026-07-13"),
        ("2026-01-15", "2029-01-14", "36 months", "2032-01-14"),
        ("2024-02-29", "2025-02-27", "12 months", "2026-02-27"),
        ("2024-02-29", "2025-02-28", "366 days", "2026-03-01"),
        ("2006-04-01", "2008-04-01", "732 days", "2010-04-03"),
        ("2026-03-31", "2026-03-31", "1 days", "2026-04-01"),
    ],
)
def test_a_renewal_is_as_long_as_the_first_term(
    start: str, first: str, renewal: str, second_ends: str
) -> None:
    term = successive(start, first)
    assert later_length(term) == span(renewal)
    answer = ask(term, a_notice("0 calendar_days"), second_ends)
    assert (answer.term_number, answer.term_end) == (2, day(second_ends))


@settings(max_examples=60, deadline=None)
@given(days, lengths, rules, days)
def test_it_is_the_same_to_state_the_length_again(start: date, first: object, rule: object, on: date) -> None:
    stated = Term(type=TermType.AUTO_RENEW, start_date=start, initial_term=first, renewal_term=first)  # type: ignore[arg-type]
    alike = replace(stated, renewal_term=None, renewal_as_initial=True)
    assert compute_deadline(alike, rule, on) == compute_deadline(stated, rule, on)  # type: ignore[arg-type]


def test_where_the_first_term_is_not_known_nothing_is_said_to_be_missing_of_the_second() -> None:
    answer = ask(successive("2026-01-01", ""), a_notice("90 calendar_days"), "2026-06-01")
    assert answer.missing == ("initial_term", "end_date")


def test_a_renewal_has_one_length() -> None:
    months = {"n": 12, "unit": "months"}
    terms = {"type": "auto_renew", "initial_term": months, "renewal_term": months, "renewal_as_initial": True}
    with pytest.raises(TermsInputError) as refused:
        parse_terms({"term": terms})
    assert set(refused.value.fields) == {"term.renewal_as_initial", "term.renewal_term"}


def by_agreement(**more: object) -> Term:
    return a_term("fixed", "2026-01-01", "12 months", "12 months", renewal_by_agreement=True, **more)


def test_a_renewal_agreed_ahead_does_not_hide_the_day_on_which_the_contract_begins() -> None:
    """The agreed term counts for the dates; whether the contract runs is told by its first day."""
    term = by_agreement(renewals_exercised=1)

    before, first_day = ask(term, None, "2025-12-31"), ask(term, None, "2026-01-01")

    assert before.next_change_date == day("2026-01-01")
    assert "not_started" in codes(before)
    assert [step.params for step in before.steps if step.code == "not_started"] == [
        {"start_date": day("2026-01-01")}
    ]
    assert "not_started" not in codes(first_day)
    assert before.term_end == first_day.term_end == day("2027-12-31")


def test_a_term_renewed_by_agreement_ends_by_itself_and_renews_never_silently() -> None:
    answer = ask(by_agreement(), None, "2026-06-01")
    assert (answer.status, answer.term_end) == (DeadlineStatus.FINAL_TERM, day("2026-12-31"))
    assert (answer.renewal_date, answer.if_nobody_acts) == (None, Consequence.LAPSES)
    assert "It ends by itself on Thu 31 Dec 2026 unless both sides agree to go on." in sentences_of(
        answer.steps
    )
    assert ask(by_agreement(), None, "2027-01-01").status is DeadlineStatus.EXPIRED


def test_a_renewal_that_was_agreed_is_one_term_more() -> None:
    answer = ask(by_agreement(renewals_exercised=1), None, "2027-06-01")
    assert (answer.term_number, answer.term_end) == (2, day("2027-12-31"))
    assert ask(by_agreement(renewals_exercised=1), None, "2028-01-01").status is DeadlineStatus.EXPIRED


def test_the_day_by_which_to_agree_is_a_day_to_act_by() -> None:
    rule = a_notice("60 calendar_days")
    answer = ask(by_agreement(), rule, "2026-06-01")
    assert (answer.notice_by_date, answer.act_by_date) == (day("2026-11-01"), day("2026-11-01"))
    assert "Both sides must have agreed to go on by Sun 1 Nov 2026." in sentences_of(answer.steps)
    late = ask(by_agreement(), rule, "2026-11-02")
    assert "agreement_missed" in codes(late)
    assert late.earliest_exit_date == day("2026-12-31")


def test_without_an_agreement_it_may_go_on_in_holdover() -> None:
    answer = ask(by_agreement(after_last_term="holdover"), None, "2026-06-01")
    assert answer.if_nobody_acts is Consequence.GOES_INTO_HOLDOVER
    assert "agreement_or_holdover" in codes(answer)


def test_what_renews_by_itself_is_not_renewed_by_agreement() -> None:
    with pytest.raises(TermsInputError) as refused:
        parse_terms({"term": {"type": "auto_renew", "renewal_by_agreement": True}})
    assert set(refused.value.fields) == {"term.type", "term.renewal_by_agreement"}


def test_how_often_may_be_agreed_can_be_limited() -> None:
    parse_terms({"term": {"type": "fixed", "renewal_by_agreement": True, "max_renewals": 2}})


def test_a_start_that_waits_for_an_event_is_unknown_and_the_event_is_named() -> None:
    term = Term(
        type=TermType.AUTO_RENEW, initial_term=span("12 months"), renewal_as_initial=True, start_event=LAUNCH
    )
    rule = a_notice("3 months")
    waiting = ask(term, rule, "2026-06-01")
    assert (waiting.status, waiting.missing) == (DeadlineStatus.UNKNOWN, ("start_date",))
    assert f"It begins with this event, whose day is not recorded yet: {LAUNCH}." in sentences_of(
        waiting.steps
    )
    started = ask(replace(term, start_date=day("2026-03-01")), rule, "2026-06-01")
    assert (started.status, started.notice_by_date) == (DeadlineStatus.IN_WINDOW, day("2026-11-28"))
    assert "waits_for_start" not in codes(started)


@settings(max_examples=40, deadline=None)
@given(days, lengths, rules, days, st.sampled_from(list(TermType)))
def test_once_its_day_is_recorded_the_event_changes_nothing(
    start: date, first: object, rule: object, on: date, kind: TermType
) -> None:
    plain = Term(type=kind, start_date=start, initial_term=first, renewal_term=first)  # type: ignore[arg-type]
    event = replace(plain, start_event=LAUNCH)
    assert compute_deadline(event, rule, on) == compute_deadline(plain, rule, on)  # type: ignore[arg-type]


def test_once_a_renewal_was_agreed_what_is_to_be_decided_lies_at_its_end() -> None:
    term = a_term(
        "fixed", "2026-01-01", "12 months", "12 months", renewal_by_agreement=True, renewals_exercised=1
    )
    answer = ask(term, a_notice("90 calendar_days"), "2026-11-01")
    assert (answer.term_number, answer.term_end) == (2, day("2027-12-31"))
    assert answer.status is not DeadlineStatus.MISSED
    assert answer.if_nobody_acts is Consequence.LAPSES
