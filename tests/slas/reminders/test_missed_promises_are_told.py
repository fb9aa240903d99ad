"""A missed promise is told once, to whom the contract is with, in the transaction that found it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from contracts_app.models import Contract
from core import registry
from core.audit import acting
from core.models import Delivery, Reminder
from core.reminders.reconciling import compare, reconcile
from core.reminders.sweeping import sweep
from slas.actions.results import judge_all
from slas.models import Outage
from slas.rules.reminding import BREACH, BREACH_SUBJECT
from tests.support.contracts import a_contract
from tests.support.reminding import a_person, mail_to
from tests.support.slas import SYSTEM, a_service, a_target, an_outage, instant

pytestmark = pytest.mark.django_db

NIGHT = instant("2026-07-01T04:00:00")
SINCE = dt.date(2026, 6, 1)


@pytest.fixture
def owner():
    return a_person("ana", full_name="Ana Ruiz")


@pytest.fixture
def contract(owner) -> Contract:
    return a_contract(title="Hosting", owner_id=owner.pk)


def judge(now: dt.datetime = NIGHT) -> None:
    judge_all(actor=SYSTEM, now=now, since=SINCE)


def down(service, hours: int = 5, **fields: Any) -> Outage:
    return an_outage(service, "2026-06-10T00:00:00", f"2026-06-10T{hours:02}:00:00", **fields)


def void(outage: Outage, reason: str = "Our own network was down.") -> None:
    with acting(SYSTEM):
        Outage.unscoped.filter(pk=outage.pk).update(voided_reason=reason)


def differences(contract: Contract, now: dt.datetime = NIGHT) -> list[str]:
    found = compare(registry.reminder_subjects.get(BREACH_SUBJECT), [contract.pk], now)
    return [one.words for one in found]


def told() -> list[tuple[str, str]]:
    rows = Reminder.objects.filter(kind=BREACH).order_by("pk")
    return list(rows.values_list("period_key", "state"))


def test_the_owner_hears_of_a_missed_promise_with_figure_promise_and_credit(contract, owner):
    service = a_service(contract, "portal")
    a_target(service)
    down(service)

    judge()
    sweep(NIGHT)
    sweep(NIGHT + dt.timedelta(minutes=5))

    (message,) = mail_to(owner)
    assert message.envelope.subject == f"[SLA missed] {contract.vendor.name}, Hosting ({contract.number})"
    assert "1 promise was missed. The vendor owes a credit, which is lost unless it is claimed in time." in (
        message.text
    )
    for words in (
        "Portal: Availability",
        "Jun 2026: ≈ 99.305556 %",
        "promised: at least 99.9 %",
        "credit: €\u00a01,000",
        f"/contracts/{contract.pk}/sla/results/",
        "You get this as owner: it was found on Wed 1 Jul 2026.",
    ):
        assert words in message.text


def test_everything_that_one_run_finds_of_a_contract_is_one_message(contract, owner):
    for slug in ("portal", "mail", "shop"):
        service = a_service(contract, slug)
        a_target(service)
        down(service)

    judge()
    sweep(NIGHT)

    (message,) = mail_to(owner)
    assert "3 promises were missed." in message.text
    assert all(name in message.text for name in ("Portal:", "Mail:", "Shop:"))


def test_a_promise_that_was_kept_is_not_told(contract, owner):
    a_target(a_service(contract))
    judge()
    assert told() == []
    assert differences(contract) == []


def test_a_figure_that_is_corrected_and_stays_a_miss_is_not_told_again(contract, owner):
    service = a_service(contract)
    a_target(service)
    down(service)
    judge()
    sweep(NIGHT)
    an_outage(service, "2026-06-11T00:00:00", "2026-06-11T03:00:00")

    later = NIGHT + dt.timedelta(days=2)
    judge(later)
    sweep(later)

    assert len(mail_to(owner)) == 1
    assert differences(contract, later) == []


def test_what_is_corrected_before_it_was_told_is_not_told(contract, owner):
    service = a_service(contract)
    a_target(service)
    outage = down(service)
    judge()
    void(outage)
    judge(NIGHT + dt.timedelta(minutes=1))
    sweep(NIGHT + dt.timedelta(minutes=2))

    assert [state for _, state in told()] == ["withdrawn"]
    assert Reminder.objects.get(kind=BREACH).reason == "After a correction the promise is kept."
    assert mail_to(owner) == []
    assert differences(contract) == []


def test_a_promise_that_was_corrected_to_kept_and_is_missed_after_all_is_told_again(contract, owner):
    service = a_service(contract)
    a_target(service)
    outage = down(service)
    judge()
    sweep(NIGHT)
    void(outage)
    second = NIGHT + dt.timedelta(days=1)
    judge(second)
    void(outage, "")
    third = NIGHT + dt.timedelta(days=2)
    judge(third)
    sweep(third)

    assert len(mail_to(owner)) == 2
    assert differences(contract, third) == []


def test_a_later_find_is_told_by_itself_and_names_only_what_it_found(contract, owner):
    first, second = a_service(contract, "portal"), a_service(contract, "mail")
    a_target(first)
    a_target(second)
    down(first)
    judge()
    sweep(NIGHT)
    down(second)
    an_outage(first, "2026-06-12T00:00:00", "2026-06-12T01:00:00")

    later = NIGHT + dt.timedelta(hours=6)
    judge(later)
    sweep(later)

    messages = mail_to(owner)
    assert len(messages) == 2
    assert "Mail: Availability" in messages[1].text
    assert "Portal: Availability" not in messages[1].text


def test_what_was_found_long_before_anybody_was_told_is_recorded_and_not_sent(contract, owner):
    service = a_service(contract)
    a_target(service)
    down(service)
    judge()
    with acting(SYSTEM):
        Reminder.objects.filter(kind=BREACH).delete()
    later = NIGHT + dt.timedelta(days=40)

    assert len(differences(contract, later)) == 1
    done = reconcile(registry.reminder_subjects.get(BREACH_SUBJECT), [contract.pk], later)
    sweep(later)

    assert (done.differences, done.left) == (1, 0)
    assert [state for _, state in told()] == ["skipped"]
    assert Delivery.objects.filter(reminder__kind=BREACH).count() == 0


def test_a_missing_row_is_found_by_the_sweep_and_told_late(contract, owner):
    service = a_service(contract)
    a_target(service)
    down(service)
    judge()
    with acting(SYSTEM):
        Reminder.objects.filter(kind=BREACH).delete()

    sweep(NIGHT + dt.timedelta(days=2))
    sweep(NIGHT + dt.timedelta(days=2, minutes=1))

    (message,) = mail_to(owner)
    assert "This message is 2 days late" in message.text


def test_more_than_ten_misses_are_counted_and_not_all_named(contract, owner):
    for number in range(12):
        service = a_service(contract, f"service-{number}")
        a_target(service)
        down(service)

    judge()
    sweep(NIGHT)

    (message,) = mail_to(owner)
    assert "12 promises were missed." in message.text
    assert "2 more stand on the page." in message.text
    assert message.text.count("promised: at least") == 10


def test_of_a_confidential_contract_only_who_is_named_hears(owner):
    outsider, named = a_person("tom"), a_person("nia")
    with acting(SYSTEM):
        outsider.role_assignments.create(role="procurement")
    contract = a_contract(title="Hosting", is_confidential=True, named_user_ids=(named.pk,))
    service = a_service(contract)
    a_target(service)
    down(service)

    judge()
    sweep(NIGHT)

    assert mail_to(outsider) == mail_to(owner) == []
    assert len(mail_to(named)) == 1
