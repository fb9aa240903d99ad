"""Recording what becomes of a contract, with four eyes, and when it counts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from contracts_app.actions.lifecycle import transition_contract
from contracts_app.models import Contract
from core.audit import Actor, acting
from core.audit.action import tell_database
from core.errors import NotAllowed
from renewals.actions.deadlines import recompute_deadlines
from renewals.actions.decisions import (
    UnableToDecide,
    approve_decision,
    record_decision,
    reject_decision,
    withdraw_decision,
)
from renewals.models import Deadline, Decision
from tests.support.contracts import history_of
from tests.support.deciding import decide, four_eyes_from
from tests.support.reminding import SETTING_UP, a_contract, a_department, a_person, a_role, at

pytestmark = pytest.mark.django_db
NOW = at("2026-08-01")
ACT_BY = dt.date(2026, 10, 2)


@pytest.fixture
def lea(where):
    person = a_person("lea")
    a_role(person, "legal", where)
    return person


@pytest.fixture
def contract(where) -> Contract:
    return a_contract(now=NOW, department=where)


def current(contract: Contract) -> Deadline:
    return Deadline.unscoped.get(contract=contract, is_current=True)


def is_decided(contract: Contract) -> bool:
    scope = Decision.objects.for_system("a test")
    return scope.decided([contract.pk]) == {contract.pk}


def test_a_decision_keeps_who_why_which_date_and_what_was_seen(contract, ana):
    made = decide(contract, ana, now=NOW)
    assert (made.status, made.decided_by, made.decided_at) == ("in_force", ana, NOW)
    assert (made.act_by_date, made.exit_date, made.term_number) == (ACT_BY, dt.date(2026, 12, 31), 1)
    assert (made.amount_at_stake, made.currency) == (Decimal(412_000), "EUR")
    assert made.needs_notice
    assert not made.needs_approval
    assert [section["key"] for section in made.snapshot] == ["deadline", "contract", "notice_rule"]
    seen = dict(tuple(row) for row in made.snapshot[0]["rows"])
    assert seen["Act by"] == "Fri 2 Oct 2026"
    assert seen["If nobody acts"] == "Renews on 1 Jan 2027 for 12 months, €\u00a0412,000."
    assert (
        seen["Another term"]
        == "Term 2, 1 Jan 2027 to 31 Dec 2027 (365 days): €\u00a0412,000 at the present value."
    )
    assert "90 days before the end of the term" in " ".join(seen.values())
    assert is_decided(contract)
    assert history_of(made) == ["+"]
    row = Decision.history.get(id=made.pk)
    assert (row.history_actor, row.history_change_reason) == (f"user:{ana.pk}", made.reason)


def test_the_snapshot_stays_as_it_was(contract, ana):
    made = decide(contract, ana, "renew", now=NOW)
    with acting(SETTING_UP):
        Contract.unscoped.filter(pk=contract.pk).update(title="Another title")
    made.refresh_from_db()
    assert [row for row in made.snapshot[1]["rows"] if row[0] == "Title"] == [["Title", contract.title]]


def test_a_decision_counts_for_its_act_by_date_alone(contract, ana):
    decide(contract, ana, "renew", now=NOW)
    scope = Decision.objects.for_system("a test")
    assert scope.settled_by_period([contract.pk]) == {(contract.pk, ACT_BY): True}
    recompute_deadlines(actor=SETTING_UP, contract_ids=[contract.pk], now=at("2027-02-01"), reason="Time.")
    assert current(contract).act_by_date == dt.date(2027, 10, 2)
    assert not is_decided(contract)
    assert scope.count() == 1
    decide(contract, ana, "terminate", now=at("2027-02-01"))
    assert is_decided(contract)
    assert scope.in_force().count() == 2


def test_what_was_decided_without_a_notice_leaves_nothing_to_act_on(contract, ana, where):
    other = a_contract(now=NOW, department=where)
    acting_on = Deadline.objects.for_system("a test").current().to_act_on()
    assert acting_on.count() == 2
    decide(contract, ana, "renew", now=NOW)
    decide(other, ana, "terminate", now=NOW)
    assert [row.contract_id for row in acting_on.all()] == [other.pk]


def test_a_new_decision_takes_the_place_of_the_one_in_force(contract, ana):
    first = decide(contract, ana, "renew", now=NOW)
    second = decide(contract, ana, "terminate", now=at("2026-08-02"))
    first.refresh_from_db()
    assert (first.status, first.ended_by, first.ended_at) == ("superseded", ana, at("2026-08-02"))
    assert second.status == "in_force"
    assert history_of(first) == ["+", "~"]


def test_from_the_threshold_on_a_second_person_confirms(contract, ana, lea):
    four_eyes_from(412_000)
    made = decide(contract, ana, now=NOW)
    assert (made.status, made.approval_because) == ("proposed", "the amount at stake reaches the threshold")
    assert not is_decided(contract)
    approve_decision(actor=Actor.person(lea), decision=made, now=at("2026-08-03"))
    made.refresh_from_db()
    assert (made.status, made.approved_by, made.in_force_at) == ("in_force", lea, at("2026-08-03"))
    assert is_decided(contract)


def test_below_the_threshold_nobody_else_is_asked(contract, ana):
    four_eyes_from(412_001)
    assert decide(contract, ana, now=NOW).status == "in_force"


def test_a_proposal_leaves_what_is_in_force_until_it_is_confirmed(contract, ana, lea):
    standing = decide(contract, ana, "renew", now=NOW)
    four_eyes_from(1)
    waiting = decide(contract, ana, "terminate", now=NOW)
    newer = decide(contract, ana, "let_lapse", now=NOW)
    for row in (standing, waiting):
        row.refresh_from_db()
    assert (standing.status, waiting.status, newer.status) == ("in_force", "superseded", "proposed")
    approve_decision(actor=Actor.person(lea), decision=newer, now=NOW)
    standing.refresh_from_db()
    assert standing.status == "superseded"


def test_nobody_confirms_or_rejects_their_own_decision(contract, lea):
    four_eyes_from(1)
    made = decide(contract, lea, now=NOW)
    for answer in (approve_decision, reject_decision):
        fields = {} if answer is approve_decision else {"reason": "No."}
        with pytest.raises(UnableToDecide, match="You made this decision") as refused:
            answer(actor=Actor.person(lea), decision=made, now=NOW, **fields)
        assert refused.value.code == "own_decision"
    tell_database(Actor.person(lea))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.unscoped.filter(pk=made.pk).update(status="in_force", approved_by=lea)


def test_a_rejected_decision_says_why_and_leaves_the_contract_undecided(contract, ana, lea):
    four_eyes_from(1)
    made = decide(contract, ana, now=NOW)
    with pytest.raises(UnableToDecide, match="Say why"):
        reject_decision(actor=Actor.person(lea), decision=made, reason=" ", now=NOW)
    reject_decision(actor=Actor.person(lea), decision=made, reason="We still need it.", now=NOW)
    made.refresh_from_db()
    assert (made.status, made.ended_by, made.ended_because) == ("rejected", lea, "We still need it.")
    assert not is_decided(contract)
    with pytest.raises(UnableToDecide, match="rejected now"):
        approve_decision(actor=Actor.person(lea), decision=made, now=NOW)


def test_a_decision_is_withdrawn_with_a_reason_once(contract, ana):
    made = decide(contract, ana, "renew", now=NOW)
    withdraw_decision(actor=Actor.person(ana), decision=made, reason="Too early.", now=NOW)
    assert not is_decided(contract)
    with pytest.raises(UnableToDecide, match="withdrawn now"):
        withdraw_decision(actor=Actor.person(ana), decision=made, reason="Too early.", now=NOW)


def test_a_proposal_about_a_date_that_moved_is_not_confirmed(contract, ana, lea):
    four_eyes_from(1)
    made = decide(contract, ana, now=NOW)
    recompute_deadlines(actor=SETTING_UP, contract_ids=[contract.pk], now=at("2027-02-01"), reason="Time.")
    with pytest.raises(UnableToDecide, match="moved since") as refused:
        approve_decision(actor=Actor.person(lea), decision=made, now=at("2027-02-01"))
    assert refused.value.code == "deadline_moved"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "perhaps"}, "unknown_kind"),
        ({"reason": " \n"}, "no_reason"),
        ({"reason": "x" * 5_001}, "too_long"),
        ({"deadline_version": 99}, "deadline_moved"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_its_reason(contract, ana, fields, code):
    with pytest.raises(UnableToDecide) as refused:
        decide(contract, ana, now=NOW, **fields)
    assert refused.value.code == code
    assert not Decision.unscoped.exists()


def test_nothing_is_decided_about_a_contract_that_is_not_in_force_or_was_given_notice_of(
    ana, where, contract
):
    draft = a_contract(now=NOW, department=where, status="draft")
    with pytest.raises(UnableToDecide, match="not in force"):
        decide(draft, ana, now=NOW)
    transition_contract(actor=Actor.person(ana), contract=contract, verb="serve_notice", on=NOW.date())
    with pytest.raises(UnableToDecide, match="was served"):
        decide(contract, ana, now=NOW)


def test_after_a_miss_the_next_exit_is_what_is_decided(where, ana):
    contract = a_contract(now=at("2026-11-01"), department=where)
    assert current(contract).status == "missed"
    made = decide(contract, ana, "terminate", now=at("2026-11-01"))
    assert (made.exit_date, made.notice_by_date) == (dt.date(2027, 12, 31), dt.date(2027, 10, 2))
    assert is_decided(contract)


def test_a_contract_without_a_deadline_can_be_decided_too(where, ana):
    terms = {"term_type": "evergreen", "start_date": dt.date(2024, 1, 1)}
    rolling = {"quantity": 30, "unit": "calendar_days", "anchor": "rolling", "test": "sent"}
    contract = a_contract(now=NOW, department=where, terms=terms, notice=rolling)
    made = decide(contract, ana, "terminate", now=NOW)
    assert made.act_by_date is None
    assert is_decided(contract)
    decide(contract, ana, "renew", now=NOW)
    made.refresh_from_db()
    assert made.status == "superseded"


def test_who_decides_needs_the_verb_or_owns_the_contract(where):
    owner, backup, stranger = a_person("owner"), a_person("backup"), a_person("stranger")
    auditor, elsewhere = a_person("auditor"), a_person("elsewhere")
    a_role(auditor, "auditor", where)
    a_role(elsewhere, "procurement", a_department("Elsewhere"))
    contract = a_contract(now=NOW, department=where, owner=owner, backup_owner=backup)
    for person in (stranger, auditor, elsewhere):
        with pytest.raises(NotAllowed):
            decide(contract, person, now=NOW)
    for person in (owner, backup):
        assert decide(contract, person, "renew", now=NOW).decided_by == person
    with pytest.raises(NotAllowed):
        record_decision(actor=SETTING_UP, contract=contract, kind="renew", reason="It renews.", now=NOW)


def test_who_does_not_see_a_confidential_contract_neither_decides_nor_confirms(where, ana, lea):
    owner = a_person("owner")
    four_eyes_from(1)
    secret = a_contract(now=NOW, department=where, owner=owner, is_confidential=True)
    with pytest.raises(NotAllowed):
        decide(secret, ana, now=NOW)
    made = decide(secret, owner, now=NOW)
    with pytest.raises(NotAllowed):
        approve_decision(actor=Actor.person(lea), decision=made, now=NOW)
    assert not Decision.objects.visible_to(ana).exists()
    assert not Decision.objects.visible_to(lea).awaiting_approval_by(lea).exists()
