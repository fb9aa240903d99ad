"""Large files of what happened: a worker takes them whole, or says what is wrong in which row."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags

from core.jobs import drain
from core.models import Job
from slas.models import Outage
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.slas import a_service

HEAD = "service,source,ref,start_utc,end_utc,summary\n"


def rows(count: int) -> list[str]:
    words = "x" * 400
    return [
        f"portal,monitor,R-{number},2026-03-01T10:00:00Z,2026-03-01T10:45:00Z,{words}\n"
        for number in range(count)
    ]


def text_of(response):
    return " ".join(strip_tags(response.content.decode()).split())


@pytest.fixture
def sent(committed_db):
    contract = a_contract()
    a_service(contract)
    client = signed_in(a_user("ada", "procurement"))

    def send(content: str):
        file = SimpleUploadedFile("outages.csv", content.encode(), "text/csv")
        page = client.post(f"/contracts/{contract.pk}/sla/outages/upload/", {"file": file})
        job = Job.objects.latest("pk")
        assert page.url == f"/jobs/{job.pk}/"
        drain()
        job.refresh_from_db()
        return client, job

    return send


def test_a_worker_takes_the_file_and_the_same_again_changes_nothing(sent):
    content = HEAD + "".join(rows(3_000))

    client, job = sent(content)

    assert (job.state, job.result) == ("done", {"new": 3_000, "changed": 0, "unchanged": 0})
    assert "outages.csv: 3,000 new, 0 changed, 0 unchanged." in text_of(client.get(job.return_url))
    _, again = sent(content)
    assert again.result == {"new": 0, "changed": 0, "unchanged": 3_000}
    other = signed_in(a_user("bea", "procurement"))
    assert other.get(job.return_url).status_code == 404


def test_one_bad_row_is_told_and_nothing_is_stored(sent):
    content = rows(3_000)
    content[2_000] = "portal,monitor,R-x,2026-03-01T10:00:00Z,2026-03-01T09:45:00Z,\n"

    client, job = sent(HEAD + "".join(content))

    assert (job.state, job.error) == ("failed", "1 row is wrong, and nothing was recorded.")
    page = client.get(job.return_url)
    assert [(one.row, one.column) for one in page.context["shown"].errors] == [(2_002, "end_utc")]
    assert "ends before it starts" in text_of(page)
    assert not Outage.unscoped.exists()
    file = page.context["shown"].file
    assert client.get(f"/files/{file.pk}/").status_code == 200
