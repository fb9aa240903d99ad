"""Which status a day has, for every type of term and the cases around their edges."""

from __future__ import annotations

from typing import Any

import pytest

from core.rules.periods import Period
from renewals.rules import Consequence, DeadlineStatus, NoticeRule, Term, TermType, compute_deadline
from renewals.rules.sentences import sentences_of
from tests.renewals.rules.builders import a_notice, a_term, ask, codes, day

SIXTY_DAYS = a_notice("60 calendar_days")
YEARLY = a_term("auto_renew", "2026-01-01", "12 months", "12 months")


@pytest.mark.parametrize(
    ("facts", "rule", "missing"),
    [
        ({}, SIXTY_DAYS, ("type", "start_date")),
        ({"type": "fixed"}, None, ("start_date", "initial_term", "end_date")),
        (
            {"type": "auto_renew", "start_date": day("2026-01-01")},
            SIXTY_DAYS,
            ("initial_term", "end_date", "renewal_term"),
        ),
        (
            {"type": "option", "start_date": day("2026-01-01"), "end_date": day("2026-12-31")},
            None,
            ("notice",),
        ),
        ({"type": "evergreen", "start_date": day("2026-01-01")}, NoticeRule(quantity=3), ("unit", "anchor")),
        ({"type": "perpetual"}, None, ("start_date",)),
    ],
)
def test_missing_facts_are_named_and_nothing_is_guessed(
    facts: dict[str, Any], rule: NoticeRule | None, missing: tuple[str, ...]
) -> None:
    answer = ask(Term(**facts), rule, "2026-06-01")
    assert answer.status is DeadlineStatus.UNKNOWN
    assert answer.missing == missing
    assert answer.notice_by_date is None
    assert "missing" in codes(answer)


@pytest.mark.parametrize(
    "more",
    [
        {"text": "10 business_days"},
        {"text": "60 calendar_days", "roll": "preceding"},
        {"text": "60 calendar_days", "methods": {"post": 2}},
        {"text": "60 calendar_days", "earliest": "90 business_days"},
        {"text": "10 business_days", "calendar": "ATLANTIS"},
    ],
)
def test_business_days_without_a_known_calendar_are_not_guessed(more: dict[str, Any]) -> None:
    answer = ask(YEARLY, a_notice(more.pop("text"), **more), "2026-06-01")
    assert (answer.status, answer.missing) == (DeadlineStatus.UNKNOWN, ("calendar",))
    assert answer.send_by_date is None


def test_what_needs_no_calendar_is_still_given_when_only_the_delivery_needs_one() -> None:
    answer = ask(YEARLY, a_notice("60 calendar_days", methods={"post": 2}), "2026-06-01")
    assert (answer.notice_by_date, answer.act_by_date) == (day("2026-11-01"), None)


def test_the_first_term_keeps_its_deadline_when_only_the_renewal_length_is_missing() -> None:
    answer = ask(a_term("auto_renew", "2026-01-01", "12 months"), SIXTY_DAYS, "2026-06-01")
    assert (answer.status, answer.missing) == (DeadlineStatus.UNKNOWN, ("renewal_term",))
    assert answer.notice_by_date == day("2026-11-01")


