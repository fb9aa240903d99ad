"""Acknowledging and snoozing in the browser."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Department
from core import clock
from core.pages.fields import REQUIRED
from core.reminders.sweeping import sweep
from renewals.models import Deadline, ReminderResponse
from tests.support.people import a_user
from tests.support.reminding import a_department, due_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client):
    buyer = a_user("pia", "procurement", department=a_department("IT"))
    client.force_login(buyer)
    return buyer


@pytest.fixture
def contract(buyer):
    contract = due_in(50, department=Department.unscoped.get(name="IT"), owner=buyer)
    sweep()
    return contract


def act_by(contract) -> dt.date:
    return Deadline.unscoped.get(contract=contract, is_current=True).act_by_date


def test_the_contract_page_asks_and_says_who_has_it_once_acknowledged(client, contract):
    page = client.get(f"/contracts/{contract.pk}/").content.decode()
    assert f'action="/contracts/{contract.pk}/acknowledge/"' in page
    assert "Decide by" in page

    answer = client.post(
        f"/contracts/{contract.pk}/acknowledge/", {"act_by_date": act_by(contract)}, follow=True
    )

    page = answer.content.decode()
    assert "In hand: pia" in page
    assert f'action="/contracts/{contract.pk}/acknowledge/"' not in page


def test_opening_the_page_changes_nothing(client, contract):
    page = client.get(f"/contracts/{contract.pk}/acknowledge/").content.decode()

    assert "It is not a decision." in page
    assert not ReminderResponse.unscoped.exists()


def test_a_snooze_asks_until_when_and_why(client, contract):
    until = clock.now().date() + dt.timedelta(days=5)
    given = {"act_by_date": act_by(contract), "until": until, "reason": "Waiting for the budget"}

    page = client.post(f"/contracts/{contract.pk}/snooze/", given, follow=True).content.decode()

    assert "Snoozed until" in page
    assert "by pia: Waiting for the budget" in page


def test_what_is_wrong_with_a_snooze_stands_at_its_field(client, contract):
    given = {"act_by_date": act_by(contract), "until": act_by(contract), "reason": ""}

    answer = client.post(f"/contracts/{contract.pk}/snooze/", given)

    assert answer.status_code == 422
    assert REQUIRED in answer.content.decode()
    answer = client.post(f"/contracts/{contract.pk}/snooze/", given | {"reason": "Later"})
    assert "at the latest" in answer.content.decode()
    assert not ReminderResponse.unscoped.exists()


def test_a_date_that_moved_meanwhile_is_said(client, contract):
    seen = act_by(contract) - dt.timedelta(days=3)

    answer = client.post(f"/contracts/{contract.pk}/acknowledge/", {"act_by_date": seen})

    assert answer.status_code == 422
    assert "The date to act by is" in answer.content.decode()


def test_who_may_not_answer_is_not_asked_and_finds_no_page(client, contract):
    client.force_login(a_user("fin", "finance"))

    page = client.get(f"/contracts/{contract.pk}/").content.decode()

    assert "/acknowledge/" not in page
    assert client.get(f"/contracts/{contract.pk}/acknowledge/").status_code == 404
    assert client.post(f"/contracts/{contract.pk}/snooze/").status_code == 404


def test_the_ledger_of_the_contract_names_the_climb(client, contract):
    page = client.get(f"/contracts/{contract.pk}/deadline/").content.decode()

    assert "not acknowledged: to the manager" in page
    assert "not acknowledged: to legal and the head of procurement" in page


def test_where_nothing_is_asked_the_page_leads_to_the_contract_and_says_so(client, buyer):
    contract = due_in(50, department=Department.unscoped.get(name="IT"), owner=buyer, status="draft")

    answer = client.get(f"/contracts/{contract.pk}/snooze/", follow=True)

    assert answer.redirect_chain[-1][0] == f"/contracts/{contract.pk}/"
    assert "Nothing is asked about this contract now" in answer.content.decode()
