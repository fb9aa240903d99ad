"""A first term that ends so long after an event, and a rule that lets nobody leave before its own minimum."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from core.rules.periods import last_day
from renewals.rules import DeadlineAnswer, DeadlineStatus, NoticeRule, Term, compute_deadline
from renewals.rules.both_rules import compute_both
from renewals.rules.sentences import sentences_of
from renewals.rules.terms_input import TermsInputError, parse_terms
from tests.renewals.rules.builders import a_notice, a_term, ask, day, span
from tests.renewals.rules.test_what_always_holds import days, lengths, rules, terms

LAUNCH = "the launch"
NINETY = a_notice("90 calendar_days")
MODERATE = settings(max_examples=60, deadline=None)
YEARLY = a_term("auto_renew", "2026-01-01", "12 months", "12 months")


def launched(on: str | None, **more: Any) -> Term:
    """Return terms in force from 1 Jan 2026, whose first term ends 12 months after the launch."""
    event = {"end_event": LAUNCH, "end_event_date": day(on) if on else None}
    return replace(YEARLY, **event | more)


# The table of docs/rules/deadlines.md, "What clauses say".


@pytest.mark.parametrize(
    ("on", "more", "first_end", "notice_by"),
    [
        ("2026-03-15", {}, "2027-03-14", "2026-12-14"),
        ("2026-01-01", {}, "2026-12-31", "2026-10-02"),
        ("2025-06-01", {}, "2026-05-31", "2026-03-02"),
        ("2026-03-15", {"end_date": day("2026-12-31")}, "2026-12-31", "2026-10-02"),
        ("2026-03-15", {"end_date": day("2027-12-31")}, "2027-03-14", "2026-12-14"),
    ],
    ids=["after the start", "on the start", "before the start", "at the latest", "before the latest"],
)
def test_the_first_term_ends_so_long_after_the_event(
    on: str, more: dict[str, Any], first_end: str, notice_by: str
) -> None:
    answer = ask(launched(on, **more), NINETY, "2026-02-01")
    assert (answer.term_start, answer.term_end) == (day("2026-01-01"), day(first_end))
    assert answer.notice_by_date == day(notice_by)
    assert any("this event of" in line and LAUNCH in line for line in sentences_of(answer.steps))


def test_the_second_term_begins_where_the_first_ended() -> None:
    answer = ask(launched("2026-03-15"), NINETY, "2027-06-01")
    assert (answer.term_number, answer.term_start, answer.term_end) == (
        2,
        day("2027-03-15"),
        day("2028-03-14"),
    )


def test_a_renewal_as_long_as_the_first_counts_from_the_start() -> None:
    term = launched("2026-07-01", renewal_term=None, renewal_as_initial=True)
    answer = ask(term, NINETY, "2027-08-01")
    assert (answer.term_start, answer.term_end) == (day("2027-07-01"), day("2028-12-31"))


@pytest.mark.parametrize(
    ("more", "missing", "says"),
    [
        (
            {},
            ("end_event_date",),
            "It ends 12 months after this event, whose day is not recorded yet: the launch.",
        ),
        (
            {"end_date": day("2027-12-31")},
            ("end_event_date",),
            "It ends 12 months after this event, whose day is not recorded yet: the launch.",
        ),
        (
            {"initial_term": None},
            ("initial_term", "end_event_date"),
            "Its end counts from this event, whose day is not recorded yet: the launch.",
        ),
    ],
    ids=["no day", "no day, a latest end", "neither day nor length"],
)
def test_until_the_day_of_the_event_is_known_the_end_is_not_known_either(
    more: dict[str, Any], missing: tuple[str, ...], says: str
) -> None:
    answer = ask(launched(None, **more), NINETY, "2026-06-01")
    assert (answer.status, answer.missing, answer.term_end) == (DeadlineStatus.UNKNOWN, missing, None)
    assert answer.notice_by_date is None
    assert says in sentences_of(answer.steps)


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ({"end_event": "", "end_event_date": "2026-03-15"}, {"term.end_event_date", "term.end_event"}),
        ({"type": "evergreen", "end_event": LAUNCH}, {"term.end_event", "term.type"}),
        ({"end_event": LAUNCH, "end_event_date": "2024-01-01"}, {"term.end_event_date", "term.start_date"}),
        (
            {
                "end_event": LAUNCH,
                "end_event_date": "2024-01-01",
                "initial_term": {"n": 9000, "unit": "years"},
            },
            {"term.initial_term"},
        ),
    ],
    ids=["a day without its event", "no end at all", "over before it starts", "past the calendar"],
)
def test_events_that_cannot_be_are_refused_by_name(facts: dict[str, Any], names: set[str]) -> None:
    usual = {"type": "auto_renew", "start_date": "2026-01-01", "initial_term": {"n": 12, "unit": "months"}}
    with pytest.raises(TermsInputError) as refused:
        parse_terms({"term": usual | facts})
    assert set(refused.value.fields) == names


@MODERATE
@given(days, days, lengths)
def test_the_first_term_never_ends_later_than_counted_from_the_event(
    start: date, event: date, length: Any
) -> None:
    term = Term(
        type="auto_renew",  # type: ignore[arg-type]
        start_date=start,
        initial_term=length,
        renewal_term=length,
        end_event=LAUNCH,
        end_event_date=event,
    )
    answer = compute_deadline(term, NINETY, start)
    if last_day(event, length) < start:
        assert answer.status is DeadlineStatus.UNKNOWN
        assert "end_event_date" in answer.missing
    else:
        assert answer.term_end == last_day(event, length)


def convenient(
    minimum: str | None, as_of: str, text: str = "90 calendar_days", anchor: str = "rolling"
) -> DeadlineAnswer:
    rule = a_notice(text, anchor, minimum=span(minimum) if minimum else None)
    return compute_both(YEARLY, NINETY, rule, day(as_of))


@pytest.mark.parametrize(
    ("minimum", "as_of", "exit_date", "rule"),
    [
        (None, "2026-02-01", "2026-05-02", "convenience"),
        ("6 months", "2026-02-01", "2026-06-30", "convenience"),
        ("6 months", "2026-05-01", "2026-07-30", "convenience"),
        ("12 months", "2026-02-01", "2026-12-31", None),
        ("12 months", "2026-11-20", "2027-02-18", "convenience"),
        ("24 months", "2026-11-20", "2027-12-31", None),
    ],
)
def test_nobody_leaves_for_convenience_before_its_own_minimum(
    minimum: str | None, as_of: str, exit_date: str, rule: str | None
) -> None:
    answer = convenient(minimum, as_of)
    assert (answer.earliest_exit_date, answer.earliest_exit_rule) == (day(exit_date), rule)


def test_the_minimum_of_one_rule_leaves_the_other_and_the_deadline_alone() -> None:
    alone, both = ask(YEARLY, NINETY, "2026-02-01"), convenient("24 months", "2026-02-01")
    assert (both.status, both.notice_by_date, both.minimum_end_date) == (
        alone.status,
        alone.notice_by_date,
        None,
    )


def test_the_steps_say_until_when_the_minimum_holds_and_not_once_it_is_over() -> None:
    says = "Termination for convenience leads out on Tue 30 Jun 2026 at the earliest."
    assert says in sentences_of(convenient("6 months", "2026-02-01").steps)
    assert says not in sentences_of(convenient("6 months", "2026-07-01").steps)


def test_a_rule_that_leads_alone_keeps_its_minimum_too() -> None:
    rule = a_notice("30 calendar_days", "month_end", minimum=span("18 months"))
    evergreen = a_term("evergreen", "2026-01-01")
    answer = ask(evergreen, rule, "2026-11-20")
    assert (answer.exit_date, answer.minimum_end_date) == (day("2027-06-30"), day("2027-06-30"))


@MODERATE
@given(terms, rules, lengths, days)
def test_no_exit_by_a_rule_lies_before_its_minimum(
    term: Term, rule: NoticeRule, minimum: Any, as_of: date
) -> None:
    answer = compute_deadline(term, replace(rule, minimum=minimum), as_of)
    if term.start_date is None or answer.exit_date is None:
        return
    ends_by_itself = answer.status in (DeadlineStatus.FINAL_TERM, DeadlineStatus.EXPIRED)
    if not ends_by_itself and term.type != "option":
        assert answer.exit_date >= last_day(term.start_date, minimum)


@MODERATE
@given(terms, rules, rules, lengths, days)
def test_a_minimum_never_brings_the_exit_for_convenience_forward(
    term: Term, leading: NoticeRule, rule: NoticeRule, minimum: Any, as_of: date
) -> None:
    plain = compute_both(term, leading, replace(rule, minimum=None), as_of)
    held = compute_both(term, leading, replace(rule, minimum=minimum), as_of)
    assert replace(held, earliest_exit_date=None, earliest_exit_rule=None, is_exit_moving=False,
                   next_change_date=None, steps=()) == replace(
        plain, earliest_exit_date=None, earliest_exit_rule=None, is_exit_moving=False,
        next_change_date=None, steps=())  # fmt: skip
    if plain.earliest_exit_date is not None and held.earliest_exit_date is not None:
        assert held.earliest_exit_date >= plain.earliest_exit_date


@MODERATE
@given(terms, rules, rules, lengths, days)
def test_two_answers_with_a_minimum_agree_until_the_next_change(
    term: Term, leading: NoticeRule, rule: NoticeRule, minimum: Any, as_of: date
) -> None:
    rule = replace(rule, minimum=minimum)
    answer = compute_both(term, leading, rule, as_of)
    change = answer.next_change_date
    if change is None or (change - as_of).days < 2:
        return
    middle = date.fromordinal((as_of.toordinal() + change.toordinal()) // 2)
    again = compute_both(term, leading, rule, middle)
    if answer.is_exit_moving and again.is_exit_moving:
        moving = {"earliest_exit_date": answer.earliest_exit_date, "next_change_date": change}
        again = replace(again, **moving)
    assert again == answer
