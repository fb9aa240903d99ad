"""A date that goes and comes back: what was not sent is handed to delivery anew, and nobody hears twice.

Each of these was found by the machine of ``test_answered_deadlines_state_machine``.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from contracts_app.actions.contracts import change_contract
from contracts_app.models import Contract
from core import registry
from core.models import Delivery, Reminder
from core.reminders import outbox
from core.reminders.reconciling import compare
from core.reminders.sweeping import sweep
from tests.core.reminders.test_dates_change import move
from tests.support.reminding import (
    SETTING_UP,
    a_contract,
    a_department,
    a_person,
    a_role,
    at,
    deactivate,
    mail_to,
)

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "2026-01-01", "2026-02-01"


def test_one_message_goes_out_when_the_date_comes_back_after_the_next_rung_is_due():
    ana = a_person("ana")
    contract = a_contract(now=at("2026-01-10"), owner=ana)
    sweep(at("2026-08-03"), is_sending=False)
    move(contract, WRONG, "2026-08-04")
    move(contract, RIGHT, "2026-09-02")

    assert sweep(at("2026-09-02", hour=13)).sent == 1
    assert len(mail_to(ana)) == 1
    assert Reminder.objects.get(offset_days=60, period_key="2026-10-02").state == "collapsed"
    assert (
        Delivery.objects.get(reminder__offset_days=60, reminder__period_key="2026-10-02").state
        == "superseded"
    )


def test_a_sender_that_died_leaves_nothing_that_a_later_rung_covers():
    ana = a_person("ana")
    contract = a_contract(now=at("2026-01-10"), owner=ana)
    sweep(at("2026-08-03"), is_sending=False)
    outbox.claim(50, at("2026-08-03"))
    move(contract, WRONG, "2026-08-04")
    move(contract, RIGHT, "2026-09-02")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_delivery SET lease_until = clock_timestamp() - interval '1 s'")

    assert sweep(at("2026-09-02", hour=13)).sent == 1
    assert (
        Delivery.objects.get(reminder__offset_days=60, reminder__period_key="2026-10-02").state
        == "superseded"
    )


def test_it_goes_to_who_is_first_in_the_chain_then_and_to_nobody_else():
    ana, ben, eva = a_person("ana"), a_person("ben"), a_person("eva")
    contract = a_contract(now=at("2026-01-10"), owner=ana, backup_owner=ben)
    deactivate(ana)
    sweep(at("2026-09-02"), is_sending=False)
    move(contract, WRONG, "2026-09-02")
    change_contract(
        actor=SETTING_UP, contract=Contract.unscoped.get(pk=contract.pk), changes={"owner_id": eva.pk},
        on=dt.date(2026, 9, 2),
    )  # fmt: skip
    move(contract, RIGHT, "2026-09-02")

    assert sweep(at("2026-09-02", hour=13)).sent == 1
    assert (len(mail_to(ben)), len(mail_to(eva))) == (0, 1)


def test_whom_it_climbs_to_is_planned_again_with_the_message_and_needs_no_repair():
    contract = a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    sweep(at("2026-08-03"), is_sending=False)
    move(contract, WRONG, "2026-08-04")
    sweep(at("2026-08-04"))
    move(contract, RIGHT, "2026-08-05")

    assert sweep(at("2026-08-05", hour=13)).differences == 0
    climbs = Reminder.objects.filter(kind__contains="climb", period_key="2026-10-02")
    assert [str(day) for day in climbs.order_by("due_date").values_list("due_date", flat=True)] == [
        "2026-08-12", "2026-08-19",
    ]  # fmt: skip
    assert set(climbs.values_list("state", flat=True)) == {"planned"}
    assert compare(registry.reminder_subjects.get("contract"), [contract.pk], at("2026-08-05")) == []


def test_a_reminder_that_reached_nobody_is_withdrawn_with_its_date():
    ana = a_person("ana")
    contract = a_contract(now=at("2026-01-10"), owner=ana)
    sweep(at("2026-09-02"), is_sending=False)
    deactivate(ana)
    assert sweep(at("2026-09-02", hour=13)).unroutable == 1
    move(contract, "2026-07-01", "2026-09-03")

    assert not Reminder.objects.filter(state="unroutable").exists()
    pia = a_person("pia")
    a_role(pia, "procurement")
    assert sweep(at("2026-09-04")).sent == 0
    assert mail_to(pia) == []


def test_a_date_that_comes_back_when_it_is_past_is_skipped_and_leaves_no_difference():
    contract = a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    sweep(at("2026-08-03"))
    move(contract, "2026-07-01", "2026-09-01")
    move(contract, RIGHT, "2026-10-05")

    run = sweep(at("2026-10-05", hour=13))
    assert (run.sent, run.differences, run.is_proven) == (0, 0, True)
    states = Reminder.objects.filter(kind="renewals.act_by", period_key="2026-10-02").values_list(
        "state", "reason"
    )
    assert ("skipped", "The last day for notice had passed when this was recorded.") in states
    assert {state for state, _ in states} == {"settled", "collapsed", "skipped"}


def test_a_sender_that_died_tells_nobody_of_a_climb_before_its_new_day():
    max_, department = a_person("max"), a_department()
    a_role(max_, "requester", department)
    ana = a_person("ana", manager=max_)
    contract = a_contract(now=at("2026-01-10"), owner=ana, department=department)
    sweep(at("2026-08-03"), is_sending=False)
    sweep(at("2026-08-12"), is_sending=False)  # the climb was due on 10 August
    outbox.claim(50, at("2026-08-12"))
    move(contract, WRONG, "2026-08-13")
    move(contract, RIGHT, "2026-08-13")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_delivery SET lease_until = clock_timestamp() - interval '1 s'")

    sweep(at("2026-08-13", hour=13))
    assert (len(mail_to(ana)), len(mail_to(max_))) == (1, 0)
    climb = Reminder.objects.get(kind="renewals.climb_manager", period_key="2026-10-02")
    assert (climb.state, str(climb.due_date)) == ("planned", "2026-08-20")
    sweep(at("2026-08-20"))
    assert len(mail_to(max_)) == 1
