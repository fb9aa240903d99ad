"""A day begins in the contract's own zone: five zones, both nights on which clocks change."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from core.models import Delivery, Reminder
from core.reminders.sweeping import sweep
from tests.support.reminding import a_contract, a_department, a_person, at, mail_to, nothing_climbs

pytestmark = pytest.mark.django_db
ZONES = ("Pacific/Auckland", "Asia/Kolkata", "Europe/Berlin", "America/New_York", "Pacific/Pago_Pago")
MINUTE = dt.timedelta(minutes=1)
#: Days on which clocks change in one of the zones, and one on which none does.
DUE_DAYS = ("2026-03-08", "2026-03-29", "2026-04-05", "2026-09-27", "2026-10-25", "2026-11-01", "2026-06-15")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", DUE_DAYS)
def test_a_message_goes_out_with_the_first_sweep_of_its_day_and_not_before(zone, day):
    due = dt.date.fromisoformat(day)
    ends = due + dt.timedelta(days=30)
    terms = {"term_type": "fixed", "start_date": due, "end_date": ends}
    department = a_department(timezone=zone)
    a_contract(now=at("2026-01-10"), owner=a_person("ana"), department=department, terms=terms, notice=False)
    midnight = dt.datetime.combine(due, dt.time(), tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    assert sweep(midnight - MINUTE).sent == 0
    assert sweep(midnight).sent == 1
    assert [sweep(midnight + hours * 60 * MINUTE).sent for hours in (1, 2, 3, 25)] == [0, 0, 0, 0]
    assert Delivery.objects.get().late_days == 0


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_jumps_by_400_days_sends_nothing_twice(days):
    nothing_climbs()
    a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    assert sweep(at("2026-09-02")).sent == 1
    jumped = sweep(at("2026-09-02") + dt.timedelta(days=days))
    back = sweep(at("2026-09-02"))
    assert jumped.sent == (1 if days > 0 else 0)
    keys = list(Delivery.objects.values_list("reminder__period_key", "reminder__offset_days"))
    assert len(keys) == len(set(keys))
    assert back.sent == 0


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"], ids=["clocks go forward", "clocks go back"])
@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_jumps_in_the_night_of_a_change_misses_none_and_doubles_none(zone, night, days):
    due = dt.date.fromisoformat(night)
    owner, department = a_person("ana"), a_department(timezone=zone)
    ends = due + dt.timedelta(days=30)
    terms = {"term_type": "fixed", "start_date": dt.date(2025, 1, 1), "end_date": ends}
    a_contract(now=at("2026-01-10"), owner=owner, department=department, terms=terms, notice=False)
    midnight = dt.datetime.combine(due, dt.time(), tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    rungs = [
        (midnight.astimezone(ZoneInfo(zone)) + dt.timedelta(days=30 - left), left)
        for left in (30, 14, 7, 3, 1, 0)
    ]
    _sweep_at(midnight - MINUTE)
    assert _sweep_at(midnight) == 1
    jumped = _sweep_at(midnight + dt.timedelta(days=days))
    back = [_sweep_at(midnight + hours * 60 * MINUTE) for hours in (1, 2, 3, 4, 25)]
    later = [_sweep_at(day.astimezone(dt.UTC)) for day, left in rungs if left < 30]
    # Far in the future nothing more can be acted on: what had come due goes out as one late message.
    assert (jumped, sum(back), later) == ((1, 0, [0] * 5) if days > 0 else (0, 0, [1] * 5))
    keys = list(Delivery.objects.values_list("reminder__period_key", "reminder__offset_days"))
    assert len(keys) == len(set(keys)) == len(mail_to(owner))
    assert not Reminder.objects.filter(state="planned", due_date__lte=ends).exists()


def _sweep_at(moment: dt.datetime) -> int:
    """Sweep while the machine's clock stands at a moment; return how many messages were sent."""
    with time_machine.travel(moment, tick=False):
        return sweep().sent
