"""The order of the queue on Home, and what stands in it once a deadline is decided or over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from contracts_app.actions.lifecycle import transition_contract
from core import clock
from core.audit import Actor
from core.rules.wording import short_date
from renewals.actions.deadlines import recompute_deadlines
from renewals.actions.decisions import reject_decision
from renewals.actions.services import Upload, close_notice
from tests.support.days import Days
from tests.support.deciding import decide, four_eyes_from, notice_of, served
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user
from tests.support.reminding import SETTING_UP, a_contract, due_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return a_department("IT Procurement")


@pytest.fixture
def ana(where):
    return a_user("ana", "procurement", department=where, full_name="Ana Ruiz")


def queue(user):
    """Return the items of a person's Home."""
    return signed_in(user).get(reverse("home")).context["items"]


def titles(user):
    return [item.title.split(" · ")[1].rsplit(" ", 1)[0] for item in queue(user)]


def received_by(days, travel, **fields):
    """Record a contract whose notice must arrive within so many days, and travels for so many."""
    end = clock.now().date() + dt.timedelta(days=days + 30)
    terms = {"term_type": "auto_renew", "start_date": end - dt.timedelta(days=364)}
    terms |= {"initial_term_quantity": 365, "initial_term_unit": "days"}
    terms |= {"renewal_term_quantity": 12, "renewal_term_unit": "months"}
    post = {"method": "post", "deemed_calendar_days": travel}
    rule = {"quantity": 30, "unit": "calendar_days", "test": "received", "methods": [post]}
    return a_contract(now=clock.now(), terms=terms, notice=rule, **fields)


def test_once_act_by_has_passed_the_queue_follows_the_last_day_for_notice(ana, where):
    received_by(3, 20, department=where, title="Three days left")
    received_by(1, 4, department=where, title="One day left")
    due_in(2, department=where, title="To act on")

    assert titles(ana) == ["One day left", "To act on", "Three days left"]
    assert [item.due_date for item in queue(ana)] == sorted(item.due_date for item in queue(ana))


def test_it_says_for_how_long_a_contract_renews(ana, where):
    received_by(10, 1, department=where)

    assert "for 12 months" in queue(ana)[0].consequence


def test_a_decision_that_waits_for_a_second_person_is_not_asked_for_again(ana, where):
    four_eyes_from(1)
    made = decide(due_in(5, department=where, owner=ana), ana, now=clock.now())

    (item,) = queue(ana)

    assert (item.action_label, item.action_url) == ("See decision", reverse("decision", args=[made.pk]))
    assert "waits for a second person" in item.consequence


def test_who_decided_is_told_that_it_was_not_confirmed(ana, where):
    four_eyes_from(1)
    lea = a_user("lea", "legal", department=where, full_name="Lea Haas")
    made = decide(due_in(5, department=where, owner=ana), ana, now=clock.now())
    reject_decision(actor=Actor.person(lea), decision=made, reason="The price is fair.", now=clock.now())

    (item,) = queue(ana)

    assert item.action_label == "Decide"
    assert item.consequence.startswith("Not confirmed by Lea Haas: terminate. Renews on")


@pytest.fixture
def unserved(ana, where, monkeypatch):
    """Decide to terminate, and let the last day for notice pass without serving it."""
    days = Days(monkeypatch, "2026-11-26T09:00:00+00:00")
    contract = due_in(5, department=where, owner=ana, title="Forgotten")
    made = decide(contract, ana, now=days.now)
    notice = notice_of(made)
    days.go_to("2026-12-10")
    recompute_deadlines(actor=SETTING_UP, contract_ids=[contract.pk], now=days.now, reason="Days passed.")
    return notice


def test_a_notice_that_was_decided_and_not_served_stays_until_it_is(unserved, ana):
    (item,) = queue(ana)

    assert item.word.text == "Notice was due Tue 1 Dec 2026"
    assert item.action_label == "Serve notice"
    assert item.consequence == "Decided: terminate; its notice is not served"

    served(unserved, proof=Upload("receipt.txt", b"Delivered, signed for by M. Meier.\n"), now=clock.now())
    close_notice(actor=Actor.person(ana), notice=unserved, on=clock.now().date(), now=clock.now())
    assert queue(ana) == []


def test_a_notice_left_to_serve_is_not_shown_to_who_does_not_decide(unserved, where):
    assert queue(a_user("aud", "auditor", department=where)) == []
    assert queue(a_user("tom", "procurement", department=a_department("Elsewhere"))) == []


def over(days, where, **fields):
    last = clock.now().date() - dt.timedelta(days=days)
    terms = {"term_type": "fixed", "start_date": dt.date(2020, 1, 1), "end_date": last}
    return a_contract(now=clock.now(), terms=terms, notice=False, department=where, **fields), last


def test_a_contract_that_is_over_waits_for_its_end_to_be_recorded(ana, where):
    contract, last = over(10, where)

    (item,) = queue(ana)

    assert item.word.text == f"Ended {short_date(last)}"
    assert item.consequence == "Still recorded as active"
    assert signed_in(ana).get(item.action_url).status_code == 200
    transition_contract(
        actor=Actor.person(ana), contract=contract, verb="expire", on=clock.now().date(), reason=""
    )
    assert queue(ana) == []


def test_what_ended_long_ago_or_is_somebody_elses_is_not_asked_for(ana, where):
    over(120, where)
    over(10, a_department("Elsewhere"))
    over(10, where)

    assert len(queue(ana)) == 1
    assert queue(a_user("aud", "auditor", department=where)) == []
