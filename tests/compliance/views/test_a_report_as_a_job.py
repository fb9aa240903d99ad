"""The report as a job, and as a file that only its reader may have."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.urls import reverse

from core import clock
from core.jobs import drain
from core.models import Job, StoredFile
from tests.support.api import contract, department, person
from tests.support.needs import needs_pango
from tests.support.pages import give_password_at


@pytest.fixture
def reader(committed_db, client):
    needs_pango()
    user = person("reader", "procurement", where=department())
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    give_password_at(client, user, time.time())
    return user


def test_the_pdf_is_made_by_a_worker_listed_and_given_to_its_reader_alone(client, reader):
    contract()
    chosen = {"as_of": clock.today().isoformat(), "due_within_days": "90", "status_group": "all"}
    answer = client.post(reverse("portfolio_pdf"), chosen)
    job = Job.objects.get()
    assert answer.url == reverse("job", args=[job.pk])
    drain()
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    file = StoredFile.objects.for_system("test").get()
    listed = client.get(reverse("reports")).content.decode()
    assert file.name in listed
    got = client.get(reverse("file_download", args=[file.pk]))
    assert b"".join(got.streaming_content if got.streaming else [got.content]).startswith(b"%PDF-")
    assert "attachment" in got["Content-Disposition"]
    other = person("other", "procurement", "administrator")
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("file_download", args=[file.pk])).status_code == 404


def test_a_job_that_runs_twice_keeps_one_file(client, reader):
    contract()
    chosen = {"as_of": dt.date(2026, 11, 30).isoformat(), "due_within_days": "90", "status_group": "all"}
    client.post(reverse("portfolio_pdf"), chosen)
    drain()
    Job.objects.update(state="queued")
    drain()
    assert StoredFile.objects.for_system("test").count() == 1
