"""Decisions, notices and tasks in the activity of a contract, in plain sentences."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from core import clock
from core.audit import Actor
from core.rules.wording import short_date
from renewals.actions.decisions import approve_decision, withdraw_decision
from renewals.actions.exit_tasks import complete_exit_task, reopen_exit_task
from renewals.actions.notices import keep_letter
from renewals.actions.responses import acknowledge_deadline, snooze_deadline
from renewals.actions.services import Upload, attach_proof, close_notice, move_service
from renewals.actions.vendor_notices import move_vendor_notice
from tests.support.deciding import a_vendor_notice, decide, four_eyes_from, notice_of, served
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.reminding import due_in

pytestmark = pytest.mark.django_db
PROOF = Upload("receipt.txt", b"Delivered, signed for by M. Meier.\n")


@pytest.fixture
def contract(ana):
    return due_in(100, owner=ana, title="Hosting framework")


def told(user, contract) -> str:
    """Return the words of the page in one line."""
    page = signed_in(user).get(reverse("contract_activity", args=[contract.pk])).content.decode()
    return re.sub(r"\s+", " ", strip_tags(page))


def test_who_acknowledges_or_snoozes_is_told_with_the_date(ana, contract):
    actor, now = Actor.person(ana), clock.now()
    act_by = contract.deadlines.get(is_current=True).act_by_date
    acknowledge_deadline(actor=actor, contract_id=contract.pk, act_by_date=act_by, now=now)
    until = now.date() + dt.timedelta(days=20)
    snooze_deadline(
        actor=actor, contract_id=contract.pk, act_by_date=act_by, until=until, reason="Budget in May", now=now
    )
    page = told(ana, contract)
    assert f"Ana Ruiz acknowledged the deadline: act by {short_date(act_by)}" in page
    assert f"Ana Ruiz snoozed the reminders until {short_date(until)}: “Budget in May”" in page


def test_from_the_decision_to_the_closed_notice_every_step_is_a_sentence(ana, contract):
    actor, now = Actor.person(ana), clock.now()
    notice = notice_of(decide(contract, ana, now=now))
    notice.refresh_from_db()
    keep_letter(
        actor=actor, notice=notice, pdf=b"%PDF", docx=b"PK", expected_version=notice.row_version, now=now
    )
    service = served(notice)
    attach_proof(actor=actor, service=service, proof=PROOF, now=now)
    close_notice(actor=actor, notice=notice, on=now.date(), now=now)
    page = told(ana, contract)
    for sentence in (
        "Ana Ruiz decided: terminate",
        "Ana Ruiz prepared the notice: non-renewal",
        "Ana Ruiz made the letter of the notice: non-renewal",
        "Ana Ruiz recorded that notice was sent by courier",
        "Ana Ruiz attached the proof of the service by courier",
        "Ana Ruiz closed the notice: non-renewal",
    ):
        assert sentence in page
    assert "The service is no longer needed." in page
    move_service(
        actor=actor, service=service, verb="withdraw", note="By agreement.", on=now.date(), now=clock.now()
    )
    assert "Ana Ruiz opened the notice: non-renewal again" in told(ana, contract)


def test_four_eyes_and_a_change_of_mind_are_told(ana, contract):
    lea = a_user("lea", "legal", full_name="Lea Haas")
    four_eyes_from(1)
    decision = decide(contract, ana, "renew", now=clock.now())
    assert "Ana Ruiz proposed: renew" in told(ana, contract)
    approve_decision(actor=Actor.person(lea), decision=decision, now=clock.now())
    withdraw_decision(actor=Actor.person(ana), decision=decision, reason="Too dear.", now=clock.now())
    page = told(ana, contract)
    assert "Lea Haas confirmed the decision: renew" in page
    assert "Ana Ruiz withdrew the decision: renew" in page
    assert "Too dear." in page


def test_a_vendors_notice_and_its_tasks_are_told(ana, contract):
    actor, now = Actor.person(ana), clock.now()
    notice = a_vendor_notice(contract, ana, "termination", now=now)
    task = notice.exit_tasks.get(kind="data")
    complete_exit_task(actor=actor, task=task, note="", now=now)
    reopen_exit_task(actor=actor, task=task, now=clock.now())
    move_vendor_notice(actor=actor, notice=notice, verb="accept", reason="", on=now.date(), now=clock.now())
    page = told(ana, contract)
    for sentence in (
        "Ana Ruiz recorded the vendor’s notice: termination",
        "Ana Ruiz ticked: get our data back",
        "Ana Ruiz reopened: get our data back",
        "Ana Ruiz accepted the vendor’s notice: termination",
    ):
        assert sentence in page
