"""A clock that is set back while climbs and snoozes wait: everybody is told once, and nobody twice."""

from __future__ import annotations

import datetime as dt

import pytest

from core.audit import Actor
from core.models import Delivery, Reminder
from core.reminders.reconciling import reconcile_all
from core.reminders.sweeping import sweep
from renewals.actions.responses import snooze_deadline
from tests.core.reminders.servers import BACKEND, Server
from tests.support.reminding import a_contract, a_department, a_person, a_role, at

pytestmark = pytest.mark.django_db
ACT_BY, UNTIL = dt.date(2026, 10, 2), dt.date(2026, 4, 15)
HOUR = dt.timedelta(hours=1)
#: What goes out from 6 to 21 April, whatever the clock does: kind, recipient and the day it was due.
EXPECTED = {
    ("renewals.act_by", "ana", dt.date(2026, 4, 5)),
    ("renewals.act_by", "ben", dt.date(2026, 4, 5)),
    ("renewals.climb_manager", "max", dt.date(2026, 4, 13)),
    ("renewals.climb_legal", "lea", dt.date(2026, 4, 20)),
    ("renewals.climb_legal", "pia", dt.date(2026, 4, 20)),
    ("renewals.snoozed", "ben", UNTIL),
}


@pytest.fixture
def snoozed(settings):
    """Let one contract wait for its climbs and another for the end of its snooze."""
    settings.EMAIL_BACKEND = BACKEND
    Server.mode = "up"
    Server.taken.clear()
    max_, lea, pia, department = a_person("max"), a_person("lea"), a_person("pia"), a_department()
    a_role(max_, "requester", department)
    a_role(lea, "legal")
    a_role(pia, "procurement")
    for name in ("ana", "ben"):
        owner = a_person(name, manager=max_)
        contract = a_contract(now=at("2026-01-10"), owner=owner, department=department)
    sweep(at("2026-04-06"))
    snooze_deadline(
        actor=Actor.person(pia), contract_id=contract.pk, act_by_date=ACT_BY, until=UNTIL,
        reason="Budget", now=at("2026-04-06", hour=13),
    )  # fmt: skip
    return contract


def sweep_and_prove(now: dt.datetime) -> None:
    """Sweep, and find nothing that differs and nothing left undone."""
    run = sweep(now)
    assert (run.differences, run.is_proven) == (0, True)


def expect_each_once() -> None:
    """Compare what was sent with what was due, and the server's count with one of each."""
    rows = Delivery.objects.filter(state="sent")
    sent = list(rows.values_list("reminder__kind", "recipient__username", "reminder__due_date"))
    assert sorted(sent) == sorted(EXPECTED)
    assert set(Server.taken.values()) == {1}
    assert Server.taken.total() == len(EXPECTED)
    assert not Delivery.objects.exclude(state="sent").exists()


@pytest.mark.parametrize("back", [2 * HOUR, 13 * HOUR, 24 * HOUR, 72 * HOUR], ids=str)
def test_a_clock_set_back_after_each_sweep_sends_everything_once(snoozed, back):
    for day in range(7, 22):
        now = at(dt.date(2026, 4, day))
        for moment in (now, now - back, now - back + HOUR):
            sweep_and_prove(moment)
    expect_each_once()
    assert reconcile_all(at("2026-04-21")).differences == 0


@pytest.mark.parametrize("back", [2 * HOUR, 24 * HOUR], ids=str)
def test_mail_that_waits_for_the_server_while_the_clock_is_set_back_goes_out_once(snoozed, back):
    for day in (13, 15, 20):
        now = at(dt.date(2026, 4, day))
        Server.mode = "down"
        sweep_and_prove(now)
        sweep_and_prove(now - back)
        Server.mode = "up"
        sweep_and_prove(now - back + HOUR)
        sweep_and_prove(now + HOUR)
    expect_each_once()


def test_an_answer_by_a_clock_that_was_a_day_ahead_still_stops_what_climbs(snoozed):
    sweep_and_prove(at("2026-04-07"))
    climbs = Reminder.objects.filter(subject_id=snoozed.pk, kind__startswith="renewals.climb")
    assert set(climbs.values_list("state", flat=True)) == {"withdrawn"}
    for day in ("2026-04-05", "2026-04-13", "2026-04-20"):
        sweep_and_prove(at(day))
    assert set(climbs.values_list("state", flat=True)) == {"withdrawn"}
