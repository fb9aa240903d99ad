"""People who chose one message a day: gathered, never lost, never twice."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import icalendar
import pytest
from django.db import connection

from accounts.models import User
from contracts_app.actions.contracts import change_contract
from contracts_app.models import Contract
from contracts_app.rules.draft import TermsDraft
from core.models import Delivery, LedgerEntry
from core.reminders import outbox
from core.reminders.gathered import claim_gathered
from core.reminders.health import check_health
from core.reminders.sweeping import sweep
from tests.support.reminding import SETTING_UP, a_contract, a_person, at, mail_to, nothing_climbs
from tests.support.smtp_sink import mail_server

START, NIGHT, MORNING = at("2026-01-10"), at("2026-09-02", hour=0), at("2026-09-02", hour=7)
MINUTES = dt.timedelta(minutes=1)


def gathering(name: str = "ana", **fields: Any) -> User:
    return a_person(name, reminder_rhythm=User.Rhythm.DAILY, **fields)


def three_contracts_of(owner: User, **more: Any) -> list[str]:
    """Record three contracts whose act-by is 2 Oct 2026: their rung of 30 days is on 2 Sep."""
    return [a_contract(now=START, owner=owner, title=f"Lease {n}", **more).title for n in (1, 2, 3)]


@pytest.mark.django_db
def test_what_is_due_in_the_night_comes_as_one_message_at_seven():
    owner = gathering()
    titles = three_contracts_of(owner)
    assert sweep(NIGHT).sent == 0
    assert sweep(MORNING - MINUTES).sent == 0
    run = sweep(MORNING)
    assert (run.sent, run.is_proven) == (3, True)
    (message,) = mail_to(owner)
    assert message.envelope.subject.startswith("[3 reminders]")
    assert all(title in message.text for title in titles)
    assert sweep(MORNING + MINUTES).sent == 0
    assert {row.sent_at for row in Delivery.objects.all()} == {MORNING}


@pytest.mark.django_db
def test_each_delivery_of_a_gathered_message_has_its_entry_in_the_ledger():
    three_contracts_of(gathering())
    sweep(NIGHT)
    sweep(MORNING)
    entries = LedgerEntry.objects.filter(kind="core.delivery.sent")
    keys = {str(pk) for pk in Delivery.objects.values_list("pk", flat=True)}
    assert {entry.subject_id for entry in entries} == keys
    assert len({row.message_id for row in Delivery.objects.all()}) == 1


@pytest.mark.django_db
def test_the_calendar_file_has_the_day_of_each(settings):
    owner = gathering()
    three_contracts_of(owner)
    sweep(NIGHT)
    with mail_server(settings) as sink:
        sweep(MORNING)
    (part,) = [part for part in sink.taken[0].walk() if part.get_content_type() == "text/calendar"]
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    assert len({str(event["uid"]) for event in calendar.walk("VEVENT")}) == 3
    assert part.get_filename() == "reminders.ics"


@pytest.mark.django_db
def test_a_single_one_is_an_ordinary_message():
    owner = gathering()
    a_contract(now=START, owner=owner)
    sweep(NIGHT)
    sweep(MORNING)
    assert mail_to(owner)[0].envelope.subject.startswith("[Act by Fri 2 Oct]")


@pytest.mark.django_db
def test_seven_is_by_the_clock_of_the_reader():
    owner = gathering(timezone="America/Los_Angeles")
    three_contracts_of(owner)
    sweep(NIGHT)
    assert sweep(at("2026-09-02", hour=13)).sent == 0
    assert sweep(at("2026-09-02", hour=14)).sent == 3


@pytest.mark.django_db
def test_what_must_be_done_within_a_week_comes_by_itself_at_once():
    nothing_climbs()
    owner = gathering()
    three_contracts_of(owner)
    sweep(at("2026-09-26", hour=0))
    earlier = len(mail_to(owner))
    assert sweep(at("2026-09-29", hour=0)).sent == 3
    assert len(mail_to(owner)) == earlier + 3


@pytest.mark.django_db
def test_what_is_late_goes_out_at_once_and_together():
    owner = gathering()
    three_contracts_of(owner)
    assert sweep(at("2026-09-10")).sent == 3
    (message,) = mail_to(owner)
    assert "8 days late" in message.text


@pytest.mark.django_db
def test_the_next_in_the_chain_is_told_in_the_way_they_chose():
    owner, backup = gathering("ana", email=""), gathering("tom")
    three_contracts_of(owner, backup_owner=backup)
    sweep(NIGHT)
    assert sweep(MORNING).sent == 3
    assert len(mail_to(backup)) == 1


@pytest.mark.django_db
def test_waiting_for_the_morning_is_not_overdue_but_waiting_after_it_is():
    three_contracts_of(gathering())
    sweep(NIGHT)
    assert check_health(at("2026-09-02", hour=6), with_broker=False).overdue_mail == 0
    assert check_health(at("2026-09-02", hour=9), with_broker=False).overdue_mail == 3


@pytest.mark.django_db
def test_a_date_that_moves_in_the_night_is_left_out():
    owner = gathering()
    three_contracts_of(owner)
    sweep(NIGHT)
    row, next_year = Contract.unscoped.get(title="Lease 2"), dt.date(2026, 12, 1)
    terms = TermsDraft(
        term_type="fixed", start_date=next_year, initial_term_quantity=12, initial_term_unit="months"
    )
    change_contract(actor=SETTING_UP, contract=row, changes={"terms": terms}, on=NIGHT.date())
    assert sweep(MORNING).sent == 2
    (message,) = mail_to(owner)
    assert "Lease 2" not in message.text


@pytest.mark.django_db
def test_a_lost_answer_repeats_the_same_message_and_what_came_since_is_another(settings):
    owner = gathering()
    three_contracts_of(owner)
    sweep(NIGHT)
    with mail_server(settings) as sink:
        sink.lose_answers = 1
        sweep(MORNING)
        assert Delivery.objects.filter(is_possible_duplicate=True).count() == 3
        a_contract(now=MORNING, owner=owner, title="Recorded at eight")
        sweep(MORNING + 2 * MINUTES)
        sweep(MORNING + dt.timedelta(days=1))
    first, second, third = sink.taken
    assert first["Message-ID"] == second["Message-ID"] != third["Message-ID"]
    assert not Delivery.objects.exclude(state="sent").exists()


@pytest.mark.django_db
def test_an_address_that_bounces_hands_each_of_them_to_the_next(settings):
    owner, backup = gathering("ana"), a_person("tom")
    three_contracts_of(owner, backup_owner=backup)
    sweep(NIGHT)
    with mail_server(settings) as sink:
        sink.refuse_rcpt[owner.email] = "550 no such mailbox"
        sweep(MORNING)
        sweep(MORNING + MINUTES)
    assert [message["To"] for message in sink.taken] == [backup.email] * 3


@pytest.mark.django_db
@pytest.mark.parametrize("had_begun", [True, False], ids=["after it began", "before it began"])
def test_a_sender_that_died_is_made_up_for_by_the_whole_message(had_begun):
    owner = gathering()
    three_contracts_of(owner)
    sweep(NIGHT, is_sending=False)
    leased = claim_gathered(MORNING)
    assert len(leased) == 3
    if had_begun:
        assert outbox.begin(leased)
    assert sweep(MORNING).sent == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_delivery SET lease_until = clock_timestamp() - interval '1 second'")
    assert sweep(MORNING).sent == 3
    assert len(mail_to(owner)) == 1
    assert set(Delivery.objects.values_list("is_possible_duplicate", flat=True)) == {had_begun}


@pytest.mark.django_db
def test_a_message_of_which_a_part_has_another_holder_is_not_sent():
    three_contracts_of(gathering())
    sweep(NIGHT, is_sending=False)
    leased = claim_gathered(MORNING)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_delivery SET lease_key = 'another' WHERE id = %s", [leased[0].pk])
    assert not outbox.begin(leased)
    assert not Delivery.objects.filter(is_under_way=True).exists()


def _sweep_alone(_: int) -> int:
    try:
        return sweep(MORNING).sent
    finally:
        connection.close()


@pytest.mark.committed
def test_eight_sweeps_at_once_send_each_gathered_message_once(committed_db):
    owners = [gathering(f"owner{number}") for number in range(8)]
    for owner in owners:
        three_contracts_of(owner)
    sweep(NIGHT)
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(_sweep_alone, range(8)))
    sweep(MORNING)
    assert sum(sent) == 24
    assert [len(mail_to(owner)) for owner in owners] == [1] * 8
    assert not Delivery.objects.exclude(state="sent").exists()
