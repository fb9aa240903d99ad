"""Raw terms in the shape of explain_terms: what is taken, and how what is wrong is named."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from core.rules.periods import Period
from renewals.rules import Anchor, DeliveryMethod, NoticeSpan, NoticeUnit, TermType
from renewals.rules.terms_input import TermsInputError, parse_request, parse_terms
from tests.renewals.rules.builders import day

TERM: dict[str, Any] = {
    "type": "auto_renew",
    "start_date": "2026-01-01",
    "initial_term": {"n": 12, "unit": "months"},
    "renewal_term": {"n": 1, "unit": "years"},
}
NOTICE: dict[str, Any] = {"quantity": 60, "unit": "calendar_days", "anchor": "term_end"}


def wrong_fields(term: dict[str, Any] | None = None, notice: dict[str, Any] | None = None) -> set[str]:
    """Return the names of the fields that are refused after some were changed."""
    raw = {"term": {**TERM, **(term or {})}, "notice": {**NOTICE, **(notice or {})}}
    with pytest.raises(TermsInputError) as caught:
        parse_terms(raw)
    assert all(name in str(caught.value) for name in caught.value.fields)
    return set(caught.value.fields)


def test_every_field_of_the_shape_is_read() -> None:
    raw = {
        "id": "A-1",
        "as_of": "2026-11-22",
        "term": {**TERM, "end_date": None, "max_renewals": 0, "minimum_term": {"n": 2, "unit": "weeks"}},
        "notice": {
            **NOTICE,
            "test": "sent",
            "earliest": {"n": 90, "unit": "calendar_days"},
            "roll": "preceding",
            "methods": [{"method": "courier", "deemed_business_days": 2}, {"method": "email"}],
            "calendar": "gb-eng",
            "timezone": "Europe/London",
            "cutoff_time": "17:00",
            "clause_ref": "12.3(b)",
        },
    }
    request = parse_request(raw)
    assert (request.id, request.as_of) == ("A-1", day("2026-11-22"))
    assert (request.term.type, request.term.max_renewals) == (TermType.AUTO_RENEW, 0)
    assert request.term.renewal_term == Period(1, "years")  # type: ignore[arg-type]
    rule = request.notice
    assert rule is not None
    assert rule.earliest == NoticeSpan(90, NoticeUnit.CALENDAR_DAYS)
    assert rule.methods == (DeliveryMethod("courier", 2), DeliveryMethod("email", None))
    assert (rule.calendar, rule.cutoff_time, rule.clause_ref) == ("GB-ENG", time(17), "12.3(b)")


def test_absent_and_null_facts_are_unknown_and_no_error() -> None:
    term, rule = parse_terms({"term": {"type": None}, "notice": {"quantity": None, "methods": None}})
    assert (term.type, term.start_date, rule and rule.quantity) == (None, None, None)
    assert parse_terms({"term": {}, "notice": None})[1] is None


@pytest.mark.parametrize(
    ("notice", "fixed_day"),
    [({"anchor": "fixed_day", "fixed_day": "06-30"}, (6, 30)), ({"anchor": "02-29"}, (2, 29))],
)
def test_a_fixed_day_is_a_month_and_a_day(notice: dict[str, Any], fixed_day: tuple[int, int]) -> None:
    _, rule = parse_terms({"term": TERM, "notice": {**NOTICE, **notice}})
    assert rule is not None
    assert (rule.anchor, rule.fixed_day) == (Anchor.FIXED_DAY, fixed_day)


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ({"type": "auto-renew"}, "term.type"),
        ({"type": 3}, "term.type"),
        ({"start_date": "2026-02-30"}, "term.start_date"),
        ({"start_date": "01/02/2026"}, "term.start_date"),
        ({"start_date": 20260101}, "term.start_date"),
        ({"initial_term": 12}, "term.initial_term"),
        ({"initial_term": {"n": 12}}, "term.initial_term.unit"),
        ({"initial_term": {"unit": "months"}}, "term.initial_term.n"),
        ({"initial_term": {"n": 0, "unit": "months"}}, "term.initial_term.n"),
        ({"initial_term": {"n": -1, "unit": "months"}}, "term.initial_term.n"),
        ({"initial_term": {"n": 1.5, "unit": "months"}}, "term.initial_term.n"),
        ({"initial_term": {"n": 10**9, "unit": "months"}}, "term.initial_term.n"),
        ({"renewal_term": {"n": True, "unit": "months"}}, "term.renewal_term.n"),
        ({"renewal_term": {"n": 1, "unit": "month"}}, "term.renewal_term.unit"),
        ({"max_renewals": -1}, "term.max_renewals"),
        ({"max_renewals": "2"}, "term.max_renewals"),
        ({"after_last_term": "stay"}, "term.after_last_term"),
        ({"renewal": {"n": 1, "unit": "years"}}, "term.renewal"),
        ({"initial_term": {"n": 1, "unit": "years", "days": 3}}, "term.initial_term.days"),
    ],
)
def test_a_wrong_field_of_the_term_is_named(term: dict[str, Any], name: str) -> None:
    assert wrong_fields(term=term) == {name}


@pytest.mark.parametrize(
    ("notice", "name"),
    [
        ({"quantity": -60}, "notice.quantity"),
        ({"quantity": "60"}, "notice.quantity"),
        ({"unit": "days"}, "notice.unit"),
        ({"anchor": "end"}, "notice.anchor"),
        ({"test": "read"}, "notice.test"),
        ({"roll": "following"}, "notice.roll"),
        ({"earliest": {"n": 90, "unit": "moons"}}, "notice.earliest.unit"),
        ({"earliest": {"n": -90, "unit": "days"}}, "notice.earliest.n"),
        ({"methods": {"method": "post"}}, "notice.methods"),
        ({"methods": ["post"]}, "notice.methods[0]"),
        ({"methods": [{"method": "post"}, {"deemed_business_days": 2}]}, "notice.methods[1].method"),
        (
            {"methods": [{"method": "post", "deemed_business_days": -2}]},
            "notice.methods[0].deemed_business_days",
        ),
        ({"calendar": "XX"}, "notice.calendar"),
        ({"calendar": "DE-XX"}, "notice.calendar"),
        ({"calendar": 7}, "notice.calendar"),
        ({"timezone": "Europe/Atlantis"}, "notice.timezone"),
        ({"timezone": "../etc/passwd"}, "notice.timezone"),
        ({"timezone": "Europe"}, "notice.timezone"),
        ({"cutoff_time": "25:00"}, "notice.cutoff_time"),
        ({"cutoff_time": "17:0\u0663"}, "notice.cutoff_time"),
        ({"fixed_day": "0\u0666-30", "anchor": "fixed_day"}, "notice.fixed_day"),
        ({"clause_ref": "\ud800"}, "notice.clause_ref"),
        ({"fixed_day": "13-01", "anchor": "fixed_day"}, "notice.fixed_day"),
        ({"fixed_day": "30 June", "anchor": "fixed_day"}, "notice.fixed_day"),
        ({"fixed_day": "06-31", "anchor": "fixed_day"}, "notice.fixed_day"),
        ({"notice_days": 30}, "notice.notice_days"),
        ({"party": "them"}, "notice.party"),
    ],
)
def test_a_wrong_field_of_the_notice_is_named(notice: dict[str, Any], name: str) -> None:
    assert wrong_fields(notice=notice) == {name}


@pytest.mark.parametrize(
    ("term", "notice", "names"),
    [
        ({"initial_term": None, "end_date": "2025-12-31"}, {}, {"term.end_date", "term.start_date"}),
        ({"end_date": "2027-01-01"}, {}, {"term.end_date", "term.initial_term"}),
        ({}, {"earliest": {"n": 30, "unit": "days"}}, {"notice.earliest", "notice.quantity"}),
        ({}, {"earliest": {"n": 1, "unit": "months"}}, {"notice.earliest", "notice.quantity"}),
        ({}, {"quantity": 13, "unit": "months"}, {"notice.quantity", "term.initial_term"}),
        ({}, {"quantity": 400}, {"notice.quantity", "term.initial_term"}),
        (
            {"initial_term": None, "end_date": "2026-02-15"},
            {"quantity": 400},
            {"notice.quantity", "term.end_date"},
        ),
        (
            {"type": "month_to_month", "initial_term": None, "renewal_term": None},
            {},
            {"notice.quantity", "term.type"},
        ),
        (
            {},
            {"quantity": 13, "unit": "months", "anchor": "anniversary"},
            {"notice.quantity", "notice.anchor"},
        ),
        ({"type": "perpetual"}, {}, {"term.type", "term.initial_term"}),
        ({"type": "fixed", "max_renewals": 2}, {}, {"term.type", "term.max_renewals"}),
        ({"max_renewals": 1, "renewals_exercised": 2}, {}, {"term.max_renewals", "term.renewals_exercised"}),
        ({}, {"fixed_day": "06-30"}, {"notice.fixed_day", "notice.anchor"}),
        ({"start_date": "9999-06-01"}, {}, {"term.initial_term"}),
    ],
)
def test_a_contradiction_names_the_fields_in_it(
    term: dict[str, Any], notice: dict[str, Any], names: set[str]
) -> None:
    assert wrong_fields(term, notice) == names


@pytest.mark.parametrize(
    ("term", "notice"),
    [
        ({}, {"quantity": 12, "unit": "months"}),
        ({}, {"earliest": {"n": 60, "unit": "days"}}),
        ({}, {"earliest": {"n": 2, "unit": "months"}}),
        ({"initial_term": {"n": 1, "unit": "months"}}, {"quantity": 90}),
        ({"initial_term": {"n": 36, "unit": "months"}, "renewal_term": {"n": 1, "unit": "months"}}, {}),
        ({"end_date": "2026-12-31"}, {}),
        ({"initial_term": {"n": 1, "unit": "weeks"}}, {"quantity": 30, "anchor": "month_end"}),
    ],
)
def test_unusual_but_real_terms_are_accepted(term: dict[str, Any], notice: dict[str, Any]) -> None:
    assert parse_terms({"term": {**TERM, **term}, "notice": {**NOTICE, **notice}})


def test_a_note_beside_the_terms_is_no_error() -> None:
    assert parse_request({"as_of": "2026-01-01", "term": TERM, "title": "Cloud", "term_of": "Nordwind"})


@pytest.mark.parametrize("value", ["9" * 5_000, ["x"] * 900])
def test_a_long_value_is_not_repeated_in_full(value: object) -> None:
    for field in ("type", "start_date", "max_renewals", "after_last_term"):
        with pytest.raises(TermsInputError) as caught:
            parse_terms({"term": {**TERM, field: value}, "notice": {"timezone": value, "calendar": value}})
        assert len(str(caught.value)) < 900


def test_all_wrong_fields_are_named_at_once() -> None:
    assert wrong_fields({"type": "x", "start_date": "y"}, {"unit": "z"}) == {
        "term.type",
        "term.start_date",
        "notice.unit",
    }


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ([], {"line"}),
        ({}, {"as_of", "term"}),
        ({"as_of": "soon", "term": TERM}, {"as_of"}),
        ({"as_of": "2026-01-01", "term": "TERM"}, {"term"}),
        ({"as_of": "2026-01-01", "term": TERM, "notice": []}, {"notice"}),
        ({"as_of": "2026-01-01", "term": TERM, "Notice": NOTICE}, {"Notice"}),
        ({"as_of": "2026-01-01", "term": TERM, "notice_rules": [NOTICE]}, {"notice_rules"}),
        ({"as_of": "2026-01-01", "term": TERM, "id": float("inf")}, {"id"}),
    ],
)
def test_a_request_that_is_no_request_is_refused(raw: object, names: set[str]) -> None:
    with pytest.raises(TermsInputError) as caught:
        parse_request(raw)
    assert set(caught.value.fields) == names
