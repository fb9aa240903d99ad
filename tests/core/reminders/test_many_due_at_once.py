"""Thirty days off with much due: the first sweep afterwards sends all of it, each once."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
import time_machine

from core.mail import mailbox
from core.models import Reminder
from core.reminders.sweeping import sweep
from tests.support.reminding import a_contract, a_department, a_person, a_vendor, at

pytestmark = pytest.mark.django_db
START = at("2026-01-10")
BACK = at("2026-05-31")


@pytest.mark.parametrize("many", [40, pytest.param(1_000, marks=pytest.mark.slow)])
def test_all_that_came_due_in_thirty_days_is_sent_once_on_the_first_sweep(many: int):
    owners = [a_person() for _ in range(20)]
    department, vendor = a_department(), a_vendor()
    for number in range(many):
        due = dt.date(2026, 5, 2) + dt.timedelta(days=number % 30)
        ends = due + dt.timedelta(days=30)
        terms = {"term_type": "fixed", "start_date": dt.date(2025, 1, 1), "end_date": ends}
        a_contract(
            now=START,
            owner=owners[number % 20],
            department=department,
            vendor_id=vendor.pk,
            terms=terms,
            notice=False,
        )
    with time_machine.travel(BACK - dt.timedelta(days=30), tick=False):
        sweep()
    before = set(mailbox.message_names())
    with time_machine.travel(BACK, tick=False):
        first, second = sweep(), sweep()
    assert (first.sent, second.sent) == (many, 0)
    assert first.is_proven
    sent = [mailbox.open_message(name).headers for name in set(mailbox.message_names()) - before]
    assert Counter(dict(headers)["Message-ID"] for headers in sent).most_common(1)[0][1] == 1
    assert len(sent) == many
    assert not Reminder.objects.filter(state="planned", due_date__lte=BACK.date()).exists()
