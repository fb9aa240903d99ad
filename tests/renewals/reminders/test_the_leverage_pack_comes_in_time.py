"""120 days before act-by the reminder leads to the leverage pack, once for each date."""

from __future__ import annotations

import datetime as dt

import pytest

from contracts_app.actions.contracts import change_contract
from contracts_app.models import Contract
from contracts_app.rules.draft import TermsDraft
from core.audit import acting
from core.models import Reminder
from core.reminders.sweeping import sweep
from renewals.models import ReminderPolicy
from tests.support.reminding import SETTING_UP, a_contract, a_person, at, mail_to, nothing_climbs

pytestmark = pytest.mark.django_db

#: Act-by is 2 Oct 2026 unless told otherwise: 120 days before is 4 Jun.
BEFORE, ITS_DAY, AFTER = at("2026-04-05"), at("2026-06-04"), at("2026-07-04")
MONTHLY = {
    "term_type": "month_to_month",
    "start_date": dt.date(2026, 1, 1),
    "renewal_term_quantity": 1,
    "renewal_term_unit": "months",
}


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.SWEEP_MARKER_FILE = tmp_path / "sweep-generation"


@pytest.fixture
def ana():
    return a_person("ana")


def a_policy(**says):
    with acting(SETTING_UP):
        ReminderPolicy(**{"offsets": [90, 30, 0], "decision_days": 30, "acknowledge_days": 0} | says).save()


def led_to(person, contract):
    """Return for each message that a person got whether it leads to the pack, oldest first."""
    return [f"/contracts/{contract.pk}/pack/" in message.text for message in mail_to(person)]


def test_the_message_of_that_day_leads_to_the_pack_and_no_other_does(ana):
    a_contract(now=at("2026-01-10"), owner=ana)
    for now in (BEFORE, at("2026-06-03"), ITS_DAY, at("2026-06-05"), AFTER):
        assert sweep(now).differences == 0
    to_owner = [message for message in mail_to(ana) if "Act by" in dict(message.headers)["Subject"]]
    words = [
        ("pack/" in message.text, "leverage pack" in message.text, "leverage pack" in message.html)
        for message in to_owner
    ]
    assert (True, True, True) in words
    assert words.count((True, True, True)) == 1
    assert set(words) == {(True, True, True), (False, False, False)}


def test_the_pack_itself_is_in_no_message(ana):
    contract = a_contract(now=at("2026-01-10"), owner=ana, is_confidential=True)
    sweep(ITS_DAY)
    (message,) = mail_to(ana)
    assert led_to(ana, contract) == [True]
    assert [one.content_type for one in message.attachments] == ["text/calendar"]


def test_sweeping_again_on_that_day_sends_nothing_more(ana):
    contract = a_contract(now=at("2026-01-10"), owner=ana)
    assert [sweep(at("2026-06-04", hour)).sent for hour in (12, 13, 14)] == [1, 0, 0]
    assert led_to(ana, contract) == [True]


def test_a_policy_that_names_other_days_has_that_day_too_and_the_reconciler_agrees(ana):
    a_policy()
    contract = a_contract(now=at("2026-01-10"), owner=ana)
    assert [(sweep(now).sent, sweep(now).differences) for now in (BEFORE, ITS_DAY, AFTER)] == [
        (0, 0), (1, 0), (1, 0),
    ]  # fmt: skip
    assert led_to(ana, contract) == [True, False]


def test_a_policy_chooses_another_day(ana):
    a_policy(pack_days=100)
    contract = a_contract(now=at("2026-01-10"), owner=ana)
    assert [sweep(now).sent for now in (ITS_DAY, at("2026-06-24"), AFTER)] == [0, 1, 1]
    assert led_to(ana, contract) == [True, False]


def test_a_policy_without_a_pack_never_presents_it(ana):
    a_policy(pack_days=0)
    contract = a_contract(now=at("2026-01-10"), owner=ana)
    assert [sweep(now).differences for now in (ITS_DAY, AFTER, at("2026-09-02"))] == [0, 0, 0]
    assert led_to(ana, contract) == [False, False]


def test_a_contract_recorded_after_its_day_gets_one_message_that_presents_it(ana):
    contract = a_contract(now=AFTER, owner=ana)
    assert sweep(AFTER).sent == 1
    assert led_to(ana, contract) == [True]


def test_a_term_that_begins_after_its_day_is_presented_with_the_first_message(ana):
    terms = {
        "term_type": "auto_renew",
        "start_date": dt.date(2026, 7, 1),
        "initial_term_quantity": 6,
        "initial_term_unit": "months",
        "renewal_term_quantity": 6,
        "renewal_term_unit": "months",
    }
    nothing_climbs()
    contract = a_contract(now=at("2026-05-10"), owner=ana, terms=terms)
    assert [sweep(now).sent for now in (ITS_DAY, AFTER, at("2026-08-03"))] == [0, 1, 1]
    assert led_to(ana, contract) == [True, False]


def test_a_date_that_moves_has_a_pack_of_its_own_and_the_one_that_was_planned_is_withdrawn(ana):
    contract = a_contract(now=at("2026-01-10"), owner=ana)
    sweep(ITS_DAY)
    terms = TermsDraft(
        term_type="auto_renew", start_date=dt.date(2026, 3, 1), initial_term_quantity=12,
        initial_term_unit="months", renewal_term_quantity=12, renewal_term_unit="months",
    )  # fmt: skip
    row = Contract.unscoped.get(pk=contract.pk)
    change_contract(actor=SETTING_UP, contract=row, changes={"terms": terms}, on=at("2026-06-10").date())
    states = dict(
        Reminder.objects.filter(offset_days=120, kind="renewals.act_by").values_list("period_key", "state")
    )
    assert states == {"2026-10-02": "settled", "2026-11-30": "planned"}
    sweep(at("2026-08-02"))
    assert led_to(ana, contract) == [True, True]


def test_a_month_to_month_contract_is_never_presented(ana):
    notice = {"quantity": 5, "unit": "calendar_days", "test": "sent"}
    contract = a_contract(now=at("2026-01-10"), owner=ana, terms=MONTHLY, notice=notice)
    for day in ("2026-01-12", "2026-01-23", "2026-02-13"):
        assert sweep(at(day)).differences == 0
    assert True not in led_to(ana, contract)
    assert led_to(ana, contract)
