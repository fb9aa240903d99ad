"""Edges that real registers have: long notices, half-known rules, types that do not fit their rule."""

from __future__ import annotations

from datetime import date

import pytest

from renewals.rules import Anchor, DeadlineStatus, DeliveryMethod, NoticeRule, NoticeSpan, NoticeUnit
from renewals.rules.term import locate
from renewals.rules.terms_input import TermsInputError, parse_terms
from renewals.rules.window import Exit, count_back, window_of
from tests.renewals.rules.builders import a_notice, a_term, ask, codes, day


def test_a_fixed_day_that_is_not_said_is_missing() -> None:
    answer = ask(a_term("evergreen", "2020-01-01"), a_notice("3 months", "fixed_day"), "2026-11-22")
    assert (answer.status, answer.missing) == (DeadlineStatus.UNKNOWN, ("fixed_day",))


def test_a_long_notice_over_daily_terms_finds_its_exit_without_walking() -> None:
    term = a_term("auto_renew", "2020-01-01", "1 days", "1 days")
    answer = ask(term, a_notice("10 years"), "2026-11-22")
    assert (answer.status, answer.earliest_exit_date) == (DeadlineStatus.MISSED, day("2036-11-22"))


def test_a_missed_anniversary_under_a_long_notice_names_the_first_that_can_be_reached() -> None:
    answer = ask(a_term("evergreen", "2020-03-01"), a_notice("30 months", "anniversary"), "2026-11-22")
    assert answer.earliest_exit_date == day("2030-02-28")
    assert answer.next_exit is not None
    assert answer.next_exit.extra_terms == 3


@pytest.mark.parametrize("kind", ["auto_renew", "option"])
def test_a_last_miss_in_holdover_has_an_exit_that_moves(kind: str) -> None:
    term = a_term(kind, "2026-01-01", "12 months", "12 months", max_renewals=1, after_last_term="holdover")
    term_is_last = ask(
        term, a_notice("60 calendar_days"), "2027-12-15" if kind == "auto_renew" else "2026-12-15"
    )
    assert term_is_last.is_exit_moving
    assert term_is_last.earliest_exit_date in (day("2028-02-13"), day("2027-02-13"))


def test_a_renewal_before_a_last_term_in_holdover_still_asks_for_notice() -> None:
    term = a_term(
        "auto_renew", "2026-01-01", "12 months", "12 months", max_renewals=1, after_last_term="holdover"
    )
    following = ask(term, a_notice("60 calendar_days"), "2026-12-15").next_exit
    assert following is not None
    assert (following.exit_date, following.notice_by_date) == (day("2027-12-31"), day("2027-11-01"))


def test_a_notice_that_outlasts_the_last_term_ends_in_holdover() -> None:
    term = a_term(
        "auto_renew", "2026-01-01", "1 months", "1 months", max_renewals=1, after_last_term="holdover"
    )
    answer = ask(term, a_notice("6 months"), "2026-01-15")
    assert (answer.status, answer.next_exit) == (DeadlineStatus.MISSED, None)
    assert (answer.earliest_exit_date, answer.is_exit_moving) == (day("2026-07-15"), True)
    assert "holdover_exit" in codes(answer)


def test_an_exit_in_holdover_moves_also_where_the_calendar_of_the_delivery_is_missing() -> None:
    term = a_term("fixed", "2026-01-01", "2026-12-31", after_last_term="holdover")
    answer = ask(term, a_notice("60 calendar_days", methods={"post": 2}), "2026-12-15")
    assert (answer.missing, answer.is_exit_moving) == (("calendar",), True)


def test_a_missed_exit_before_more_terms_of_unknown_length_has_no_next_one() -> None:
    term = a_term("auto_renew", "2026-01-01", "12 months", after_last_term="holdover")
    answer = ask(term, a_notice("60 calendar_days"), "2026-12-01")
    assert (answer.missing, answer.earliest_exit_date) == (("renewal_term",), None)


