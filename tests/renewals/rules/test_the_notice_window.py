"""Anchors, readings, delivery, lead time: which days a notice rule leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from core.rules.calendars import calendar_named
from renewals.rules import DeadlineStatus, DeliveryMethod, NoticeRule
from renewals.rules.sentences import sentences_of
from renewals.rules.window import sends_of
from tests.renewals.rules.builders import a_notice, a_term, ask, codes, day

YEARLY = a_term("auto_renew", "2026-01-01", "12 months", "12 months")
RUNS_ON = a_term("evergreen", "2020-03-01")


@pytest.mark.parametrize(
    ("anchor", "length", "as_of", "exit_date", "notice_by"),
    [
        ("month_end", "30 calendar_days", "2026-12-01", "2026-12-31", "2026-12-01"),
        ("month_end", "30 calendar_days", "2026-12-02", "2027-01-31", "2027-01-01"),
        ("month_end", "3 months", "2026-11-22", "2027-02-28", "2026-11-28"),
        ("month_end", "3 months", "2026-11-29", "2027-03-31", "2026-12-31"),
        ("quarter_end", "6 weeks", "2026-11-22", "2027-03-31", "2027-02-17"),
        ("quarter_end", "6 weeks", "2026-11-19", "2026-12-31", "2026-11-19"),
        ("month_end", "0 calendar_days", "2026-11-30", "2026-11-30", "2026-11-30"),
    ],
)
def test_the_next_exit_still_reachable_is_meant(
    anchor: str, length: str, as_of: str, exit_date: str, notice_by: str
) -> None:
    answer = ask(RUNS_ON, a_notice(length, anchor), as_of)
    assert (answer.earliest_exit_date, answer.notice_by_date) == (day(exit_date), day(notice_by))
    assert answer.status is DeadlineStatus.IN_WINDOW


@pytest.mark.parametrize(
    ("fixed_day", "as_of", "exit_date", "notice_by"),
    [
        ((6, 30), "2026-03-30", "2026-06-30", "2026-03-30"),
        ((6, 30), "2026-03-31", "2027-06-30", "2027-03-30"),
        ((2, 29), "2026-11-22", "2027-02-28", "2026-11-28"),
        ((2, 29), "2027-11-29", "2028-02-29", "2027-11-29"),
    ],
)
def test_a_fixed_day_comes_round_every_year(
    fixed_day: tuple[int, int], as_of: str, exit_date: str, notice_by: str
) -> None:
    answer = ask(RUNS_ON, a_notice("3 months", "fixed_day", fixed_day=fixed_day), as_of)
    assert (answer.earliest_exit_date, answer.notice_by_date) == (day(exit_date), day(notice_by))


@pytest.mark.parametrize(
    ("as_of", "status", "notice_by", "earliest_exit"),
    [
        ("2026-11-22", "in_window", "2026-12-01", "2027-02-28"),
        ("2026-12-02", "missed", "2026-12-01", "2028-02-29"),
        ("2027-03-01", "in_window", "2027-12-01", "2028-02-29"),
    ],
)
def test_an_anniversary_leads_out_the_day_before_it(
    as_of: str, status: str, notice_by: str, earliest_exit: str
) -> None:
    answer = ask(RUNS_ON, a_notice("3 months", "anniversary"), as_of)
    assert (answer.status, answer.notice_by_date) == (status, day(notice_by))
    assert answer.earliest_exit_date == day(earliest_exit)


def test_an_anniversary_inside_a_longer_term_is_an_exit_before_its_end() -> None:
    term = a_term("fixed", "2026-01-01", "36 months")
    answer = ask(term, a_notice("3 months", "anniversary"), "2026-06-01")
    assert (answer.exit_date, answer.notice_by_date) == (day("2026-12-31"), day("2026-10-01"))
    missed = ask(term, a_notice("3 months", "anniversary"), "2028-11-01")
    assert missed.earliest_exit_date == day("2028-12-31")


def test_an_exit_after_a_contract_has_ended_by_itself_is_none() -> None:
    term = a_term("fixed", "2026-01-01", "2026-06-15")
    answer = ask(term, a_notice("3 months", "quarter_end"), "2026-05-01")
    assert (answer.notice_by_date, answer.earliest_exit_date) == (None, day("2026-06-15"))


@pytest.mark.parametrize(
    ("anchor", "as_of", "earliest_exit", "notice_by"),
    [
        ("anniversary", "2026-02-01", "2026-06-30", None),
        ("anniversary", "2025-06-01", "2025-12-31", "2025-10-01"),
        ("quarter_end", "2026-04-01", "2026-06-30", None),
        ("quarter_end", "2026-03-01", "2026-06-30", "2026-03-30"),
        ("rolling", "2026-05-01", "2026-06-30", None),
    ],
)
def test_no_exit_by_notice_lies_after_the_last_renewal_has_ended(
    anchor: str, as_of: str, earliest_exit: str, notice_by: str | None
) -> None:
    term = a_term("auto_renew", "2025-01-01", "6 months", "6 months", max_renewals=2)
    answer = ask(term, a_notice("3 months", anchor), as_of)
    assert answer.earliest_exit_date == day(earliest_exit)
    assert answer.notice_by_date == (day(notice_by) if notice_by else None)


def test_a_month_end_inside_the_minimum_is_no_exit() -> None:
    term = a_term("evergreen", "2026-01-01", minimum="24 months")
    answer = ask(term, a_notice("1 months", "month_end"), "2026-06-01")
    assert (answer.exit_date, answer.notice_by_date) == (day("2027-12-31"), day("2027-11-30"))


def test_the_window_opens_by_the_latest_reading_because_too_early_is_void() -> None:
    term = a_term("auto_renew", "2025-12-01", "12 months", "12 months")
    answer = ask(term, a_notice("1 months", earliest="3 months"), "2026-06-01")
    assert answer.earliest_notice_date == day("2026-08-31")
    assert "opens" in codes(answer)


@pytest.mark.parametrize(
    ("locked", "expected", "code"),
    [
        ("month_end_of_term", "2026-08-31", "reading_locked"),
        ("corresponding_date", "2026-08-30", "reading_locked"),
        ("no_such_reading", "2026-08-30", "readings_differ"),
        ("", "2026-08-30", "readings_differ"),
    ],
)
def test_legal_can_lock_one_reading(locked: str, expected: str, code: str) -> None:
    term = a_term("auto_renew", "2025-12-01", "12 months", "12 months")
    answer = ask(term, a_notice("3 months"), "2026-06-01", locked_reading=locked)
    assert answer.notice_by_date == day(expected)
    assert code in codes(answer)
    assert len(answer.readings) == 3


def test_every_method_is_listed_and_the_earliest_leads() -> None:
    rule = a_notice("60 calendar_days", calendar="GB-ENG", methods={"email": 0, "courier": 2, "post": 5})
    answer = ask(YEARLY, rule, "2026-06-01")
    assert [(send.method, send.send_by_date) for send in answer.sends] == [
        ("email", day("2026-10-30")),
        ("courier", day("2026-10-28")),
        ("post", day("2026-10-23")),
    ]
    assert answer.send_by_date == day("2026-10-23")


@pytest.mark.parametrize("days", [0, 1, 2, 5, 9])
@pytest.mark.parametrize("name", ["GB-ENG", "DE-BY", "AE", "US-NY"])
def test_send_by_is_the_latest_working_day_whose_deemed_receipt_is_in_time(name: str, days: int) -> None:
    calendar = calendar_named(name)
    rule = a_notice("1 months", calendar=name, methods={"post": days})
    for offset in range(18, 46, 3):
        notice_by = date(2026, 12, 1) + timedelta(days=offset)
        tried = (notice_by - timedelta(days=back) for back in range(25))
        in_time = [d for d in tried if calendar.is_business_day(d) and calendar.add(d, days) <= notice_by]
        (send,) = sends_of(rule, notice_by, calendar)
        assert send.send_by_date == max(in_time)
        assert send.deemed_received_date == calendar.add(send.send_by_date, days)


@pytest.mark.parametrize("days", [0, 1, 2, 5, 9])
@pytest.mark.parametrize("name", [None, "GB-ENG", "GB-ENG+US-NY", "AE"])
def test_deemed_receipt_in_calendar_days_falls_on_any_day_but_is_sent_on_a_working_one(
    name: str | None, days: int
) -> None:
    rule = NoticeRule(methods=(DeliveryMethod("post", deemed_calendar_days=days),), calendar=name)
    calendar = calendar_named(name) if name else None
    for offset in range(18, 46):
        notice_by = date(2026, 12, 1) + timedelta(days=offset)
        tried = (notice_by - timedelta(days=back) for back in range(25))
        worked = [d for d in tried if calendar is None or calendar.is_business_day(d)]
        (send,) = sends_of(rule, notice_by, calendar)
        assert send.send_by_date == max(d for d in worked if d + timedelta(days=days) <= notice_by)
        assert send.deemed_received_date == send.send_by_date + timedelta(days=days)


@pytest.mark.parametrize(
    ("calendar", "send_by", "received"),
    [(None, "2026-10-27", "2026-11-01"), ("GB-ENG", "2026-10-27", "2026-11-01")],
)
def test_five_calendar_days_before_a_sunday(calendar: str | None, send_by: str, received: str) -> None:
    rule = a_notice("60 calendar_days", calendar=calendar)
    rule = replace(rule, methods=(DeliveryMethod("post", deemed_calendar_days=5),))
    answer = ask(YEARLY, rule, "2026-06-01")
    (send,) = answer.sends
    assert (answer.notice_by_date, answer.missing) == (day("2026-11-01"), ())
    assert (send.send_by_date, send.deemed_received_date) == (day(send_by), day(received))
    said = sentences_of(answer.steps)
    assert (
        "Sent by post, it counts as received 5 days after sending: send by Tue 27 Oct 2026, "
        "received Sun 1 Nov 2026." in said
    )


@pytest.mark.parametrize(("calendar", "expected"), [("GB-ENG+US-NY", "2026-06-30"), ("GB-ENG", "2026-07-01")])
def test_business_days_in_london_and_new_york_are_business_days_in_both(calendar: str, expected: str) -> None:
    term = a_term("auto_renew", "2025-07-16", "12 months", "12 months")
    answer = ask(term, a_notice("10 business_days", calendar=calendar), "2026-06-01")
    assert (answer.notice_by_date, answer.calendar) == (day(expected), calendar)


def test_where_sending_is_the_test_deemed_receipt_does_not_matter() -> None:
    rule = a_notice("60 calendar_days", test="sent", methods={"post": 5})
    answer = ask(YEARLY, rule, "2026-06-01")
    assert (answer.send_by_date, answer.missing) == (day("2026-11-01"), ())
    assert "us_sent_by" in codes(answer)


def test_a_method_without_agreed_deemed_receipt_says_that_only_arrival_counts() -> None:
    answer = ask(YEARLY, a_notice("60 calendar_days", methods={"post": None}), "2026-06-01")
    assert (answer.send_by_date, "no_deemed_receipt" in codes(answer)) == (day("2026-11-01"), True)


@pytest.mark.parametrize(
    ("calendar", "lead", "expected"),
    [
        (None, 0, "2026-11-01"),
        (None, 5, "2026-10-26"),
        ("DE-BY", 5, "2026-10-23"),
        ("DE-BY", 0, "2026-10-30"),
    ],
)
def test_act_by_is_send_by_less_the_lead_time_in_working_days(
    calendar: str | None, lead: int, expected: str
) -> None:
    answer = ask(YEARLY, a_notice("60 calendar_days", calendar=calendar), "2026-06-01", lead_days=lead)
    assert answer.act_by_date == day(expected)


def test_the_vendors_notice_is_counted_by_the_same_rules() -> None:
    answer = ask(YEARLY, a_notice("60 calendar_days", party="vendor"), "2026-06-01")
    assert answer.notice_by_date == day("2026-11-01")
    assert "vendor_received_by" in codes(answer)


def test_cut_off_and_time_zone_show_in_the_steps_only() -> None:
    plain = ask(YEARLY, a_notice("60 calendar_days"), "2026-06-01")
    rule = a_notice("60 calendar_days", timezone="Europe/London", cutoff_time=time(17))
    answer = ask(YEARLY, rule, "2026-06-01")
    assert answer.notice_by_date == plain.notice_by_date
    assert "cutoff_zone" in codes(answer)
    assert "cutoff" in codes(ask(YEARLY, a_notice("60 calendar_days", cutoff_time=time(17)), "2026-06-01"))
    zone = ask(YEARLY, a_notice("60 calendar_days", timezone="Europe/London"), "2026-06-01")
    assert "last_day_zone" in codes(zone)


def test_evergreen_month_ends_since_1990_and_terms_to_2122_need_no_walking() -> None:
    old = ask(a_term("month_to_month", "1900-01-31"), a_notice("10 calendar_days"), "2122-06-15")
    assert (old.term_number, old.term_end) == (2669, day("2122-06-29"))
    assert ask(
        a_term("evergreen", "1990-01-31"), a_notice("30 calendar_days", "month_end"), "2026-11-22"
    ).exit_date
