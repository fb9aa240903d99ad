"""The page of a job: for whom, as page and as fragment, and the button that stops it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from core.models import Job
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def a_job(user, **fields) -> Job:
    return Job.objects.create(kind="test", requested_by=user, return_url="/imports/1/", **fields)


@pytest.fixture
def ana():
    return a_user("ana", "procurement")


def test_the_requester_sees_how_far_the_job_is(client, ana):
    job = a_job(ana, state="running", progress_done=1, progress_total=3, message="Reading row 1,000")
    client.force_login(ana)
    page = client.get(reverse("job", args=[job.pk]))
    assert page.status_code == 200
    assert "Reading row 1,000" in page.text
    assert 'value="33"' in page.text
    fragment = client.get(reverse("job", args=[job.pk]), **HTMX)
    assert "<html" not in fragment.text
    assert 'hx-trigger="every 1s"' in fragment.text


def test_what_is_fetched_each_second_leaves_the_button_alone_and_says_only_new_words(client, ana):
    job = a_job(ana, state="running", progress_done=1, progress_total=3, message="Reading row 1,000")
    client.force_login(ana)
    page = client.get(reverse("job", args=[job.pk])).text
    address = re.search(r'hx-get="([^"]+)"', page)[1]
    same = client.get(address, **HTMX).text
    assert 'value="33"' in same
    assert "Reading row" not in same
    assert "<button" not in same
    Job.objects.update(message="Reading row 2,000", progress_done=2)
    new = client.get(address, **HTMX).text
    assert '<p id="job-words" hx-swap-oob="innerHTML">Reading row 2,000</p>' in new
    assert "<button" not in new


def test_a_job_that_is_being_stopped_takes_the_button_away(client, ana):
    job = a_job(ana, state="running", is_cancel_requested=True)
    client.force_login(ana)
    assert 'id="job-cancel" hx-swap-oob="delete"' in client.get(reverse("job", args=[job.pk]), **HTMX).text
    assert reverse("job_cancel", args=[job.pk]) not in client.get(reverse("job", args=[job.pk])).text


def test_a_finished_job_with_no_page_to_return_to_is_shown_as_it_ended(client, ana):
    job = Job.objects.create(kind="test", requested_by=ana, state="failed", error="The disk is full.")
    client.force_login(ana)
    path = reverse("job", args=[job.pk])
    assert client.get(path, **HTMX)["HX-Redirect"] == path
    assert "Failed: The disk is full." in client.get(path).text


def test_a_finished_job_sends_the_page_to_its_result(client, ana):
    job = a_job(ana, state="done")
    client.force_login(ana)
    assert client.get(reverse("job", args=[job.pk]), **HTMX)["HX-Redirect"] == "/imports/1/"
    assert "every 1s" not in client.get(reverse("job", args=[job.pk])).text


def test_others_learn_nothing_and_administrators_of_everything_see_it(client, ana):
    job = a_job(ana)
    for user in (a_user("eva", "auditor"), a_user("ida", "administrator", department=a_department())):
        client.force_login(user)
        assert client.get(reverse("job", args=[job.pk])).status_code == 404
        assert client.post(reverse("job_cancel", args=[job.pk])).status_code == 404
    client.force_login(a_user("root", "administrator"))
    assert client.get(reverse("job", args=[job.pk])).status_code == 200


def test_cancelling_is_a_post_and_a_get_changes_nothing(client, ana):
    job = a_job(ana)
    client.force_login(ana)
    assert client.get(reverse("job_cancel", args=[job.pk])).status_code == 405
    job.refresh_from_db()
    assert job.state == "queued"
    assert client.post(reverse("job_cancel", args=[job.pk])).status_code == 302
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert "Cancelled" in client.get(reverse("job", args=[job.pk])).text
