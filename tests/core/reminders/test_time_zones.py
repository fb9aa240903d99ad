"""A day begins in the contract's own zone: five zones, both nights on which clocks change."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from core.models import Delivery
from core.reminders.sweeping import sweep
from tests.support.reminding import a_contract, a_department, a_person, at

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
    a_contract(now=at("2026-01-10"), owner=a_person("ana"))
    assert sweep(at("2026-09-02")).sent == 1
    jumped = sweep(at("2026-09-02") + dt.timedelta(days=days))
    back = sweep(at("2026-09-02"))
    assert jumped.sent == (1 if days > 0 else 0)
    keys = list(Delivery.objects.values_list("reminder__period_key", "reminder__offset_days"))
    assert len(keys) == len(set(keys))
    assert back.sent == 0
