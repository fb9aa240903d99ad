"""Sweeps side by side, and senders that die: nobody gets a message twice, and nobody gets none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from core.models import Delivery, Reminder
from core.reminders import outbox
from core.reminders.sweeping import sweep
from tests.support.reminding import a_contract, a_person, at, mail_to

START, DUE = at("2026-01-10"), at("2026-09-02")


def _sweep_alone(_: int) -> int:
    try:
        return sweep(DUE).sent
    finally:
        connection.close()


@pytest.mark.committed
def test_eight_sweeps_at_once_send_each_message_once(committed_db):
    owners = [a_person(f"owner{number}") for number in range(25)]
    for owner in owners:
        a_contract(now=START, owner=owner)
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(_sweep_alone, range(8)))
    sweep(DUE)
    assert sum(sent) == 25
    assert [len(mail_to(owner)) for owner in owners] == [1] * 25
    assert not Delivery.objects.exclude(state="sent").exists()


@pytest.mark.committed
def test_a_message_leased_by_one_sender_is_not_leased_by_another(committed_db):
    a_contract(now=START, owner=a_person("ana"))
    sweep(DUE, is_sending=False)
    assert len(outbox.claim(10, DUE)) == 1
    assert outbox.claim(10, DUE) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "had_begun", [True, False], ids=["after it began to send", "before it began to send"]
)
def test_a_sender_that_died_is_made_up_for_and_the_message_flagged_if_it_had_begun(had_begun):
    owner = a_person("ana")
    a_contract(now=START, owner=owner)
    sweep(DUE, is_sending=False)
    (leased,) = outbox.claim(10, DUE)
    if had_begun:
        assert outbox.begin([leased])
    assert sweep(DUE).sent == 0
    _let_the_lease_run_out()
    assert sweep(DUE).sent == 1
    assert Delivery.objects.get(pk=leased.pk).is_possible_duplicate == had_begun
    assert len(mail_to(owner)) == 1


@pytest.mark.django_db
def test_a_sender_whose_lease_ran_out_cannot_mark_the_message_as_sent():
    a_contract(now=START, owner=a_person("ana"))
    sweep(DUE, is_sending=False)
    (slow,) = outbox.claim(10, DUE)
    _let_the_lease_run_out()
    assert sweep(DUE).sent == 1
    assert not outbox.mark_sent([slow], [outbox.sent_entry(slow, DUE)], DUE)
    assert not outbox.begin([slow])


@pytest.mark.django_db
def test_the_database_refuses_a_second_reminder_of_the_same_rung():
    a_contract(now=START, owner=a_person("ana"))
    row = Reminder.objects.first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db
def test_the_database_refuses_a_second_message_to_the_same_person():
    a_contract(now=START, owner=a_person("ana"))
    sweep(DUE)
    row = Delivery.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db
def test_a_message_leaves_one_entry_in_the_ledger():
    from core.models import LedgerEntry

    a_contract(now=START, owner=a_person("ana"))
    sweep(DUE)
    entry = LedgerEntry.objects.get(kind="core.delivery.sent")
    assert entry.subject_id == str(Delivery.objects.get().pk)
    assert "ana@example.invalid" in entry.body


def _let_the_lease_run_out() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_delivery SET lease_until = clock_timestamp() - interval '1 second'")
