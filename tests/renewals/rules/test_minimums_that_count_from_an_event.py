"""A minimum that counts from an event: "no exit in the 24 months after go-live"."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from core.rules.periods import last_day
from renewals.rules import DeadlineStatus, NoticeRule, Term, compute_deadline
from renewals.rules.both_rules import compute_both
from renewals.rules.explanation import explain_line
from renewals.rules.sentences import sentences_of
from renewals.rules.terms_input import TermsInputError, parse_terms
from tests.renewals.rules.builders import a_notice, a_term, ask, codes, day
from tests.renewals.rules.test_what_always_holds import days, lengths, rules, terms

NINETY = a_notice("90 calendar_days")
AT_ANY_TIME = a_notice("90 calendar_days", "rolling")
YEARLY = a_term("auto_renew", "2026-01-01", "12 months", "12 months", minimum="24 months")
WAITS = "There is no exit in the 24 months after this event, whose day is not recorded yet: go-live."
MODERATE = settings(max_examples=60, deadline=None)


def live(on: str | None, term: Term = YEARLY, **more: Any) -> Term:
    """Return terms whose minimum counts from go-live."""
    event = {"minimum_event": "go-live", "minimum_event_date": day(on) if on else None}
    return replace(term, **event | more)


# The table of docs/rules/deadlines.md, "What clauses say".


@pytest.mark.parametrize(
    ("on", "rule", "minimum_end", "exit_date", "notice_by"),
    [
        ("2026-03-15", NINETY, "2028-03-14", "2028-12-31", "2028-10-02"),
        ("2026-01-01", NINETY, "2027-12-31", "2027-12-31", "2027-10-02"),
        ("2025-06-01", NINETY, "2027-05-31", "2027-12-31", "2027-10-02"),
        ("2024-02-29", NINETY, "2026-02-27", "2026-12-31", "2026-10-02"),
        ("2026-03-15", a_notice("30 calendar_days", "month_end"), "2028-03-14", "2028-03-31", "2028-03-01"),
    ],
    ids=["after the start", "on the start", "before the start", "on a leap day", "a month's end"],
)
def test_no_exit_lies_inside_the_minimum_counted_from_the_event(
    on: str, rule: NoticeRule, minimum_end: str, exit_date: str, notice_by: str
) -> None:
    answer = ask(live(on), rule, "2026-02-01")
    assert (answer.minimum_end_date, answer.exit_date) == (day(minimum_end), day(exit_date))
    assert (answer.notice_by_date, answer.missing) == (day(notice_by), ())


def test_the_steps_say_what_the_minimum_counts_from_and_not_once_it_is_over() -> None:
    says = "The agreed minimum is 24 months from this event of Sun 15 Mar 2026: go-live."
    assert says in sentences_of(ask(live("2026-03-15"), NINETY, "2026-06-01").steps)
    assert says not in sentences_of(ask(live("2026-03-15"), NINETY, "2028-03-15").steps)


@pytest.mark.parametrize("rule", [NINETY, AT_ANY_TIME, a_notice("3 months", "anniversary")])
def test_until_the_day_of_the_event_is_known_no_exit_is(rule: NoticeRule) -> None:
    answer = ask(live(None), rule, "2026-06-01")
    assert (answer.status, answer.missing) == (DeadlineStatus.UNKNOWN, ("minimum_event_date",))
    assert (answer.notice_by_date, answer.earliest_exit_date) == (None, None)
    assert (answer.term_end, answer.renewal_date) == (day("2026-12-31"), day("2027-01-01"))
    assert WAITS in sentences_of(answer.steps)
    named = "It cannot be worked out in full without: day of the event that the minimum counts from."
    assert named in sentences_of(answer.steps)


def test_an_event_without_a_length_needs_both() -> None:
    answer = ask(live(None, minimum_term=None), NINETY, "2026-06-01")
    assert answer.missing == ("minimum_term", "minimum_event_date")
    says = "The agreed minimum counts from this event, whose day is not recorded yet: go-live."
    assert says in sentences_of(answer.steps)
    assert ask(live("2026-03-15", minimum_term=None), NINETY, "2026-06-01").missing == ("minimum_term",)


@pytest.mark.parametrize(
    ("term", "rule", "as_of", "status"),
    [
        (a_term("fixed", "2026-01-01", "12 months", minimum="24 months"), None, "2026-06-01", "final_term"),
        (a_term("fixed", "2026-01-01", "12 months", minimum="24 months"), NINETY, "2026-06-01", "final_term"),
        (a_term("option", "2026-01-01", "12 months", "12 months", minimum="24 months"), NINETY,
         "2026-06-01", "in_window"),
        (a_term("fixed", "2026-01-01", "12 months", minimum="24 months"), AT_ANY_TIME,
         "2027-06-01", "expired"),
    ],
    ids=["no rule", "ends by itself", "option", "over"],
)  # fmt: skip
def test_a_minimum_that_decides_no_exit_is_not_waited_for(
    term: Term, rule: NoticeRule | None, as_of: str, status: str
) -> None:
    answer, without = ask(live(None, term), rule, as_of), ask(replace(term, minimum_term=None), rule, as_of)
    assert answer.missing == ()
    assert answer.status == without.status == status
    assert (answer.notice_by_date, answer.exit_date) == (without.notice_by_date, without.exit_date)
    assert "waits_for_minimum" not in codes(answer)


def test_a_fixed_term_that_notice_could_end_early_waits_for_the_event() -> None:
    fixed = a_term("fixed", "2026-01-01", "36 months", minimum="12 months")
    unknown = ask(live(None, fixed), AT_ANY_TIME, "2026-06-01")
    assert (unknown.status, unknown.missing) == ("unknown", ("minimum_event_date",))
    assert ask(live("2026-03-01", fixed), AT_ANY_TIME, "2026-06-01").earliest_exit_date == day("2027-02-28")


def test_termination_for_convenience_waits_for_the_event_beside_a_deadline_that_does_not() -> None:
    term = live(None, a_term("option", "2026-01-01", "12 months", "12 months", minimum="6 months"))
    answer = compute_both(term, NINETY, AT_ANY_TIME, day("2026-02-01"))
    assert (answer.missing, answer.notice_by_date) == ((), day("2026-10-02"))
    says = (
        "Whether termination for convenience leads out sooner cannot be worked out without: day of the event"
    )
    assert any(line.startswith(says) for line in sentences_of(answer.steps))


def test_without_a_first_day_the_minimum_of_an_event_still_holds() -> None:
    term = Term(
        type="auto_renew",  # type: ignore[arg-type]
        end_date=day("2026-12-31"),
        renewal_term=YEARLY.renewal_term,
        minimum_term=YEARLY.minimum_term,
        minimum_event="go-live",
        minimum_event_date=day("2026-03-15"),
    )
    answer = ask(term, NINETY, "2026-06-01")
    assert (answer.missing, answer.exit_date) == (("start_date",), day("2028-12-31"))


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ({"minimum_event_date": "2026-03-15"}, {"term.minimum_event_date", "term.minimum_event"}),
        (
            {"minimum_event": "go-live", "minimum_event_date": "2016-01-01"},
            {"term.minimum_event_date", "term.start_date"},
        ),
        (
            {
                "minimum_event": "go-live",
                "minimum_event_date": "2026-03-15",
                "minimum_term": {"n": 9000, "unit": "years"},
            },
            {"term.minimum_term"},
        ),
        ({"minimum_event": 7}, {"term.minimum_event"}),
        ({"minimum_event": "go-live", "minimum_event_date": "2026-02-30"}, {"term.minimum_event_date"}),
    ],
    ids=["no event", "over before the start", "past the calendar", "no text", "no such day"],
)
def test_events_that_cannot_be_are_refused_by_name(facts: dict[str, Any], names: set[str]) -> None:
    usual = {"type": "auto_renew", "start_date": "2026-01-01", "minimum_term": {"n": 24, "unit": "months"}}
    with pytest.raises(TermsInputError) as refused:
        parse_terms({"term": usual | facts})
    assert set(refused.value.fields) == names


def test_a_line_of_explain_terms_may_have_it() -> None:
    line = {
        "id": 1,
        "as_of": "2026-06-01",
        "term": {
            "type": "evergreen",
            "start_date": "2026-01-01",
            "minimum_term": {"n": 24, "unit": "months"},
            "minimum_event": "go-live",
            "minimum_event_date": "2026-03-15",
        },
        "notice": {"quantity": 3, "unit": "months", "anchor": "rolling"},
    }
    answer = explain_line(json.dumps(line))
    assert (answer["status"], answer["earliest_exit_date"]) == ("no_deadline", "2028-03-14")


@MODERATE
@given(terms, rules, lengths, days, days)
def test_no_exit_by_notice_lies_inside_it(
    term: Term, rule: NoticeRule, minimum: Any, event: date, as_of: date
) -> None:
    term = replace(term, minimum_term=minimum, minimum_event="go-live", minimum_event_date=event)
    answer = compute_deadline(term, rule, as_of)
    ends_by_itself = answer.status in (DeadlineStatus.FINAL_TERM, DeadlineStatus.EXPIRED)
    is_limited = term.max_renewals is not None or term.type == "option" or term.renewal_by_agreement
    if answer.exit_date is None or ends_by_itself or is_limited or term.type == "fixed":
        return
    if answer.status is not DeadlineStatus.UNKNOWN:
        assert answer.exit_date >= last_day(event, minimum)


@MODERATE
@given(terms, rules, days)
def test_an_unknown_event_names_itself_or_changes_nothing(term: Term, rule: NoticeRule, as_of: date) -> None:
    waiting = replace(term, minimum_event="go-live", minimum_event_date=None)
    answer = compute_deadline(waiting, rule, as_of)
    if "minimum_event_date" in answer.missing:
        assert (answer.status, answer.notice_by_date) == (DeadlineStatus.UNKNOWN, None)
        return
    without = compute_deadline(replace(waiting, minimum_event="", minimum_term=None), rule, as_of)
    assert replace(answer, steps=()) == replace(without, steps=())