ENDS = {"type": "auto_renew", "end_date": day("2026-12-31"), "renewal_term": Period(12, "months")}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("as_of", "number", "start", "end", "notice_by", "exit_date"),
    [
        ("2026-06-01", 1, None, "2026-12-31", "2026-11-01", "2026-12-31"),
        ("2026-12-01", 1, None, "2026-12-31", "2026-11-01", "2027-12-31"),
        ("2027-06-01", 2, "2027-01-01", "2027-12-31", "2027-11-01", "2027-12-31"),
    ],
)
def test_a_stated_end_decides_though_the_first_day_is_not_known(
    as_of: str, number: int, start: str | None, end: str, notice_by: str, exit_date: str
) -> None:
    answer = ask(Term(**ENDS), SIXTY_DAYS, as_of)
    assert (answer.status, answer.missing) == (DeadlineStatus.UNKNOWN, ("start_date",))
    assert (answer.term_number, answer.term_start) == (number, start and day(start))
    assert answer.earliest_notice_date == answer.term_start
    assert (answer.term_end, answer.notice_by_date) == (day(end), day(notice_by))
    assert (answer.send_by_date, answer.earliest_exit_date) == (day(notice_by), day(exit_date))
    assert ("term_to" in codes(answer)) == (start is None)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({}, a_notice("3 months", "anniversary")),
        ({}, a_notice("3 months", "month_end")),
        ({}, a_notice("3 months", "rolling")),
        ({"minimum_term": Period(24, "months")}, SIXTY_DAYS),  # type: ignore[arg-type]
        ({"type": "evergreen"}, a_notice("3 months", "month_end")),
    ],
)
def test_what_hangs_on_a_first_day_that_is_not_known_is_not_guessed(
    facts: dict[str, Any], rule: NoticeRule
) -> None:
    answer = ask(Term(**{**ENDS, **facts}), rule, "2026-06-01")
    assert (answer.status, answer.missing) == (DeadlineStatus.UNKNOWN, ("start_date",))
    assert (answer.term_start, answer.notice_by_date, answer.earliest_exit_date) == (None, None, None)


def test_a_later_term_of_unknown_length_has_no_dates() -> None:
    answer = ask(a_term("auto_renew", "2026-01-01", "12 months"), SIXTY_DAYS, "2027-06-01")
    assert (answer.status, answer.term_end, answer.notice_by_date) == (DeadlineStatus.UNKNOWN, None, None)


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2025-06-01", "final_term"), ("2026-12-31", "final_term"), ("2027-01-01", "expired")],
)
def test_a_fixed_term_is_final_until_it_has_expired(as_of: str, status: str) -> None:
    answer = ask(a_term("fixed", "2026-01-01", "2026-12-31"), None, as_of)
    assert (answer.status, answer.renewal_date, answer.missing) == (status, None, ())


def test_the_final_term_gives_its_dates_where_there_is_a_notice_rule() -> None:
    answer = ask(a_term("fixed", "2026-01-01", "2026-12-31"), SIXTY_DAYS, "2026-06-01")
    assert (answer.notice_by_date, answer.earliest_exit_date) == (day("2026-11-01"), day("2026-12-31"))
    assert answer.if_nobody_acts is Consequence.LAPSES


def test_a_term_in_the_future_is_open_and_its_window_opens_with_it() -> None:
    answer = ask(YEARLY, SIXTY_DAYS, "2025-03-01")
    assert (answer.status, answer.term_number) == (DeadlineStatus.OPEN, 1)
    assert answer.earliest_notice_date == answer.next_change_date == day("2026-01-01")


@pytest.mark.parametrize(
    ("as_of", "status", "consequence"),
    [
        ("2026-06-01", "in_window", Consequence.OPTION_IS_LOST),
        ("2026-11-15", "missed", Consequence.OPTION_IS_LOST),
        ("2027-01-01", "expired", None),
    ],
)
def test_an_option_that_nobody_exercises_is_lost(
    as_of: str, status: str, consequence: Consequence | None
) -> None:
    term = a_term("option", "2026-01-01", "12 months", "12 months", max_renewals=2)
    answer = ask(term, SIXTY_DAYS, as_of)
    assert (answer.status, answer.if_nobody_acts, answer.next_exit) == (status, consequence, None)


@pytest.mark.parametrize(("exercised", "status"), [(1, "in_window"), (2, "final_term")])
def test_an_exercised_option_opens_the_next_term(exercised: int, status: str) -> None:
    term = a_term(
        "option", "2026-01-01", "12 months", "12 months", max_renewals=2, renewals_exercised=exercised
    )
    answer = ask(term, SIXTY_DAYS, f"{2026 + exercised}-06-01")
    assert (answer.status, answer.term_number) == (status, 1 + exercised)
    assert answer.earliest_exit_date == day(f"{2026 + exercised}-12-31")


