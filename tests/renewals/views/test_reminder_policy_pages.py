"""Reminder policies under Settings."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.models import Job
from renewals.models import ReminderPolicy
from renewals.tasks import change_policy
from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
LIST = reverse("policies")
GIVEN = {
    "contract_type": "saas",
    "minimum_amount": "100000",
    "currency": "eur",
    "offsets": "180, 90, 30, 7",
    "lead_days": "3",
    "decision_days": "45",
    "acknowledge_days": "4",
    "pack_days": "150",
}


@pytest.fixture
def ana():
    return signed_in(a_user("ana", "procurement"))


def test_without_a_policy_the_page_says_what_counts(ana):
    page = ana.get(LIST).content.decode()
    assert "Every contract" in page
    assert "180, 120, 90, 60, 30, 14, 7, 3, 1, 0" in page


def test_a_policy_is_asked_for_made_by_a_worker_and_listed(ana):
    answer = ana.post(reverse("policy_create"), GIVEN)
    job = Job.objects.get()
    assert answer.url == reverse("job", args=[job.pk])
    drain_in_this_transaction(job)
    page = ana.get(LIST).content.decode()
    assert "SaaS subscription, from EUR 100000" in page
    assert "180, 90, 30, 7, 0" in page
    change = ana.get(reverse("policy_change", args=[ReminderPolicy.unscoped.get().pk])).content.decode()
    assert 'value="100000"' in change
    assert 'value="180, 90, 30, 7, 0"' in change
    assert "150 days" in page
    assert 'value="150"' in change


def drain_in_this_transaction(job: Job) -> None:
    """Do what a worker would do with the job, without its own transactions."""
    change_policy(job, lambda done, total, words: None)
    job.delete()


def test_what_is_wrong_stands_at_its_field_and_the_input_is_kept(ana):
    answer = ana.post(reverse("policy_create"), {**GIVEN, "offsets": "30, soon", "currency": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“soon” is no number of days." in page
    assert "State the currency of the value" in page
    assert 'value="30, soon"' in page
    assert not Job.objects.exists()


def test_removing_asks_why(ana):
    ana.post(reverse("policy_create"), GIVEN)
    drain_in_this_transaction(Job.objects.get())
    address = reverse("policy_remove", args=[ReminderPolicy.unscoped.get().pk])
    assert ana.post(address, {"reason": ""}).status_code == 422
    assert ana.post(address, {"reason": "Not needed."}).status_code == 302
    drain_in_this_transaction(Job.objects.get())
    assert not ReminderPolicy.unscoped.exists()


def test_who_only_reads_sees_the_policies_and_changes_none(ana):
    reader = signed_in(a_user("rita", "requester"))
    page = reader.get(LIST).content.decode()
    assert "Every contract" in page
    assert "Add a reminder policy" not in page
    assert reader.get(reverse("policy_create")).status_code == 403