def test_a_last_term_that_ends_by_itself_says_so_when_its_notice_is_missed() -> None:
    answer = ask(a_term("fixed", "2026-01-01", "2026-12-31"), a_notice("60 calendar_days"), "2026-12-01")
    assert "missed_but_ends" in codes(answer)
    assert "missed" not in codes(answer)


def test_an_option_before_holdover_is_not_said_to_end_the_contract() -> None:
    term = a_term("option", "2026-01-01", "12 months", "12 months", after_last_term="holdover")
    answer = ask(term, a_notice("60 calendar_days"), "2026-12-15")
    assert {"option_or_holdover", "option_gone", "holdover_exit"} <= set(codes(answer))
    assert not {"option_needed", "option_missed"} & set(codes(answer))


@pytest.mark.parametrize("anchor", ["renewal_date", "anniversary"])
@pytest.mark.parametrize("length", ["0 calendar_days", "0 months", "0 weeks"])
def test_notice_without_length_before_the_renewal_is_due_while_the_term_still_runs(
    anchor: str, length: str
) -> None:
    answer = ask(
        a_term("auto_renew", "2026-01-01", "12 months", "12 months"), a_notice(length, anchor), "2026-06-01"
    )
    assert answer.notice_by_date == answer.term_end == day("2026-12-31")
    assert "no_length" in codes(answer)


@pytest.mark.parametrize(
    ("as_of", "exit_date", "opens"),
    [("2026-05-15", "2026-07-31", "2026-06-20"), ("2026-07-02", "2026-08-31", "2026-06-20")],
)
def test_no_notice_is_given_before_the_contract_starts(as_of: str, exit_date: str, opens: str) -> None:
    answer = ask(a_term("evergreen", "2026-06-20"), a_notice("30 calendar_days", "month_end"), as_of)
    assert (answer.earliest_exit_date, answer.earliest_notice_date) == (day(exit_date), day(opens))


def test_two_methods_of_one_name_each_keep_their_own_deemed_receipt() -> None:
    rule = NoticeRule(
        quantity=60,
        unit=NoticeUnit.CALENDAR_DAYS,
        anchor=Anchor.TERM_END,
        calendar="GB-ENG",
        methods=(DeliveryMethod("post", 2), DeliveryMethod("post", 5)),
    )
    answer = ask(a_term("auto_renew", "2026-01-01", "12 months", "12 months"), rule, "2026-06-01")
    told = [dict(step.params) for step in answer.steps if step.code == "send_deemed"]
    assert [(one["quantity"], one["send_by_date"]) for one in told] == [
        (2, day("2026-10-28")),
        (5, day("2026-10-23")),
    ]


def test_a_minimum_beyond_the_last_term_leads_out_with_the_last_term() -> None:
    term = a_term("auto_renew", "2026-01-01", "12 months", "12 months", max_renewals=1, minimum="5 years")
    assert ask(term, a_notice("60 calendar_days"), "2026-06-01").exit_date == day("2027-12-31")


def test_a_minimum_is_no_reason_to_exercise_an_option_later() -> None:
    term = a_term("option", "2026-01-01", "12 months", "12 months", minimum="5 years")
    assert ask(term, a_notice("60 calendar_days"), "2026-06-01").notice_by_date == day("2026-11-01")


def test_a_minimum_of_a_renewing_contract_without_a_known_renewal_length_stays_at_its_term() -> None:
    term = a_term("auto_renew", "2026-01-01", "12 months", minimum="5 years")
    answer = ask(term, a_notice("60 calendar_days"), "2026-06-01")
    assert (answer.missing, answer.exit_date) == (("renewal_term",), day("2026-12-31"))


def test_a_term_after_the_end_of_the_calendar_is_none() -> None:
    position = locate(a_term("auto_renew", "2020-01-01", "12 months", "5000 years"), date(2020, 6, 1))
    assert position is not None
    assert position.term(4) is None
    assert position.term(2) is not None


def test_a_stored_calendar_that_is_not_known_is_said() -> None:
    answer = ask(a_term("evergreen", "2020-01-01"), a_notice("3 months", calendar="ATLANTIS"), "2026-11-22")
    assert "calendar_unknown" in codes(answer)


