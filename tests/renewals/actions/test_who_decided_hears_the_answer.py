"""Who decided gets a message when the second person confirms or rejects it."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import User
from contracts_app.models import Contract
from core import registry
from core.audit import Actor, acting
from core.models import Delivery, Reminder
from core.reminders.reconciling import reconcile_all
from core.reminders.sweeping import sweep
from renewals.actions.decisions import approve_decision, reject_decision, withdraw_decision
from renewals.models import Decision
from renewals.receivers import replan_answers
from renewals.reminders import answer_subject
from tests.support.deciding import decide, four_eyes_from
from tests.support.reminding import SETTING_UP, a_contract, a_person, a_role, at, deactivate, mail_to

pytestmark = pytest.mark.django_db
NOW = at("2026-08-01")
KIND = "renewals.decision_answered"


@pytest.fixture
def lea(where) -> User:
    person = a_person("lea", full_name="Lea Stone")
    a_role(person, "legal", where)
    return person


@pytest.fixture
def owner(where) -> User:
    person = a_person("omar")
    a_role(person, "requester", where)
    return person


@pytest.fixture
def contract(where, owner) -> Contract:
    four_eyes_from(1)
    made = a_contract(now=NOW, department=where, owner=owner)
    sweep(NOW)
    return made


@pytest.fixture
def proposed(contract, ana) -> Decision:
    return decide(contract, ana, now=NOW)


def confirm(decision: Decision, by: User, now: dt.datetime = NOW) -> Decision:
    return approve_decision(actor=Actor.person(by), decision=decision, now=now)


def reject(decision: Decision, by: User, now: dt.datetime = NOW) -> Decision:
    return reject_decision(actor=Actor.person(by), decision=decision, reason="The price is fair.", now=now)


def answers(decision: Decision) -> list[tuple[str, str]]:
    rows = Reminder.objects.filter(kind=KIND, subject_id=decision.pk)
    return list(rows.values_list("state", "reason"))


def told(person: User) -> list[str]:
    return [one.envelope.subject for one in mail_to(person) if one.envelope.subject.startswith(("[C", "[R"))]


def test_a_confirmation_is_told_with_what_follows(proposed, ana, lea):
    confirm(proposed, lea)
    run = sweep(NOW)
    assert run.differences == 0
    (mail,) = mail_to(ana)
    assert mail.envelope.subject.startswith("[Confirmed] Terminate: ")
    assert "takes effect once notice is served: send it by Fri 2 Oct 2026." in mail.text
    assert "Lea Stone" in mail.text
    assert f"/renewals/decisions/{proposed.pk}/" in mail.text
    assert told(lea) == []
    row = Delivery.objects.get(reminder__kind=KIND)
    assert row.reason.startswith("To Ana as who decided.")


def test_a_rejection_is_told_with_its_reason_and_by_when_to_act(proposed, ana, lea):
    reject(proposed, lea, at("2026-08-03"))
    assert sweep(at("2026-08-03")).differences == 0
    (mail,) = mail_to(ana)
    assert mail.envelope.subject.startswith("[Rejected] Terminate: ")
    for words in ("undecided again: act by Fri 2 Oct 2026.", "The price is fair.", "Mon 3 Aug 2026"):
        assert words in mail.text


def test_a_rejected_proposal_beside_a_decision_in_force_does_not_call_the_contract_undecided(
    where, owner, ana, lea
):
    contract = a_contract(now=NOW, department=where, owner=owner)
    decide(contract, ana, "renew", now=NOW)
    four_eyes_from(1)
    reject(decide(contract, ana, now=NOW), lea)
    sweep(NOW)
    (mail,) = [one for one in mail_to(ana) if "Rejected" in one.envelope.subject]
    assert "Another decision about the same date stands." in mail.text
    assert "undecided" not in mail.text


def test_days_that_had_passed_when_it_was_answered_are_not_asked_for(proposed, contract, ana, lea):
    reject(proposed, lea, at("2026-10-03"))
    sweep(at("2026-10-03"))
    (mail,) = [one for one in mail_to(ana) if "Rejected" in one.envelope.subject]
    assert "act by" not in mail.text
    assert "The contract is undecided again." in mail.text


def test_it_is_told_once_and_nothing_is_told_of_a_proposal_or_a_withdrawal(proposed, contract, ana, lea):
    sweep(NOW)
    assert told(ana) == []
    confirm(proposed, lea)
    for day in ("2026-08-01", "2026-08-02", "2026-09-01"):
        assert sweep(at(day)).differences == 0
    assert len(told(ana)) == 1
    other = decide(contract, ana, "renew", now=at("2026-08-02"))
    withdraw_decision(actor=Actor.person(ana), decision=other, reason="No.", now=at("2026-08-02"))
    assert answers(other) == []
    assert len(told(ana)) == 1


def test_a_confirmation_that_was_withdrawn_before_the_message_went_out_says_so(proposed, ana, lea):
    confirm(proposed, lea)
    withdraw_decision(actor=Actor.person(ana), decision=proposed, reason="We keep it.", now=NOW)
    sweep(NOW)
    (mail,) = [one for one in mail_to(ana) if "Confirmed" in one.envelope.subject]
    assert "does not count any more" in mail.text


def test_who_left_is_passed_over_for_the_owner_and_the_ledger_says_so(proposed, ana, lea, owner):
    confirm(proposed, lea)
    deactivate(ana)
    assert sweep(NOW).differences == 0
    assert told(ana) == []
    assert len(told(owner)) == 1
    assert "Ana is deactivated" in Delivery.objects.get(reminder__kind=KIND).reason


def test_who_may_not_see_the_contract_any_more_hears_nothing(proposed, contract, ana, lea, owner):
    confirm(proposed, lea)
    with acting(SETTING_UP):
        Contract.unscoped.filter(pk=contract.pk).update(is_confidential=True)
    sweep(NOW)
    assert told(ana) == []
    assert len(told(owner)) == 1


def test_after_an_outage_it_is_told_late_and_says_so(proposed, ana, lea):
    confirm(proposed, lea)
    assert sweep(at("2026-08-21")).differences == 0
    (mail,) = [one for one in mail_to(ana) if "Confirmed" in one.envelope.subject]
    assert "This message is 20 days late" in mail.text


def test_an_answer_that_nothing_was_planned_of_is_planned_while_it_is_news_and_recorded_later(
    proposed, ana, lea
):
    confirm(proposed, lea)
    with acting(SETTING_UP):
        Reminder.objects.filter(kind=KIND).delete()
    replan_answers([proposed.pk], at("2026-08-09"))
    assert answers(proposed) == [("skipped", "The answer was old already when this message was planned.")]
    assert reconcile_all(at("2026-08-09")).differences == 0
    with acting(SETTING_UP):
        Reminder.objects.filter(kind=KIND).delete()
    assert reconcile_all(at("2026-08-08")).differences == 1
    assert answers(proposed) == [("planned", "")]


def test_lists_name_it_for_who_sees_the_contract(proposed, contract, ana, lea):
    reject(proposed, lea)
    stranger = a_person("nobody")
    assert answer_subject.links_to(stranger, [proposed.pk]) == {}
    link = answer_subject.links_to(ana, [proposed.pk])[proposed.pk]
    assert link.label == f"{contract.number} {contract.title}: terminate"
    assert answer_subject.names_of([proposed.pk]) == {proposed.pk: link.label}
    assert registry.reminder_kinds.get(KIND).subject == "decision"
    assert list(answer_subject.visible_to(ana).values_list("pk", flat=True)) == [proposed.pk]
