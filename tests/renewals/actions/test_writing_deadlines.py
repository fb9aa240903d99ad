"""Versions of deadlines: one for each answer that changed, in the transaction of the change."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.actions.departments import change_department
from contracts_app.actions.contracts import change_contract
from contracts_app.models import Contract
from contracts_app.signals import contract_terms_changed
from core.audit import acting
from core.models import Reminder
from renewals.actions.deadlines import recompute_deadlines
from renewals.models import Deadline
from tests.support.reminding import SETTING_UP, a_contract, a_department, a_person, at

pytestmark = pytest.mark.django_db
START = at("2026-01-10")


def test_a_recorded_contract_has_its_deadline_at_once():
    contract = a_contract(now=START)
    deadline = Deadline.unscoped.get(contract=contract)
    assert deadline.act_by_date == deadline.notice_by_date == dt.date(2026, 10, 2)
    assert (deadline.status, deadline.version, deadline.is_current) == ("in_window", 1, True)
    assert (deadline.amount_at_stake, deadline.currency) == (Decimal(412000), "EUR")
    assert deadline.steps[0]["code"] == "term"


def test_a_changed_value_makes_a_new_version_and_keeps_the_old_one():
    contract = a_contract(now=START)
    row = Contract.unscoped.get(pk=contract.pk)
    change_contract(actor=SETTING_UP, contract=row, changes={"value_amount": Decimal(5)}, on=START.date())
    old, new = Deadline.unscoped.filter(contract=contract).order_by("version")
    assert (old.is_current, new.is_current) == (False, True)
    assert (old.amount_at_stake, new.amount_at_stake) == (Decimal(412000), Decimal(5))
    assert old.superseded_at is not None


def test_a_changed_title_makes_no_new_version():
    contract = a_contract(now=START)
    row = Contract.unscoped.get(pk=contract.pk)
    change_contract(actor=SETTING_UP, contract=row, changes={"title": "Another"}, on=START.date())
    assert Deadline.unscoped.filter(contract=contract).count() == 1


def test_a_change_that_is_rolled_back_leaves_the_deadline_as_it_was():
    contract = a_contract(now=START)
    before = list(Deadline.unscoped.values_list("pk", "is_current"))

    def fail(**_):
        raise RuntimeError("after the deadlines were written")

    contract_terms_changed.connect(fail)
    try:
        row = Contract.unscoped.get(pk=contract.pk)
        with pytest.raises(RuntimeError):
            change_contract(
                actor=SETTING_UP, contract=row, changes={"value_amount": Decimal(5)}, on=START.date()
            )
    finally:
        contract_terms_changed.disconnect(fail)
    assert list(Deadline.unscoped.values_list("pk", "is_current")) == before


def test_the_database_refuses_two_current_deadlines_of_one_contract():
    contract = a_contract(now=START)
    row = Deadline.unscoped.get(contract=contract)
    row.pk, row.version = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_days_are_those_of_the_departments_zone():
    contract = a_contract(now=START, department=a_department(timezone="Pacific/Auckland"))
    assert Deadline.unscoped.get(contract=contract).timezone == "Pacific/Auckland"
    assert set(Reminder.objects.values_list("timezone", flat=True)) == {"Pacific/Auckland"}


def test_a_contract_whose_facts_contradict_each_other_is_unknown_and_does_not_fail():
    notice = {"quantity": 3, "unit": "years"}
    contract = a_contract(now=START, notice=notice)
    deadline = Deadline.unscoped.get(contract=contract)
    assert deadline.status in ("unknown", "missed")


def test_many_contracts_are_written_in_a_fixed_number_of_queries(django_assert_max_num_queries):
    department, owner = a_department(), a_person("ana")
    ids = [a_contract(now=START, owner=owner, department=department).pk for _ in range(12)]
    with acting(SETTING_UP):
        Contract.unscoped.filter(pk__in=ids).update(value_amount=Decimal(7))
    with django_assert_max_num_queries(22):
        written = recompute_deadlines(actor=SETTING_UP, contract_ids=ids, now=START, reason="in bulk")
    assert written.versions == 12


def test_another_time_zone_of_the_department_moves_its_reminders_into_that_zone():
    department = a_department("Sales", timezone="UTC")
    inside, elsewhere = a_contract(now=START, department=department), a_contract(now=START)
    change_department(actor=SETTING_UP, department=department, name="Sales", timezone="Pacific/Auckland")
    zones = dict(Deadline.unscoped.filter(is_current=True).values_list("contract_id", "timezone"))
    assert zones == {inside.pk: "Pacific/Auckland", elsewhere.pk: "UTC"}
    planned = Reminder.objects.filter(subject_id=inside.pk, state="planned")
    assert set(planned.values_list("timezone", flat=True)) == {"Pacific/Auckland"}


def test_another_name_of_the_department_leaves_the_deadlines_as_they_are():
    department = a_department("Sales")
    contract = a_contract(now=START, department=department)
    change_department(actor=SETTING_UP, department=department, name="Sales and marketing", timezone="UTC")
    assert Deadline.unscoped.filter(contract=contract).count() == 1
