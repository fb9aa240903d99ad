"""A POST that is repeated with its key is answered again and not done again."""

from __future__ import annotations

import datetime as dt

import pytest

from core.models import IdempotentRequest
from tests.support.api import NOW, client_with_session, client_with_token, person
from vendors.models import Vendor

pytestmark = pytest.mark.django_db
URL = "/api/v1/vendors/"


def test_a_repeat_gets_the_first_answer_word_for_word():
    client = client_with_token(person("ann", "procurement"))
    first = client.post(URL, {"name": "Ost AG"}, HTTP_IDEMPOTENCY_KEY="a")
    again = client.post(URL, {"name": "Ost AG"}, HTTP_IDEMPOTENCY_KEY="a")
    assert (again.status_code, again.content) == (201, first.content)
    assert (again["ETag"], again["Location"]) == (first["ETag"], first["Location"])
    assert (again["Idempotency-Replayed"], "Idempotency-Replayed" in first) == ("true", False)
    assert Vendor.unscoped.count() == 1


def test_the_key_with_another_body_is_422():
    client = client_with_token(person("ann", "procurement"))
    client.post(URL, {"name": "Ost AG"}, HTTP_IDEMPOTENCY_KEY="a")
    other = client.post(URL, {"name": "West AG"}, HTTP_IDEMPOTENCY_KEY="a")
    assert other.status_code == 422
    assert other.json()["errors"][0]["code"] == "idempotency_mismatch"
    assert Vendor.unscoped.count() == 1


def test_a_refusal_is_not_kept_so_the_corrected_request_may_use_the_key():
    client = client_with_token(person("ann", "procurement"))
    assert client.post(URL, {"name": ""}, HTTP_IDEMPOTENCY_KEY="a").status_code == 400
    assert client.post(URL, {"name": "X", "lei": "1"}, HTTP_IDEMPOTENCY_KEY="a").status_code == 422
    assert not IdempotentRequest.objects.exists()
    assert client.post(URL, {"name": "Ost AG"}, HTTP_IDEMPOTENCY_KEY="a").status_code == 201


def test_a_key_belongs_to_its_caller():
    ann = person("ann", "procurement")
    for client, name in (
        (client_with_token(ann), "A"),
        (client_with_token(ann), "B"),
        (client_with_session(ann), "C"),
    ):
        assert client.post(URL, {"name": name}, HTTP_IDEMPOTENCY_KEY="a").status_code == 201
    assert Vendor.unscoped.count() == 3


@pytest.mark.parametrize("key", ["x" * 201, "späť", "\t"])
def test_a_key_that_is_no_plain_text_is_400(key):
    client = client_with_token(person("ann", "procurement"))
    response = client.post(URL, {"name": "Ost AG"}, HTTP_IDEMPOTENCY_KEY=key)
    assert response.status_code == 400
    assert not Vendor.unscoped.exists()


def test_answers_older_than_a_week_are_dropped():
    ann = person("ann", "procurement")
    old = NOW - dt.timedelta(days=400)
    IdempotentRequest.objects.create(
        caller=f"user:{ann.pk}", key="old", request_hash="", status=201, created_at=old
    )
    client_with_session(ann).post(URL, {"name": "Ost AG"}, HTTP_IDEMPOTENCY_KEY="new")
    assert list(IdempotentRequest.objects.values_list("key", flat=True)) == ["new"]
