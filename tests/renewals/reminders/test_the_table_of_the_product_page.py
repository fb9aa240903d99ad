"""The rows about reminders of the renewal table in the product's specification, under their own names."""

from __future__ import annotations

import datetime as dt

import pytest

from contracts_app.actions.contracts import change_contract
from contracts_app.models import Contract
from contracts_app.rules.draft import TermsDraft
from core.models import Delivery, Reminder
from core.reminders.sweeping import sweep
from renewals.models import Deadline
from tests.support.reminding import SETTING_UP, a_contract, a_person, at, mail_to

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("end", "act_by"),
    [("2027-06-30", "2027-04-01"), ("2026-11-30", "2026-09-01")],
    ids=["extension", "earlier end"],
)
def test_dates_change(end: str, act_by: str) -> None:
    contract = a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    terms = TermsDraft(
        term_type="auto_renew",
        start_date=dt.date(2026, 1, 1),
        end_date=dt.date.fromisoformat(end),
        renewal_term_quantity=12,
        renewal_term_unit="months",
    )
    row = Contract.unscoped.get(pk=contract.pk)
    change_contract(actor=SETTING_UP, contract=row, changes={"terms": terms}, on=dt.date(2026, 1, 20))

    old, new = Deadline.unscoped.filter(contract=contract).order_by("version")
    assert (old.is_current, old.act_by_date) == (False, dt.date(2026, 10, 2)), "history is kept"
    assert (new.is_current, new.act_by_date) == (True, dt.date.fromisoformat(act_by))
    planned = Reminder.objects.filter(subject_id=contract.pk, state="planned")
    assert set(planned.values_list("period_key", flat=True)) == {act_by}
    assert Reminder.objects.filter(
        subject_id=contract.pk, state="withdrawn", period_key="2026-10-02"
    ).exists()


def test_late_entry() -> None:
    owner = a_person("ana")
    a_contract(now=at("2026-08-25"), owner=owner)
    assert sweep(at("2026-08-25")).sent == 1
    (message,) = mail_to(owner)
    assert "late" in message.text
    assert Delivery.objects.get().late_days > 0
    assert sweep(at("2026-08-26")).sent == 0
