"""A change of a reminder policy that a person asked for is made by a worker."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.audit import Actor
from core.jobs.running import drain
from core.models import Job, Reminder
from renewals.actions.policies import request_policy_change
from renewals.models import ReminderPolicy
from renewals.rules.policy_draft import PolicyDraft
from tests.support.people import a_user
from tests.support.reminding import a_contract, at

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("committed_db")]
START = at("2026-01-10")
DRAFT = PolicyDraft(
    contract_type="",
    minimum_amount=Decimal("1000.50"),
    currency="EUR",
    offsets="60, 7",
    lead_days=0,
    decision_days=30,
)


def test_a_worker_makes_the_change_that_a_person_asked_for():
    contract = a_contract(now=START)
    ana = a_user("ana", "procurement")
    actor = Actor.person(ana, reason="The board decided.")
    job = request_policy_change(actor=actor, draft=DRAFT, policy_id=None, return_url="/x/")
    drain()
    assert Job.objects.get(pk=job.pk).state == "done"
    policy = ReminderPolicy.unscoped.get()
    assert policy.minimum_amount == Decimal("1000.50")
    planned = Reminder.objects.filter(subject_id=contract.pk, state="planned")
    assert set(planned.values_list("offset_days", flat=True)) == {120, 60, 30, *range(8)}
    written = ReminderPolicy.history.get()
    assert (written.history_actor, written.history_change_reason) == (f"user:{ana.pk}", "The board decided.")
    drain()
    assert ReminderPolicy.history.count() == 1
