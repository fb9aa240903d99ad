"""A termination is given under a rule of one's choice; letter and service follow that rule."""

from __future__ import annotations

import datetime as dt

import pytest

from contracts_app.models import Contract
from core.audit import Actor
from renewals.actions.decisions import UnableToDecide
from renewals.actions.notices import prepare_notice
from renewals.actions.services import ServiceDraft, Upload, close_notice, record_service
from renewals.models import Deadline, Decision, Notice, Service
from tests.support.deciding import decide
from tests.support.reminding import a_contract, at

pytestmark = pytest.mark.django_db
NOW = at("2026-08-03")
ON = NOW.date()
ORDINARY = {
    "quantity": 90,
    "unit": "calendar_days",
    "test": "received",
    "calendar": "GB-ENG",
    "clause_ref": "14.3",
    "methods": ({"method": "courier", "deemed_business_days": 2},),
}
AT_WILL = {
    "quantity": 30,
    "unit": "calendar_days",
    "anchor": "rolling",
    "test": "received",
    "clause_ref": "12.2",
}
PROOF = Upload("receipt.txt", b"Delivered and signed for.\n")


@pytest.fixture
def contract(where) -> Contract:
    return a_contract(now=NOW, department=where, notice=dict(ORDINARY), convenience=dict(AT_WILL))


def prepare(decision: Decision, letter_date: dt.date = ON, language: str = "en") -> Notice:
    return prepare_notice(
        actor=Actor.person(decision.decided_by),
        decision=decision,
        language=language,
        letter_date=letter_date,
        now=NOW,
    )


def serve(notice: Notice, sent: str, received: str | None = None) -> Service:
    day = dt.date.fromisoformat(sent)
    got = dt.date.fromisoformat(received) if received else None
    draft = ServiceDraft(method="courier", address="", sent_date=day, received_date=got)
    return record_service(
        actor=Actor.person(notice.created_by), notice=notice, draft=draft, proof=PROOF, on=got or day, now=NOW
    )


def test_the_rule_with_the_earliest_exit_is_taken_unless_another_is_named(contract, ana):
    made = decide(contract, ana, now=NOW)
    assert (made.notice_rule, made.exit_date) == ("convenience", dt.date(2026, 9, 2))
    assert (made.given_by_date, made.notice_by_date) == (ON, None)
    other = decide(contract, ana, now=NOW, notice_rule="non_renewal")
    assert (other.notice_rule, other.exit_date) == ("non_renewal", dt.date(2026, 12, 31))
    assert (other.notice_by_date, other.given_by_date) == (dt.date(2026, 10, 2), None)
    assert made.act_by_date == other.act_by_date == Deadline.unscoped.get(is_current=True).act_by_date


def test_the_snapshot_keeps_the_rule_that_was_chosen(contract, ana):
    section = decide(contract, ana, now=NOW).snapshot[-1]
    assert section["key"] == "notice_rule"
    assert ["Clause", "12.2"] in section["rows"]
    assert ["Leaves on", "2 Sep 2026, if received by 3 Aug 2026"] in section["rows"]


@pytest.mark.parametrize(
    ("kind", "rule", "words"),
    [("terminate", "option_exercise", "no such rule"), ("renew", "convenience", "Only a termination")],
)
def test_a_rule_that_does_not_end_the_contract_is_refused(contract, ana, kind, rule, words):
    with pytest.raises(UnableToDecide, match=words) as refused:
        decide(contract, ana, kind, now=NOW, notice_rule=rule)
    assert set(refused.value.fields) == {"notice_rule"}
    assert not Decision.unscoped.exists()


def test_letting_it_lapse_takes_the_ordinary_rule(contract, ana):
    assert decide(contract, ana, "let_lapse", now=NOW).notice_rule == "non_renewal"


