"""The chain of recipients, and what happens when nobody can be reached."""

from __future__ import annotations

import pytest

from contracts_app.actions.contracts import change_contract
from contracts_app.models import Contract
from core.audit import acting
from core.models import Delivery, Reminder
from core.reminders.health import check_health
from core.reminders.sweeping import sweep
from tests.core.reminders.servers import BACKEND, Server
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
DUE = at("2026-09-02")
START = at("2026-01-10")


def test_the_owner_alone_gets_it():
    owner, backup = a_person("ana"), a_person("tom")
    a_contract(now=START, owner=owner, backup_owner=backup)
    sweep(DUE)
    assert (len(mail_to(owner)), len(mail_to(backup))) == (1, 0)


def test_an_inactive_owner_falls_through_to_the_backup_owner_and_the_ledger_says_so():
    owner, backup = a_person("ana"), a_person("tom")
    a_contract(now=START, owner=owner, backup_owner=backup)
    deactivate(owner)
    sweep(DUE)
    assert (len(mail_to(owner)), len(mail_to(backup))) == (0, 1)
    assert "Passed over: owner Ana is deactivated." in Delivery.objects.get().reason


def test_without_owner_everybody_in_procurement_of_the_department_gets_it():
    department = a_department()
    people = [a_person("pia"), a_person("per")]
    for person in people:
        a_role(person, "procurement", department)
    stranger = a_person("sam")
    a_role(stranger, "procurement", a_department())
    a_contract(now=START, department=department)
    assert sweep(DUE).sent == 2
    assert [len(mail_to(person)) for person in (*people, stranger)] == [1, 1, 0]


@pytest.mark.parametrize("role", ["procurement", "administrator"])
def test_without_department_queue_those_of_every_department_get_it(role):
    everywhere = a_person("eve")
    a_role(everywhere, role)
    a_contract(now=START)
    sweep(DUE)
    assert len(mail_to(everywhere)) == 1


def test_a_confidential_contract_goes_to_the_people_named_and_never_to_the_queue():
    department = a_department()
    queue, owner, named = a_person("pia"), a_person("ana"), a_person("ned")
    a_role(queue, "procurement", department)
    a_contract(
        now=START, owner=owner, department=department, is_confidential=True, named_user_ids=(named.pk,)
    )
    deactivate(owner)
    sweep(DUE)
    assert (len(mail_to(queue)), len(mail_to(named))) == (0, 1)


def test_nobody_to_send_to_is_a_miss_on_the_unroutable_list():
    a_contract(now=START)
    run = sweep(DUE)
    reminder = Reminder.objects.get(state="unroutable")
    assert run.unroutable == 1
    assert reminder.reason.startswith("No owner, backup owner or queue")
    assert check_health(DUE, with_broker=False).unroutable == 1


def test_an_unroutable_reminder_goes_out_late_once_somebody_can_be_reached():
    department = a_department()
    a_contract(now=START, department=department)
    sweep(DUE)
    person = a_person("pia")
    a_role(person, "procurement", department)
    assert sweep(at("2026-09-04")).sent == 1
    (message,) = mail_to(person)
    assert "2 days late" in message.text


def test_a_recipient_who_leaves_while_the_message_waits_is_replaced_by_the_next():
    owner, backup = a_person("ana"), a_person("tom")
    a_contract(now=START, owner=owner, backup_owner=backup)
    sweep(DUE, is_sending=False)
    deactivate(owner)
    sweep(at("2026-09-02", hour=13))
    sweep(at("2026-09-02", hour=14))
    assert (len(mail_to(owner)), len(mail_to(backup))) == (0, 1)
    assert Delivery.objects.get(recipient=owner).state == "dead"


def test_who_takes_a_contract_back_while_mail_waits_gets_the_message_after_all(settings):
    settings.EMAIL_BACKEND = BACKEND
    Server.mode = "down"
    ana, ben = a_person("ana"), a_person("ben")
    contract = a_contract(now=START, owner=ana)
    sweep(DUE)
    _hand_over(contract, ben)
    sweep(at("2026-09-02", hour=13))
    passed_over = Delivery.objects.get(recipient=ana)
    assert passed_over.state == "dead"
    assert passed_over.reason.endswith("The recipient is not responsible any more.")
    _hand_over(contract, ana)
    Server.mode = "up"
    assert sweep(at("2026-09-02", hour=14)).sent == 1
    assert dict(Delivery.objects.values_list("recipient__username", "state")) == {
        "ana": "sent",
        "ben": "dead",
    }
    assert not Reminder.objects.filter(state="unroutable").exists()


def _hand_over(contract, owner) -> None:
    row, changes = Contract.unscoped.get(pk=contract.pk), {"owner_id": owner.pk}
    change_contract(actor=SETTING_UP, contract=row, on=DUE.date(), changes=changes)


def test_a_person_in_two_roles_gets_one_message():
    department = a_department()
    person = a_person("pia")
    a_role(person, "procurement", department)
    with acting(SETTING_UP):
        person.role_assignments.create(role="procurement", department=None)
    a_contract(now=START, department=department)
    assert sweep(DUE).sent == 1