@pytest.mark.parametrize(
    ("most", "says"),
    [(3, "Options exercised so far: 2 of 3."), (None, "Options exercised so far: 2.")],
)
def test_the_steps_say_how_many_options_were_exercised(most: int | None, says: str) -> None:
    term = a_term("option", "2025-01-01", "12 months", "6 months", max_renewals=most, renewals_exercised=2)
    answer = ask(term, SIXTY_DAYS, "2026-11-20")
    assert (answer.term_number, answer.term_end) == (3, day("2026-12-31"))
    assert answer.notice_by_date == day("2026-11-01")
    assert says in sentences_of(answer.steps)


def test_a_kind_without_options_says_nothing_of_them() -> None:
    term = a_term("auto_renew", "2025-01-01", "12 months", "12 months", renewals_exercised=2)
    assert not any("xercised" in line for line in sentences_of(ask(term, SIXTY_DAYS, "2026-06-01").steps))


@pytest.mark.parametrize(
    ("first", "later", "end"),
    [(None, None, "2026-01-31"), (None, "2 months", "2026-02-28"), ("3 months", None, "2026-03-31")],
)
def test_a_month_to_month_contract_knows_its_first_term(
    first: str | None, later: str | None, end: str
) -> None:
    term = a_term("month_to_month", "2026-01-01", first, later)
    assert ask(term, a_notice("10 calendar_days"), "2026-01-05").term_end == day(end)


def test_a_perpetual_contract_has_no_deadline_but_can_have_an_exit() -> None:
    answer = ask(a_term("perpetual", "2020-05-05"), a_notice("3 months", "month_end"), "2026-11-22")
    assert (answer.status, answer.next_review_date) == (DeadlineStatus.NO_DEADLINE, None)
    assert answer.earliest_exit_date == day("2027-02-28")


def test_an_evergreen_contract_with_a_notice_to_the_term_end_ends_its_notice_later() -> None:
    answer = ask(a_term("evergreen", "2020-05-05"), a_notice("3 months"), "2026-11-22")
    assert (answer.status, answer.earliest_exit_date) == (DeadlineStatus.NO_DEADLINE, day("2027-02-22"))


def test_a_rolling_notice_has_no_deadline_even_where_the_term_renews() -> None:
    answer = ask(YEARLY, a_notice("30 calendar_days", "rolling"), "2026-06-01")
    assert (answer.status, answer.earliest_exit_date) == (DeadlineStatus.NO_DEADLINE, day("2026-07-01"))
    assert answer.renewal_date == day("2027-01-01")


def test_a_rolling_notice_ends_a_fixed_term_no_later_than_it_ends_by_itself() -> None:
    term = a_term("fixed", "2026-01-01", "2026-12-31")
    answer = ask(term, a_notice("60 calendar_days", "rolling"), "2026-12-01")
    assert answer.earliest_exit_date == day("2026-12-31")


def test_between_send_by_and_notice_by_the_steps_warn() -> None:
    rule = a_notice("60 calendar_days", calendar="GB-ENG", methods={"courier": 2})
    assert "past_send_by" not in codes(ask(YEARLY, rule, "2026-10-28"))
    answer = ask(YEARLY, rule, "2026-10-30")
    assert answer.status is DeadlineStatus.IN_WINDOW
    assert "past_send_by" in codes(answer)


def test_only_the_methods_that_are_too_slow_by_now_are_named() -> None:
    rule = a_notice("60 calendar_days", calendar="GB-ENG", methods={"email": 0, "courier": 2, "post": 5})
    answer = ask(YEARLY, rule, "2026-10-29")
    late = [step for step in answer.steps if step.code == "too_slow"]
    assert [dict(step.params)["method"] for step in late] == ["courier", "post"]
    assert "past_send_by" not in codes(answer)
    assert answer.next_change_date == day("2026-10-31")


