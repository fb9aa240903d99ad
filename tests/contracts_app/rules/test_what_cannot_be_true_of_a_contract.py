"""Headers, terms and notice rules that are refused, each naming its field."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from contracts_app.rules.contract import check_contract
from contracts_app.rules.draft import ContractDraft, NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from contracts_app.rules.terms import check_notice_rules, check_terms

DAY = dt.date(2026, 3, 1)


def draft(**facts: object) -> ContractDraft:
    return ContractDraft(**({"title": "Hosting", "vendor_id": 1, "department_id": 1} | facts))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        pytest.param({"title": ""}, "title", id="no title"),
        pytest.param({"title": "x" * 501}, "title", id="a title of 501 characters"),
        pytest.param({"number": "x" * 61}, "number", id="a number of 61 characters"),
        pytest.param({"description": "x" * 20_001}, "description", id="a huge description"),
        pytest.param({"type": "lease"}, "type", id="an unknown type"),
        pytest.param({"status": "asleep"}, "status", id="an unknown state"),
        pytest.param(
            {"value_amount": Decimal("-1"), "value_currency": "EUR"}, "value_amount", id="below zero"
        ),
        pytest.param(
            {"value_amount": Decimal("NaN"), "value_currency": "EUR"}, "value_amount", id="not a number"
        ),
        pytest.param(
            {"value_amount": Decimal("sNaN"), "value_currency": "EUR"}, "value_amount", id="signaling"
        ),
        pytest.param(
            {"value_amount": Decimal("Infinity"), "value_currency": "EUR"}, "value_amount", id="endless"
        ),
        pytest.param(
            {"value_amount": Decimal("1e15"), "value_currency": "EUR"}, "value_amount", id="too large"
        ),
        pytest.param(
            {"value_amount": Decimal("1.001"), "value_currency": "GBP"}, "value_amount", id="tenth pennies"
        ),
        pytest.param(
            {"value_amount": Decimal("1.5"), "value_currency": "JPY"}, "value_amount", id="half a yen"
        ),
        pytest.param({"value_amount": Decimal("1")}, "value_currency", id="no currency"),
        pytest.param({"value_currency": "XTS"}, "value_currency", id="no such currency"),
        pytest.param({"value_currency": "eur"}, "value_currency", id="a currency in small letters"),
        pytest.param({"backup_owner_id": 7}, "backup_owner_id", id="a backup without an owner"),
        pytest.param({"owner_id": 7, "backup_owner_id": 7}, "backup_owner_id", id="their own backup"),
        pytest.param({"further_vendor_ids": (1,)}, "further_vendor_ids", id="the vendor twice"),
        pytest.param(
            {"entity_id": 3, "further_entity_ids": (3,)}, "further_entity_ids", id="the entity twice"
        ),
        pytest.param({"tags": ("x" * 61,)}, "tags", id="a tag of 61 characters"),
        pytest.param({"tags": ("",)}, "tags", id="an empty tag"),
        pytest.param({"tags": tuple(map(str, range(51)))}, "tags", id="51 tags"),
        pytest.param(
            {"terms": TermsDraft(max_renewals=-1)}, "terms.max_renewals", id="a path into the terms"
        ),
        pytest.param(
            {"notice_rules": (NoticeRuleDraft(calendar="XY"),)},
            "notice_rules.0.calendar",
            id="a path into a rule",
        ),
    ],
)
def test_a_header_is_refused_under_its_field(facts, field):
    assert list(check_contract(draft(**facts))) == [field]


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("9999999999999.99", "EUR"), ("0", "GBP"), ("1.10000", "GBP"), ("1.125", "KWD"), ("1000", "JPY")],
)
def test_money_that_can_be_paid_is_taken(amount, currency):
    assert check_contract(draft(value_amount=Decimal(amount), value_currency=currency)) == {}


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        pytest.param(
            {"start_date": DAY, "end_date": dt.date(2026, 2, 28)}, "end_date", id="ends before it starts"
        ),
        pytest.param({"start_date": dt.date(1899, 12, 31)}, "start_date", id="starts before all calendars"),
        pytest.param(
            {"start_date": DAY, "end_date": dt.date(9999, 12, 31)}, "end_date", id="ends at the end of time"
        ),
        pytest.param(
            {
                "start_date": DAY,
                "end_date": dt.date(2027, 3, 1),
                "initial_term_quantity": 12,
                "initial_term_unit": "months",
            },
            "end_date",
            id="twelve months that end a day late",
        ),
        pytest.param(
            {"initial_term_quantity": 0, "initial_term_unit": "months"}, "initial_term_quantity", id="none"
        ),
        pytest.param({"renewal_term_quantity": 12}, "renewal_term_unit", id="twelve of what"),
        pytest.param({"renewal_term_unit": "months"}, "renewal_term_quantity", id="how many months"),
        pytest.param({"term_type": "forever"}, "term_type", id="an unknown kind"),
        pytest.param({"term_type": "evergreen", "end_date": DAY}, "end_date", id="evergreen with an end"),
        pytest.param({"term_type": "perpetual", "end_date": DAY}, "end_date", id="perpetual with an end"),
        pytest.param({"term_type": "fixed", "max_renewals": 3}, "max_renewals", id="fixed, yet renews"),
        pytest.param(
            {"term_type": "fixed", "renewal_term_quantity": 12, "renewal_term_unit": "months"},
            "renewal_term_quantity",
            id="fixed with a renewal term",
        ),
        pytest.param(
            {"start_date": dt.date(2999, 1, 1), "initial_term_quantity": 9_999, "initial_term_unit": "years"},
            "initial_term_quantity",
            id="past the calendar",
        ),
        pytest.param(
            {"term_type": "auto_renew", "renewals_exercised": 1}, "renewals_exercised", id="no options"
        ),
        pytest.param(
            {"term_type": "fixed", "renewals_exercised": 1}, "renewals_exercised", id="no agreement to renew"
        ),
        pytest.param({"end_event_date": DAY}, "end_event_date", id="the day of no event"),
        pytest.param({"term_type": "evergreen", "end_event": "launch"}, "end_event", id="an event, no end"),
        pytest.param({"end_event": "x" * 201}, "end_event", id="an event of 201 characters"),
        pytest.param(
            {"end_event": "launch", "end_event_date": dt.date(1800, 1, 1)}, "end_event_date", id="no such day"
        ),
        pytest.param(
            {
                "start_date": DAY,
                "initial_term_quantity": 12,
                "initial_term_unit": "months",
                "end_event": "launch",
                "end_event_date": dt.date(2025, 1, 1),
            },
            "end_event_date",
            id="over before it starts",
        ),
        pytest.param(
            {"minimum_event_date": DAY}, "minimum_event_date", id="the day of no event of a minimum"
        ),
        pytest.param({"minimum_event": "x" * 201}, "minimum_event", id="an event of a minimum, too long"),
        pytest.param(
            {"minimum_event": "go-live", "minimum_event_date": dt.date(1800, 1, 1)},
            "minimum_event_date",
            id="no such day of a minimum",
        ),
        pytest.param(
            {
                "start_date": DAY,
                "minimum_term_quantity": 1,
                "minimum_term_unit": "months",
                "minimum_event": "go-live",
                "minimum_event_date": dt.date(2016, 1, 1),
            },
            "minimum_event_date",
            id="a minimum that is over before the start",
        ),
        pytest.param(
            {
                "minimum_term_quantity": 9_999,
                "minimum_term_unit": "years",
                "minimum_event": "go-live",
                "minimum_event_date": DAY,
            },
            "minimum_term_quantity",
            id="a minimum past the calendar",
        ),
        pytest.param({"renewals_exercised": -1}, "renewals_exercised", id="fewer than none exercised"),
        pytest.param({"max_renewals": 99_999_999_999}, "max_renewals", id="more renewals than there is time"),
    ],
)
def test_terms_that_contradict_themselves_are_refused_under_their_field(terms, field):
    assert list(check_terms(TermsDraft(**terms))) == [field]


def test_a_last_day_beside_an_event_is_the_latest_and_need_not_agree():
    terms = TermsDraft(
        start_date=DAY,
        end_date=dt.date(2030, 1, 1),
        initial_term_quantity=12,
        initial_term_unit="months",
        end_event="launch",
        end_event_date=dt.date(2026, 6, 1),
    )
    assert check_terms(terms) == {}


def test_more_options_exercised_than_there_are_name_both_fields():
    terms = TermsDraft(term_type="option", max_renewals=2, renewals_exercised=3)
    assert set(check_terms(terms)) == {"renewals_exercised", "max_renewals"}
    assert "at most 2 renewals are agreed" in check_terms(terms)["renewals_exercised"][0]


@pytest.mark.parametrize(
    "facts",
    [
        {"term_type": "option", "max_renewals": 2, "renewals_exercised": 2},
        {"term_type": "option", "renewals_exercised": 7},
        {"term_type": "fixed", "renewal_by_agreement": True, "renewals_exercised": 1},
        {"renewals_exercised": 1},
    ],
    ids=["all of them", "without limit", "agreed by both sides", "kind not known"],
)
def test_options_that_were_exercised_before_are_taken(facts):
    assert check_terms(TermsDraft(**facts)) == {}


def test_one_day_is_a_term_and_twelve_months_end_the_day_before():
    assert check_terms(TermsDraft(start_date=DAY, end_date=DAY)) == {}
    agreed = TermsDraft(
        start_date=DAY, end_date=dt.date(2027, 2, 28), initial_term_quantity=12, initial_term_unit="months"
    )
    assert check_terms(agreed) == {}


def test_what_is_not_known_is_no_fault():
    assert check_terms(TermsDraft()) == {}
    assert check_notice_rules((NoticeRuleDraft(),)) == {}


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        pytest.param({"quantity": -1, "unit": "months"}, "quantity", id="a negative period"),
        pytest.param({"quantity": 3}, "unit", id="three of what"),
        pytest.param({"anchor": "christmas"}, "anchor", id="an unknown anchor"),
        pytest.param({"calendar": "GB-XYZ"}, "calendar", id="no such part of the country"),
        pytest.param({"timezone": "Europe/Atlantis"}, "timezone", id="no such zone"),
        pytest.param({"timezone": "../etc/passwd"}, "timezone", id="a path is no zone"),
        pytest.param({"anchor": "fixed_day", "fixed_day": "02-30"}, "fixed_day", id="no such day"),
        pytest.param({"anchor": "fixed_day", "fixed_day": "30.06"}, "fixed_day", id="day and month turned"),
        pytest.param({"fixed_day": "06-30"}, "fixed_day", id="a day that nothing is counted from"),
        pytest.param(
            {"quantity": 90, "unit": "calendar_days", "earliest_quantity": 8, "earliest_unit": "weeks"},
            "earliest_quantity",
            id="opens after it closes",
        ),
        pytest.param({"earliest_unit": "months"}, "earliest_quantity", id="opens how many months before"),
        pytest.param({"addressee": "x" * 2_001}, "addressee", id="a huge addressee"),
        pytest.param(
            {"methods": (NoticeMethodDraft(method=""),)}, "methods.0.method", id="a nameless method"
        ),
        pytest.param(
            {"methods": (NoticeMethodDraft(method="Post"), NoticeMethodDraft(method="post"))},
            "methods.1.method",
            id="a method twice",
        ),
        pytest.param(
            {"methods": (NoticeMethodDraft(method="Post", deemed_business_days=-1),)},
            "methods.0.deemed_business_days",
            id="received before it was sent",
        ),
    ],
)
def test_a_notice_rule_is_refused_under_its_field(rule, field):
    assert list(check_notice_rules((NoticeRuleDraft(**rule),))) == [f"0.{field}"]


def test_a_party_has_one_rule_of_a_kind():
    assert list(check_notice_rules((NoticeRuleDraft(), NoticeRuleDraft()))) == ["1.kind"]
    assert check_notice_rules((NoticeRuleDraft(), NoticeRuleDraft(party="vendor"))) == {}


def test_the_29th_of_february_is_a_day_of_the_year():
    assert check_notice_rules((NoticeRuleDraft(anchor="fixed_day", fixed_day="02-29"),)) == {}


def test_every_message_says_what_to_do():
    wrong = draft(
        title="",
        value_amount=Decimal("1.001"),
        value_currency="GBP",
        terms=TermsDraft(start_date=DAY, end_date=dt.date(2020, 1, 1)),
        notice_rules=(NoticeRuleDraft(calendar="XY", timezone="Mars"),),
    )
    messages = [text for texts in check_contract(wrong).values() for text in texts]

    assert len(messages) == 5
    assert all(text.endswith(".") and "!" not in text and text.count(" ") > 4 for text in messages)