def test_the_letter_cites_the_rule_that_was_chosen_and_names_its_exit(contract, ana):
    notice = prepare(decide(contract, ana, now=NOW))
    assert (notice.kind, notice.clause_ref) == ("termination", "12.2")
    assert "Under clause 12.2 we give notice of termination" in notice.body
    assert "by our reckoning at the end of 2 September 2026, if this notice is received by 3 August" in (
        notice.body
    )
    assert "14.3" not in notice.body
    ordinary = prepare(decide(contract, ana, now=NOW, notice_rule="non_renewal"))
    assert (ordinary.kind, ordinary.clause_ref) == ("non_renewal", "14.3")
    assert "The contract ends at the end of 31 December 2026." in ordinary.body


def test_a_letter_of_a_later_day_names_the_exit_of_that_day(contract, ana):
    notice = prepare(decide(contract, ana, now=NOW), dt.date(2026, 8, 20), "de")
    assert (notice.exit_date, notice.given_by_date) == (dt.date(2026, 9, 19), dt.date(2026, 8, 20))
    assert "nach unserer Berechnung mit Ablauf des 19. September 2026" in notice.body
    assert "sofern dieses Schreiben bis zum 20. August 2026 bei Ihnen eingeht" in notice.body


@pytest.mark.parametrize(
    ("received", "exit_date"),
    [("2026-08-03", "2026-09-02"), ("2026-08-11", "2026-09-10")],
)
def test_the_exit_that_counts_is_that_of_the_day_of_receipt(contract, ana, received, exit_date):
    notice = prepare(decide(contract, ana, now=NOW))
    serve(notice, "2026-08-03", received)
    closed = close_notice(actor=Actor.person(ana), notice=notice, on=ON, now=NOW)
    assert closed.exit_date == dt.date.fromisoformat(exit_date)
    assert closed.stated_exit_date == dt.date(2026, 9, 2)
    assert Deadline.unscoped.get(contract=contract, is_current=True).term_end == closed.exit_date


def test_receipt_before_the_day_that_the_letter_reckons_with_leads_out_sooner(contract, ana):
    notice = prepare(decide(contract, ana, now=NOW), dt.date(2026, 8, 20))
    serve(notice, "2026-08-10", "2026-08-11")
    closed = close_notice(actor=Actor.person(ana), notice=notice, on=ON, now=NOW)
    assert closed.exit_date == dt.date(2026, 9, 10)


def test_where_receipt_is_not_known_it_leads_out_no_sooner_than_the_day_it_was_sent(contract, ana):
    notice = prepare(decide(contract, ana, now=NOW))
    serve(notice, "2026-08-11")
    closed = close_notice(actor=Actor.person(ana), notice=notice, on=ON, now=NOW, reason="No record.")
    assert closed.exit_date == dt.date(2026, 9, 10)


def test_deemed_receipt_is_that_of_the_rule_that_was_chosen(contract, ana):
    ordinary = prepare(decide(contract, ana, now=NOW, notice_rule="non_renewal"))
    assert serve(ordinary, "2026-08-04").deemed_received_date == dt.date(2026, 8, 6)


def test_no_method_is_agreed_for_the_rule_on_convenience(contract, ana):
    assert serve(prepare(decide(contract, ana, now=NOW)), "2026-08-04").deemed_received_date is None


def test_a_termination_never_cites_the_rule_on_the_exercise_of_an_option(where, ana):
    terms = {
        "term_type": "option",
        "start_date": dt.date(2026, 1, 1),
        "initial_term_quantity": 12,
        "initial_term_unit": "months",
        "renewal_term_quantity": 12,
        "renewal_term_unit": "months",
    }
    rule = {**ORDINARY, "kind": "option_exercise", "clause_ref": "3.1"}
    alone = a_contract(now=NOW, department=where, terms=terms, notice=dict(rule))
    made = decide(alone, ana, now=NOW)
    assert (made.notice_rule, made.notice_by_date, made.exit_date) == ("", None, dt.date(2026, 12, 31))
    letter = prepare(made)
    assert (letter.kind, letter.clause_ref, letter.method) == ("termination", "", "")
    assert "we hereby give notice of termination" in letter.body.lower()
    beside = a_contract(now=NOW, department=where, terms=terms, notice=dict(rule), convenience=dict(AT_WILL))
    found = prepare(decide(beside, ana, now=NOW))
    assert (found.clause_ref, found.exit_date) == ("12.2", dt.date(2026, 9, 2))
