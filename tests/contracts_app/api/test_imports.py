"""A register is imported over the API: upload, check by a worker, confirm, done."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts_app.models import Contract, ImportRun
from core.jobs.running import drain
from tests.support.api import client_with_session, client_with_token, contract, person

URL = "/api/v1/imports/"
MAPPING = """
[columns]
external_id = "Id"
title = "Name"
vendor = "Supplier"
"""
GOOD = b"Id,Name,Supplier\n1,Hosting,Nord GmbH\n2,Support,Ost AG\n"
BAD = b"Id,Name,Supplier\n1,Hosting,Nord GmbH\n2,,Ost AG\n"


def upload(client: Any, content: bytes = GOOD, **changes: Any) -> Any:
    file = SimpleUploadedFile("register.csv", content, content_type="text/csv")
    body = {"source": "ERP", "file": file, "mapping": MAPPING} | changes
    return client.post(URL, body, format="multipart")


@pytest.mark.committed
def test_a_register_is_uploaded_checked_confirmed_and_imported(committed_db):
    client = client_with_token(person("ann", "procurement"))
    contract(title="There before")
    made = upload(client)
    assert (made.status_code, made.json()["state"]) == (201, "checking")
    drain()
    checked = client.get(made["Location"]).json()
    assert (checked["state"], checked["row_count"], checked["created_count"]) == ("checked", 2, 2)
    assert Contract.unscoped.count() == 1
    confirmed = client.post(f"{made['Location']}confirm/", {})
    assert confirmed.json()["state"] == "running"
    drain()
    done = client.get(made["Location"]).json()
    assert (done["state"], done["created_count"], done["failed_count"]) == ("done", 2, 0)
    assert set(Contract.unscoped.filter(source="ERP").values_list("title", flat=True)) == {
        "Hosting",
        "Support",
    }


@pytest.mark.committed
def test_bad_rows_are_named_and_refuse_the_import_unless_they_are_to_be_skipped(committed_db):
    client = client_with_token(person("ann", "procurement"))
    path = upload(client, BAD)["Location"]
    drain()
    (error,) = client.get(path).json()["errors"]
    assert (error["row"], error["column"]) == (3, "Name")
    assert client.post(f"{path}confirm/", {}).status_code == 409
    assert client.post(f"{path}confirm/", {"skip_bad_rows": True}).status_code == 200
    drain()
    assert client.get(path).json()["state"] == "done"
    assert Contract.unscoped.filter(source="ERP").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "statuses"),
    [
        ({"mapping": "[columns"}, {409, 422}),
        ({"mapping": "[columns]\nexternal_id = 'Nr'\ntitle = 'Name'\nvendor = 'Supplier'"}, {409, 422}),
        ({"source": ""}, {400}),
        ({"file": "no file"}, {400}),
        ({"content": b"\x00\x01\x02"}, {409, 422}),
    ],
)
def test_an_upload_that_cannot_be_read_stores_nothing(changes, statuses):
    client = client_with_token(person("ann", "procurement"))
    response = upload(client, **changes)
    assert response.status_code in statuses
    assert response.json()["errors"][0]["detail"]
    assert not ImportRun.unscoped.exists()


@pytest.mark.django_db
def test_an_import_is_seen_by_who_made_it_and_by_who_imports_everywhere():
    from tests.support.api import department

    mine = upload(client_with_token(person("ivan", "procurement", where=department())))["Location"]
    assert client_with_token(person("petra", "procurement")).get(mine).status_code == 200
    other = client_with_token(person("hanna", "procurement", where=department("HR")))
    assert other.get(mine).status_code == 404
    assert other.get(URL).json()["results"] == []
    assert client_with_session(person("rita", "requester")).get(URL).status_code == 403


@pytest.mark.django_db
def test_an_upload_repeated_with_its_key_is_one_import():
    client = client_with_token(person("ann", "procurement"))
    client.credentials(**client._credentials, HTTP_IDEMPOTENCY_KEY="once")
    first, second = upload(client), upload(client)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert ImportRun.unscoped.count() == 1
    assert upload(client, BAD).status_code == 422