def test_business_days_without_a_calendar_are_never_counted() -> None:
    with pytest.raises(ValueError, match="need a calendar"):
        count_back(date(2026, 12, 31), NoticeSpan(10, NoticeUnit.BUSINESS_DAYS), None)


def test_a_window_of_no_length_is_refused() -> None:
    with pytest.raises(ValueError, match="a quantity and a unit"):
        window_of(NoticeRule(), Exit(date(2026, 12, 31), date(2026, 12, 31)), None)


def test_a_word_outside_its_list_is_refused_at_construction() -> None:
    with pytest.raises(ValueError, match="evergeen"):
        a_term("evergeen", "2026-01-01")
    with pytest.raises(ValueError, match="term-end"):
        NoticeRule(anchor="term-end")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quantity", "unit", "is_refused"),
    [
        (12, "months", False),
        (13, "months", True),
        (2, "years", True),
        (366, "calendar_days", True),
        (60, "weeks", True),
    ],
)
def test_a_notice_is_measured_against_a_stated_end(quantity: int, unit: str, is_refused: bool) -> None:
    raw = {
        "term": {"type": "fixed", "start_date": "2026-01-01", "end_date": "2026-12-31"},
        "notice": {"quantity": quantity, "unit": unit, "anchor": "term_end"},
    }
    if is_refused:
        with pytest.raises(TermsInputError, match="longer than the term"):
            parse_terms(raw)
    else:
        assert parse_terms(raw)


def test_a_notice_that_leaves_the_calendar_is_longer_than_its_term() -> None:
    raw = {
        "term": {"type": "fixed", "start_date": "0001-01-01", "end_date": "0001-12-31"},
        "notice": {"quantity": 900, "unit": "years", "anchor": "term_end"},
    }
    with pytest.raises(TermsInputError, match="longer than the term"):
        parse_terms(raw)


@pytest.mark.parametrize(
    ("term", "notice"),
    [
        (
            {"type": "fixed", "end_date": "2026-12-31"},
            {"quantity": 99, "unit": "years", "anchor": "term_end"},
        ),
        (
            {"type": "fixed", "start_date": "2026-01-01", "end_date": "2026-12-31"},
            {
                "quantity": 20,
                "unit": "business_days",
                "anchor": "term_end",
                "earliest": {"n": 20, "unit": "business_days"},
            },
        ),
        (
            {"type": "fixed", "start_date": "2026-01-01", "end_date": "2026-12-31"},
            {
                "quantity": 30,
                "unit": "calendar_days",
                "anchor": "term_end",
                "earliest": {"n": 30, "unit": "business_days"},
            },
        ),
        (
            {"type": "evergreen", "start_date": "2026-01-01"},
            {"quantity": 99, "unit": "years", "anchor": "term_end"},
        ),
    ],
)
def test_what_cannot_be_compared_is_not_called_a_contradiction(
    term: dict[str, object], notice: dict[str, object]
) -> None:
    assert parse_terms({"term": term, "notice": notice})


@pytest.mark.parametrize(
    ("exercised", "limit", "as_of", "expected"),
    [
        (0, 2, "2026-08-01", "in_window 1 2026-12-31 2026-10-02"),
        (1, 2, "2026-08-01", "open 2 2027-12-31 2027-10-02"),
        (1, 2, "2026-11-15", "open 2 2027-12-31 2027-10-02"),
        (1, 2, "2027-01-01", "in_window 2 2027-12-31 2027-10-02"),
        (2, 2, "2026-08-01", "final_term 3 2028-12-31 2028-10-02"),
        (1, None, "2027-11-15", "missed 2 2027-12-31 2027-10-02"),
        (1, None, "2028-01-01", "expired 2 2027-12-31 None"),
    ],
)
def test_an_exercised_option_leads_to_the_deadline_of_the_term_it_adds(exercised, limit, as_of, expected):
    term = a_term(
        "option", "2026-01-01", "12 months", "12 months", max_renewals=limit, renewals_exercised=exercised
    )
    found = ask(term, a_notice("90 calendar_days"), as_of)
    assert f"{found.status} {found.term_number} {found.term_end} {found.notice_by_date}" == expected
