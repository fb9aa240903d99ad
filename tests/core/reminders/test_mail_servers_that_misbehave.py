"""Real SMTP: refusals, lost answers, and a server that is away for three days."""

from __future__ import annotations

import datetime as dt

import pytest

from core.models import Delivery, Reminder
from core.reminders.health import check_health
from core.reminders.sweeping import sweep
from tests.support.reminding import a_contract, a_person, at
from tests.support.smtp_sink import free_port, mail_server, point_at

pytestmark = pytest.mark.django_db
START, DUE = at("2026-01-10"), at("2026-09-02")
MINUTES = dt.timedelta(minutes=1)


def test_a_message_taken_by_the_server_is_sent_once(settings):
    a_contract(now=START, owner=a_person("ana"))
    with mail_server(settings) as sink:
        sweep(DUE)
        sweep(DUE + 30 * MINUTES)
    assert len(sink.taken) == 1
    assert sink.taken[0]["Auto-Submitted"] == "auto-generated"


def test_a_lost_answer_is_sent_again_with_the_same_message_id_and_flagged(settings):
    a_contract(now=START, owner=a_person("ana"))
    with mail_server(settings) as sink:
        sink.lose_answers = 1
        sweep(DUE)
        assert Delivery.objects.get().is_possible_duplicate
        sweep(DUE + 2 * MINUTES)
    assert len(sink.taken) == 2
    assert len(set(sink.message_ids)) == 1
    assert Delivery.objects.get().state == "sent"


def test_a_lost_answer_does_not_hold_up_the_other_messages(settings):
    for name in ("ana", "bea", "cy"):
        a_contract(now=START, owner=a_person(name))
    with mail_server(settings) as sink:
        sink.lose_answers = 1
        assert sweep(DUE).sent == 2
    assert len(sink.taken) == 3


def test_a_temporary_refusal_is_tried_again_with_a_delay(settings):
    a_contract(now=START, owner=a_person("ana"))
    with mail_server(settings) as sink:
        sink.refuse_data = ["451 greylisted, come back later"]
        sweep(DUE)
        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.next_attempt_at) == ("pending", DUE + MINUTES)
        assert "451" in delivery.last_error
        assert not delivery.is_possible_duplicate
        sweep(DUE + MINUTES)
    assert Delivery.objects.get().state == "sent"


def test_an_address_that_bounces_is_given_up_and_the_next_in_the_chain_gets_it(settings):
    owner, backup = a_person("ana"), a_person("tom")
    a_contract(now=START, owner=owner, backup_owner=backup)
    with mail_server(settings) as sink:
        sink.refuse_rcpt[owner.email] = "550 no such mailbox"
        sweep(DUE)
        sweep(DUE + MINUTES)
    assert [message["To"] for message in sink.taken] == [backup.email]
    owner.refresh_from_db()
    assert owner.has_bounced
    assert owner.history.first().history_actor == "system:sweep"


def test_when_every_address_bounces_the_reminder_is_unroutable(settings):
    owner = a_person("ana")
    a_contract(now=START, owner=owner)
    with mail_server(settings) as sink:
        sink.refuse_rcpt[owner.email] = "550 no such mailbox"
        sweep(DUE)
        sweep(DUE + MINUTES)
    assert Reminder.objects.get(state="unroutable").reason.count("Ana")


def test_a_bounced_reminder_goes_out_once_the_address_is_corrected(settings):
    owner = a_person("ana")
    a_contract(now=START, owner=owner)
    with mail_server(settings) as sink:
        sink.refuse_rcpt[owner.email] = "550 no such mailbox"
        sweep(DUE)
        _correct(owner)
        sweep(DUE + 20 * MINUTES)
        sweep(DUE + 21 * MINUTES)
    assert [message["To"] for message in sink.taken] == ["right@example.invalid"]


def _correct(owner):
    from core.audit import acting
    from tests.support.reminding import SETTING_UP

    with acting(SETTING_UP):
        type(owner).objects.filter(pk=owner.pk).update(email="right@example.invalid", has_bounced=False)


def test_a_temporary_refusal_past_the_deadline_goes_to_the_next_in_the_chain(settings):
    owner, backup = a_person("ana"), a_person("tom")
    a_contract(now=START, owner=owner, backup_owner=backup)
    with mail_server(settings) as sink:
        sink.refuse_rcpt[owner.email] = "452 mailbox full"
        sweep(at("2026-10-02"))
        sweep(at("2026-10-02", hour=20))
        sweep(at("2026-10-03", hour=20))
        sweep(at("2026-10-03", hour=21))
    assert [message["To"] for message in sink.taken] == [backup.email]


def test_a_server_that_is_away_for_three_days_loses_nothing(settings):
    for number in range(12):
        a_contract(now=START, owner=a_person(f"owner{number}"))
    point_at(settings, free_port())
    moment = DUE
    while moment < DUE + dt.timedelta(hours=72):
        assert sweep(moment).sent == 0
        moment += dt.timedelta(hours=6)
    assert not check_health(moment, with_broker=False).is_healthy
    with mail_server(settings) as sink:
        assert sweep(moment).sent == 12
    assert len(set(sink.message_ids)) == len(sink.taken) == 12
    assert set(Delivery.objects.values_list("late_days", flat=True)) == {3}
    assert not Delivery.objects.filter(is_possible_duplicate=True).exists()