def test_past_the_last_working_day_it_can_still_be_sent_where_sending_is_the_test() -> None:
    answer = ask(YEARLY, a_notice("60 calendar_days", calendar="GB-ENG", test="sent"), "2026-10-31")
    assert "past_sending" in codes(answer)


def test_a_missed_option_says_that_the_contract_ends() -> None:
    term = a_term("option", "2026-01-01", "12 months", "12 months")
    assert "option_received_by" in codes(ask(term, SIXTY_DAYS, "2026-06-01"))
    assert "option_missed" in codes(ask(term, SIXTY_DAYS, "2026-11-15"))


def test_a_missed_last_renewal_ends_by_itself_at_the_next_end() -> None:
    term = a_term("auto_renew", "2026-01-01", "12 months", "12 months", max_renewals=1)
    following = ask(term, SIXTY_DAYS, "2026-12-01").next_exit
    assert following is not None
    assert (following.exit_date, following.notice_by_date) == (day("2027-12-31"), None)


def test_a_short_renewal_term_under_a_long_notice_names_an_exit_that_can_be_reached() -> None:
    term = a_term("auto_renew", "2023-01-01", "36 months", "1 months")
    answer = ask(term, a_notice("3 months"), "2026-02-10")
    assert answer.status is DeadlineStatus.MISSED
    assert (answer.term_end, answer.earliest_exit_date) == (day("2026-02-28"), day("2026-05-31"))


def test_a_minimum_term_moves_the_deadline_to_the_first_term_that_outlasts_it() -> None:
    term = a_term("auto_renew", "2026-01-01", "12 months", "12 months", minimum="18 months")
    answer = ask(term, SIXTY_DAYS, "2026-11-15")
    assert (answer.status, answer.term_end) == (DeadlineStatus.IN_WINDOW, day("2026-12-31"))
    assert (answer.exit_date, answer.notice_by_date) == (day("2027-12-31"), day("2027-11-01"))


def test_a_holdover_after_a_missed_notice_ends_its_notice_later_but_not_before_the_term() -> None:
    term = a_term("fixed", "2026-01-01", "2026-12-31", after_last_term="holdover")
    assert ask(term, SIXTY_DAYS, "2026-11-15").earliest_exit_date == day("2027-01-14")
    assert ask(term, SIXTY_DAYS, "2026-10-15").earliest_exit_date == day("2026-12-31")


@pytest.mark.parametrize(
    ("rule", "as_of"),
    [
        (SIXTY_DAYS, "9999-12-31"),
        (a_notice("3 months", "renewal_date"), "9999-06-01"),
        (a_notice("30 calendar_days", "fixed_day", fixed_day=(2, 29)), "9999-12-30"),
        (a_notice("0 calendar_days", "fixed_day", fixed_day=(2, 29)), "9999-12-30"),
        (a_notice("3 months", "anniversary"), "9999-12-30"),
    ],
)
def test_the_end_of_the_calendar_is_no_crash(rule: NoticeRule, as_of: str) -> None:
    for kind in TermType:
        for end in ("9999-12-31", "2026-12-31"):
            assert ask(a_term(kind, "2020-01-01", end, "12 months"), rule, as_of).status in DeadlineStatus


def test_an_open_end_written_as_9999_has_no_renewal_date() -> None:
    answer = ask(a_term("auto_renew", "2020-01-01", "9999-12-31", "12 months"), SIXTY_DAYS, "2026-01-01")
    assert (answer.renewal_date, answer.notice_by_date) == (None, day("9999-11-01"))


def test_a_stored_length_of_zero_or_a_stored_end_before_the_start_counts_as_missing() -> None:
    zero = Term(type="auto_renew", start_date=day("2026-01-01"), initial_term=Period(0, "days"))  # type: ignore[arg-type]
    assert "initial_term" in compute_deadline(zero, SIXTY_DAYS, day("2026-02-01")).missing
    reverse = a_term("fixed", "2026-01-01", "2025-01-01")
    assert "end_date" in ask(reverse, SIXTY_DAYS, "2026-02-01").missing
