"""What holds for all terms and all days: order, monotony, stability, and no crash."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.periods import Period, PeriodUnit
from renewals.rules import (
    AfterLastTerm,
    Anchor,
    DeadlineStatus,
    DeliveryMethod,
    NoticeRule,
    NoticeSpan,
    NoticeTest,
    NoticeUnit,
    Roll,
    Term,
    TermType,
    compute_deadline,
)
from renewals.rules.sentences import sentences_of

MODERATE = settings(max_examples=40, deadline=None)

days = st.dates(date(2019, 1, 1), date(2031, 12, 31))
lengths = st.builds(Period, st.integers(1, 40), st.sampled_from(list(PeriodUnit)))
maybe_length = st.one_of(lengths, lengths, lengths, st.none())
spans = st.builds(NoticeSpan, st.integers(0, 100), st.sampled_from(list(NoticeUnit)))
terms = st.builds(
    Term,
    type=st.sampled_from(list(TermType)),
    start_date=st.one_of(days, days, days, days, st.none()),
    initial_term=lengths,
    end_date=st.one_of(st.none(), st.none(), st.none(), days),
    renewal_term=maybe_length,
    max_renewals=st.none() | st.integers(0, 4),
    after_last_term=st.sampled_from(list(AfterLastTerm)),
    minimum_term=maybe_length,
    renewals_exercised=st.integers(0, 2),
    renewal_as_initial=st.sampled_from([False, False, True]),
    renewal_by_agreement=st.sampled_from([False, False, True]),
    start_event=st.sampled_from(["", "acceptance"]),
    end_event=st.sampled_from(["", "", "the launch"]),
    end_event_date=st.none() | days,
    minimum_event=st.sampled_from(["", "", "go-live"]),
    minimum_event_date=st.none() | days,
)
rules = st.builds(
    NoticeRule,
    quantity=st.integers(0, 100),
    unit=st.sampled_from(list(NoticeUnit)),
    anchor=st.sampled_from(list(Anchor)),
    test=st.sampled_from(list(NoticeTest)),
    earliest=st.none() | spans,
    roll=st.sampled_from(list(Roll)),
    methods=st.lists(
        st.builds(DeliveryMethod, st.just("post"), st.none() | st.integers(0, 6))
        | st.builds(DeliveryMethod, st.just("mail"), st.none(), st.integers(0, 9)),
        max_size=2,
    ).map(tuple),
    calendar=st.sampled_from([None, "GB-ENG", "DE-BY", "GB-ENG+US-NY"]),
    fixed_day=st.sampled_from([(2, 29), (6, 30), (12, 31)]),
    minimum=st.none() | st.none() | lengths,
)


@MODERATE
@given(terms, st.none() | rules, days)
def test_every_day_of_any_terms_has_an_answer_in_words_and_in_order(
    term: Term, rule: NoticeRule | None, as_of: date
) -> None:
    answer = compute_deadline(term, rule, as_of, lead_days=3)
    assert sentences_of(answer.steps)
    assert (answer.status is DeadlineStatus.UNKNOWN) == bool(answer.missing)
    assert date.min not in (answer.term_start, answer.earliest_notice_date, answer.earliest_exit_date)
    if answer.notice_by_date is not None and answer.exit_date is not None:
        assert (answer.earliest_notice_date is None) <= (term.start_date is None and rule is not None)
        assert (answer.earliest_notice_date or answer.notice_by_date) <= answer.notice_by_date
        assert answer.notice_by_date <= answer.exit_date
        assert answer.notice_by_date == min(reading.notice_by_date for reading in answer.readings)
    if answer.send_by_date is not None and answer.act_by_date is not None:
        assert answer.notice_by_date is not None
        assert answer.act_by_date <= answer.send_by_date <= answer.notice_by_date


@MODERATE
@given(terms, st.none() | rules, days, st.integers(0, 700))
def test_an_answer_is_stable_until_its_next_change(
    term: Term, rule: NoticeRule | None, as_of: date, ahead: int
) -> None:
    answer = compute_deadline(term, rule, as_of)
    later = as_of + timedelta(days=ahead)
    if answer.next_change_date is not None:
        assert answer.next_change_date > as_of
        later = min(later, answer.next_change_date - timedelta(days=1))
    again = compute_deadline(term, rule, later)
    if answer.is_exit_moving and again.is_exit_moving:
        again = replace(again, earliest_exit_date=answer.earliest_exit_date)
    assert again == answer


@MODERATE
@given(terms, rules, days, st.integers(0, 30))
def test_more_notice_is_never_due_later(term: Term, rule: NoticeRule, as_of: date, more: int) -> None:
    rule = replace(rule, anchor=Anchor.TERM_END)
    longer = replace(rule, quantity=(rule.quantity or 0) + more)
    one, other = (compute_deadline(term, each, as_of).notice_by_date for each in (rule, longer))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert other <= one


@MODERATE
@given(terms, rules, days)
def test_the_exit_named_after_a_miss_can_still_be_reached(term: Term, rule: NoticeRule, as_of: date) -> None:
    answer = compute_deadline(term, rule, as_of)
    if answer.next_exit is not None:
        assert answer.exit_date is not None
        assert answer.next_exit.exit_date >= answer.exit_date
        assert answer.next_exit.notice_by_date is None or answer.next_exit.notice_by_date >= as_of
        assert answer.earliest_exit_date == answer.next_exit.exit_date


@MODERATE
@given(terms, rules, days)
def test_a_miss_always_says_how_the_contract_can_still_be_left(
    term: Term, rule: NoticeRule, as_of: date
) -> None:
    answer = compute_deadline(term, rule, as_of)
    if answer.status is DeadlineStatus.MISSED:
        assert answer.earliest_exit_date is not None
        told = {step.code for step in answer.steps}
        assert told & {
            "next_exit",
            "next_exit_by_itself",
            "holdover_exit",
            "option_missed",
            "missed_but_ends",
        }


@MODERATE
@given(terms, rules, days, st.integers(0, 400))
def test_a_later_notice_never_leads_out_earlier(term: Term, rule: NoticeRule, as_of: date, more: int) -> None:
    one, other = (compute_deadline(term, rule, on) for on in (as_of, as_of + timedelta(days=more)))
    if DeadlineStatus.UNKNOWN not in (one.status, other.status) and one.earliest_exit_date:
        assert other.earliest_exit_date is None or other.earliest_exit_date >= one.earliest_exit_date


@MODERATE
@given(terms, rules, days)
def test_the_same_question_has_the_same_answer(term: Term, rule: NoticeRule, as_of: date) -> None:
    assert compute_deadline(term, rule, as_of) == compute_deadline(term, rule, as_of)
    without = compute_deadline(term, rule, as_of, explain=False)
    assert replace(compute_deadline(term, rule, as_of), steps=()) == without
