"""Terms and notice rules written as values, and read back."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

import pytest

from contracts_app.rules.draft import NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from contracts_app.rules.term_fields import (
    UnknownTerm,
    check_name,
    difference,
    drafts_of,
    rule_name_of,
    values_of,
)
from contracts_app.rules.term_labels import label_of

TERMS = TermsDraft(
    term_type="auto_renew", start_date=dt.date(2026, 1, 1), initial_term_quantity=12,
    initial_term_unit="months", max_renewals=0, after_last_term="holdover", renewal_as_initial=True,
)  # fmt: skip
RULES = (
    NoticeRuleDraft(
        quantity=0, unit="months", cutoff_time=dt.time(17, 30), timezone="Europe/Berlin",
        addressee="Legal\n1 Cloud Street",
        methods=(NoticeMethodDraft(method="courier", deemed_business_days=2),
                 NoticeMethodDraft(method="fax", deemed_calendar_days=0, address="+49 1")),
    ),
    NoticeRuleDraft(party="vendor", kind="convenience"),
)  # fmt: skip


def test_what_was_written_is_read_back_as_it_was():
    values = values_of(TERMS, RULES)

    assert drafts_of(values) == (TERMS, RULES)
    assert values["terms.start_date"] == "2026-01-01"
    assert values["terms.max_renewals"] == "0"
    assert values["terms.renewal_as_initial"] == "yes"
    assert values["notice.us.non_renewal.cutoff_time"] == "17:30:00"
    assert values["notice.vendor.convenience"] == "yes"


def test_what_has_its_usual_value_is_left_out():
    assert values_of(TermsDraft(), ()) == {}
    assert drafts_of({}) == (TermsDraft(), ())


def test_a_rule_is_there_only_where_that_is_said():
    assert drafts_of({"notice.us.convenience.quantity": "3"})[1] == ()


def test_the_difference_makes_one_into_the_other():
    before, after = values_of(TERMS, RULES), values_of(TermsDraft(max_renewals=3), RULES[1:])
    changed = before | difference(before, after)

    assert {name: text for name, text in changed.items() if text} == after
    assert difference(before, before) == {}


def test_a_rule_that_goes_takes_every_field_along_that_it_can_have():
    gone = difference(values_of(TERMS, RULES), values_of(TERMS, RULES[1:]))
    own = {name for name in gone if rule_name_of(name) == "notice.us.non_renewal"}

    assert len(own) == len(fields(NoticeRuleDraft)) - 1
    assert set(gone.values()) == {""}


@pytest.mark.parametrize(
    "values",
    [
        {"terms.end": "2026-01-01"},
        {"terms.end_date": "31 Dec"},
        {"terms.max_renewals": "two"},
        {"terms.renewal_as_initial": "perhaps"},
        {"notice.us.non_renewal.party": "us"},
        {"notice.them.non_renewal": "yes"},
        {"notice.us": "yes"},
        {"notice.us.non_renewal.methods": "[1]"},
        {"price": "1"},
    ],
)
def test_what_is_no_term_or_no_value_is_refused(values):
    with pytest.raises(UnknownTerm):
        drafts_of(values)


def test_every_field_has_a_name_for_people():
    rule = values_of(TermsDraft(), RULES)
    names = [f"terms.{one.name}" for one in fields(TermsDraft)] + list(rule)
    names += [f"notice.vendor.for_cause.{one.name}" for one in fields(NoticeRuleDraft)[2:]]
    for name in names:
        check_name(name)

    assert all(label_of(name) for name in names)
    assert label_of("notice.us.non_renewal.quantity") == "notice period (our non-renewal)"
