"""What a change of dates does to reminders that were planned, waiting or sent."""

from __future__ import annotations

import datetime as dt

import pytest

from contracts_app.actions.contracts import change_contract
from contracts_app.actions.lifecycle import transition_contract
from contracts_app.models import Contract
from contracts_app.rules.draft import TermsDraft
from core.models import Delivery, Reminder
from core.reminders.sweeping import sweep
from renewals.actions.deadlines import recompute_deadlines
from renewals.models import Deadline
from tests.support.reminding import SETTING_UP, a_contract, a_person, at, mail_to

pytestmark = pytest.mark.django_db


def starting(day: str) -> TermsDraft:
    """Return the yearly terms of the builder from another first day."""
    return TermsDraft(
        term_type="auto_renew",
        start_date=dt.date.fromisoformat(day),
        initial_term_quantity=12,
        initial_term_unit="months",
        renewal_term_quantity=12,
        renewal_term_unit="months",
    )


def move(contract: Contract, day: str, on: str) -> None:
    """Correct the first day of a contract."""
    row = Contract.unscoped.get(pk=contract.pk)
    change_contract(actor=SETTING_UP, contract=row, changes={"terms": starting(day)}, on=at(on).date())


def planned(contract: Contract) -> set[tuple[str, int]]:
    """Return what is planned: the date counted back from, and the offset."""
    rows = Reminder.objects.filter(subject_id=contract.pk, state="planned")
    return set(rows.values_list("period_key", "offset_days"))


def test_a_change_of_dates_withdraws_what_was_planned_and_keeps_it():
    contract = a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    move(contract, "2026-02-01", "2026-01-20")
    assert {key for key, _ in planned(contract)} == {"2026-11-02"}
    withdrawn = Reminder.objects.filter(subject_id=contract.pk, state="withdrawn")
    assert withdrawn.count() == 14
    assert set(withdrawn.values_list("reason", flat=True)) == {"The dates changed."}


def test_a_change_of_dates_supersedes_a_waiting_message_and_keeps_it():
    contract = a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    sweep(at("2026-09-02"), is_sending=False)
    move(contract, "2026-02-01", "2026-09-02")
    assert sweep(at("2026-09-02", hour=13)).sent == 1
    first, second = Delivery.objects.order_by("id")
    assert (first.state, second.state) == ("superseded", "sent")
    assert second.reminder.period_key == "2026-11-02"


def test_a_date_that_comes_back_is_not_sent_a_second_time():
    owner = a_person("ana")
    contract = a_contract(now=at("2026-01-10"), owner=owner)
    assert sweep(at("2026-09-02")).sent == 1
    move(contract, "2026-02-01", "2026-09-03")
    sweep(at("2026-09-03"))
    move(contract, "2026-01-01", "2026-09-04")
    assert sweep(at("2026-09-04")).sent == 0
    assert planned(contract) == {("2026-10-02", offset) for offset in (14, 7, 6, 5, 4, 3, 2, 1, 0)}
    assert len(mail_to(owner)) == 2


def test_a_date_that_comes_back_before_its_message_went_out_is_sent_once():
    contract = a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    sweep(at("2026-09-02"), is_sending=False)
    move(contract, "2026-02-01", "2026-09-02")
    move(contract, "2026-01-01", "2026-09-02")
    assert sweep(at("2026-09-02", hour=13)).sent == 1
    assert sweep(at("2026-09-02", hour=14)).sent == 0


def test_a_contract_that_ends_owes_nothing_any_more():
    contract = a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    ended = transition_contract(
        actor=SETTING_UP,
        contract=Contract.unscoped.get(pk=contract.pk),
        verb="terminate",
        reason="over",
        on=at("2026-05-01").date(),
    )
    assert ended.status == "terminated"
    assert planned(contract) == set()
    assert not Deadline.unscoped.filter(contract=contract, is_current=True).exists()
    assert sweep(at("2026-10-02")).sent == 0


def test_after_notice_was_served_the_end_is_reminded_of_instead():
    contract = a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    transition_contract(
        actor=SETTING_UP,
        contract=Contract.unscoped.get(pk=contract.pk),
        verb="serve_notice",
        on=at("2026-05-01").date(),
    )
    kinds = set(Reminder.objects.filter(state="planned").values_list("kind", "period_key"))
    assert kinds == {("renewals.term_ends", "2026-12-31")}


def test_computing_unchanged_terms_again_adds_nothing():
    contract = a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    before = (Deadline.unscoped.count(), Reminder.objects.count())
    written = recompute_deadlines(
        actor=SETTING_UP, contract_ids=[contract.pk], now=at("2026-01-11"), reason="again"
    )
    assert (written.versions, written.reminders) == (0, 0)
    assert (Deadline.unscoped.count(), Reminder.objects.count()) == before


def test_a_term_that_rolls_over_plans_the_next_one_and_sends_what_is_late():
    owner = a_person("ana")
    contract = a_contract(now=at("2026-01-10"), owner=owner)
    run = sweep(at("2027-01-05"))
    assert run.refreshed == 1
    assert run.sent == 1
    (message,) = mail_to(owner)
    assert "This date is over" in message.text
    assert {key for key, _ in planned(contract)} == {"2027-10-02"}
    versions = Deadline.unscoped.filter(contract=contract).order_by("version")
    assert [row.term_number for row in versions][-1] == 2
    assert run.is_proven
