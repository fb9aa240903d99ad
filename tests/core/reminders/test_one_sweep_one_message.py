"""What one sweep, a second one, and a late one send."""

from __future__ import annotations

import datetime as dt

import pytest

from core.models import Delivery, Reminder
from core.reminders.sweeping import sweep
from tests.support.reminding import a_contract, a_person, at, mail_to, nothing_climbs

pytestmark = pytest.mark.django_db
LADDER = (180, 120, 90, 60, 30, 14, 7, 6, 5, 4, 3, 2, 1, 0)


def test_one_sweep_writes_one_message_and_a_second_writes_none():
    owner = a_person("ana")
    a_contract(now=at("2026-01-10"), owner=owner)
    first = sweep(at("2026-09-02"))  # 30 days before the act-by
    second = sweep(at("2026-09-02", hour=13))
    assert (first.sent, second.sent) == (1, 0)
    assert len(mail_to(owner)) == 1
    assert first.is_proven
    assert second.is_proven


def test_every_rung_of_the_ladder_goes_out_once_on_its_day():
    nothing_climbs()
    owner = a_person("ana")
    a_contract(now=at("2026-01-10"), owner=owner)
    act_by = dt.date(2026, 10, 2)
    offsets = sorted({rung + near for rung in LADDER for near in (-1, 0, 1)}, reverse=True)
    sent = [day for days in offsets if sweep(at(day := act_by - dt.timedelta(days=days))).sent]
    assert [(act_by - day).days for day in sent] == list(LADDER)


def test_a_message_before_its_day_is_not_sent():
    a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    assert sweep(at("2026-04-04", hour=23)).sent == 0
    assert sweep(at("2026-04-05", hour=0)).sent == 1


def test_thirty_days_off_send_one_message_that_says_how_late_it_is():
    nothing_climbs()
    owner = a_person("ana")
    a_contract(now=at("2026-01-10"), owner=owner)
    sweep(at("2026-06-01"))
    run = sweep(at("2026-10-12"))
    (earlier, message) = mail_to(owner)
    assert "late" in earlier.text
    assert run.sent == 1
    assert "This message is 10 days late; it was due on Fri 2 Oct 2026." in message.text
    collapsed = Reminder.objects.filter(state=Reminder.State.COLLAPSED)
    assert all(row.reason for row in collapsed)
    assert sweep(at("2026-10-13")).sent == 0


def test_a_contract_entered_inside_its_ladder_sends_one_message_marked_late():
    owner = a_person("ana")
    a_contract(now=at("2026-08-25"), owner=owner)
    assert sweep(at("2026-08-25")).sent == 1
    delivery = Delivery.objects.get()
    assert delivery.late_days == 22
    assert "recorded after its day" in delivery.reason
    covered = Reminder.objects.filter(state="collapsed").order_by("offset_days")
    assert [row.offset_days for row in covered] == [90, 120, 180]


def test_a_contract_entered_after_its_last_day_sends_nothing_and_says_why():
    a_contract(now=at("2026-11-22"), owner=a_person("ana"))
    assert sweep(at("2026-11-22")).sent == 0
    reasons = set(Reminder.objects.filter(state="skipped").values_list("reason", flat=True))
    assert reasons == {"The last day for notice had passed when this was recorded."}
