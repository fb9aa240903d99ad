"""Moves along the lifecycle as an action: state, history, reason, signal, rights, a second call."""

from __future__ import annotations

import pytest

from contracts_app.actions.lifecycle import UnableToMoveContract, transition_contract
from contracts_app.models import Contract
from contracts_app.rules.lifecycle import STATUS_LABELS, TRANSITIONS
from contracts_app.signals import contract_terms_changed
from core.audit import Actor
from core.errors import NotAllowed, StaleObject
from tests.support.contracts import SYSTEM, TODAY, a_contract, history_of
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db
VERBS = sorted({move.verb for move in TRANSITIONS})


def move(contract, verb, *, actor=SYSTEM, reason="", expected_version=None):
    return transition_contract(
        actor=actor, contract=contract, verb=verb, on=TODAY, reason=reason, expected_version=expected_version
    )


@pytest.mark.parametrize("status", list(STATUS_LABELS))
def test_from_each_state_only_the_verbs_of_the_table_move_a_contract(status):
    allowed = {row.verb: row.target for row in TRANSITIONS if row.source == status}
    for verb in VERBS:
        contract = a_contract(status=status)
        if verb in allowed:
            assert move(contract, verb, reason="because").status == allowed[verb]
        else:
            with pytest.raises(UnableToMoveContract, match=STATUS_LABELS[status]):
                move(contract, verb, reason="because")
            assert Contract.unscoped.get(pk=contract.pk).status == status


def test_a_move_leaves_its_reason_in_the_history_and_tells_the_deadlines():
    heard = []

    def hear(sender, contract_ids, **kwargs):
        heard.extend(contract_ids)

    contract = a_contract(status="active")
    contract_terms_changed.connect(hear)
    try:
        move(contract, "terminate", reason="  Too dear\u202e ")
    finally:
        contract_terms_changed.disconnect(hear)

    last = Contract.history.filter(id=contract.pk).latest("history_id")
    assert (last.status, last.history_change_reason) == ("terminated", "Too dear")
    assert heard == [contract.pk]


def test_a_second_call_is_refused_and_says_what_is_possible_now():
    contract = a_contract(status="active")
    move(contract, "expire")

    with pytest.raises(UnableToMoveContract, match="Supersede, Reinstate, Close"):
        move(contract, "expire")

    assert history_of(contract) == ["+", "~"]


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_ending_without_a_reason_is_refused_under_the_reason(reason):
    with pytest.raises(UnableToMoveContract) as refusal:
        move(a_contract(status="active"), "terminate", reason=reason)

    assert list(refusal.value.fields) == ["reason"]


def test_a_reason_as_long_as_a_book_is_refused():
    with pytest.raises(UnableToMoveContract, match="2,000"):
        move(a_contract(status="active"), "terminate", reason="x" * 2_001)


def test_who_read_an_older_version_is_refused():
    contract = a_contract(status="draft")
    move(contract, "submit")

    with pytest.raises(StaleObject):
        move(contract, "approve", expected_version=contract.version)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("requester", False),
        ("procurement", True),
        ("legal", True),
        ("finance", False),
        ("vendor_manager", False),
        ("auditor", False),
        ("administrator", True),
    ],
)
def test_who_moves_contracts_is_the_role_table(role, allowed):
    contract = a_contract(status="draft")
    actor = Actor.person(a_user("ana", role, department=a_department()))
    if allowed:
        assert move(contract, "submit", actor=actor).status == "in_review"
    else:
        with pytest.raises(NotAllowed):
            move(contract, "submit", actor=actor)


def test_a_contract_that_the_person_may_not_see_is_not_moved():
    contract = a_contract(status="draft", is_confidential=True, owner_id=a_user("tom").pk)

    with pytest.raises(NotAllowed):
        move(contract, "submit", actor=Actor.person(a_user("ana", "procurement")))


def test_a_contract_that_is_past_its_draft_is_recorded_only_by_who_may_move_it(monkeypatch):
    ana = a_user("ana", "procurement")
    assert a_contract(actor=Actor.person(ana), status="active").status == "active"

    monkeypatch.setattr(
        type(ana), "can", lambda self, verb, department_id=None: verb != "contracts.transition"
    )
    with pytest.raises(NotAllowed, match="past its draft"):
        a_contract(actor=Actor.person(ana), status="active")
