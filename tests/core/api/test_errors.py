"""Every refusal and failure of the API has one shape, the right status and words that help."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import Http404
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.test import APIClient

from core.api.errors import exception_handler
from core.errors import NotAllowed, StaleObject, UserError
from tests.support.api import client_with_session, client_with_token, contract, person
from vendors.models import Vendor

CONTRACTS = "/api/v1/contracts/"


def answer(error: Exception) -> Any:
    response = exception_handler(error, {"request": None, "view": None})
    assert response is not None
    return response


@pytest.mark.parametrize(
    ("error", "status", "kind", "code"),
    [
        (UserError("No."), 409, "client_error", "refused"),
        (UserError("No.", fields={"a.b": ["Wrong."]}), 422, "validation_error", "refused"),
        (NotAllowed("No."), 403, "client_error", "not_allowed"),
        (StaleObject("Old."), 412, "client_error", "stale"),
        (Http404(), 404, "client_error", "not_found"),
        (Vendor.DoesNotExist(), 404, "client_error", "not_found"),
        (PermissionDenied(), 403, "client_error", "permission_denied"),
        (SuspiciousOperation("x"), 400, "client_error", "parse_error"),
        (RequestDataTooBig("x"), 413, "client_error", "too_large"),
        (IntegrityError("x"), 409, "client_error", "conflict"),
        (OperationalError("server closed the connection"), 503, "server_error", "unavailable"),
        (APIException("x"), 500, "server_error", "error"),
        (ValidationError({"a": [{"b": ["Wrong."]}]}), 400, "validation_error", "invalid"),
    ],
)
def test_each_kind_of_error_has_its_status_and_the_one_shape(error, status, kind, code):
    response = answer(error)
    assert (response.status_code, response.data["type"]) == (status, kind)
    assert [set(item) for item in response.data["errors"]] == [{"code", "detail", "attr"}]
    assert response.data["errors"][0]["code"] == code


def test_an_error_about_fields_names_each_of_them():
    response = answer(
        UserError("Two things.", fields={"title": ["Missing."], "terms.end_date": ["Early.", "Odd."]})
    )
    found = [(item["attr"], item["detail"]) for item in response.data["errors"]]
    assert found == [("title", "Missing."), ("terms.end_date", "Early."), ("terms.end_date", "Odd.")]


def test_a_failure_of_ours_tells_nothing_about_itself():
    response = answer(RuntimeError("password=hunter2"))
    assert response.status_code == 500
    assert "hunter2" not in str(response.data)


def test_a_database_that_is_away_is_503_and_says_when_to_come_back(monkeypatch):
    def refuse(*args: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("accounts.api.authentication.find_token", refuse)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Bearer tk_x")
    response = client.get(CONTRACTS)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response.json()["errors"][0]["code"] == "unavailable"


@pytest.mark.django_db
def test_without_a_sign_in_everything_is_401():
    for path in (CONTRACTS, f"{CONTRACTS}1/", "/api/v1/schema/", "/api/v1/no/such/thing/"):
        response = APIClient().get(path)
        assert response.status_code == 401, path
        assert response.json()["errors"][0]["code"] == "not_authenticated"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_an_address_that_does_not_exist_is_404_in_the_same_shape(method):
    response = getattr(client_with_token(person("ann", "procurement")), method)("/api/v1/no/such/thing/")
    assert response.status_code == 404
    assert response.json()["type"] == "client_error"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "delete", "options"])
def test_a_method_that_a_resource_lacks_is_405_naming_those_it_has(method):
    found = contract()
    response = getattr(client_with_token(person("ann", "procurement")), method)(f"{CONTRACTS}{found.pk}/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, PATCH, HEAD"


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b'"\\ud800"'])
def test_a_body_that_is_no_json_is_400(body):
    client = client_with_token(person("ann", "procurement"))
    response = client.post(CONTRACTS, body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["errors"]


@pytest.mark.django_db
def test_another_content_type_is_415():
    client = client_with_token(person("ann", "procurement"))
    assert client.post(CONTRACTS, "<a/>", content_type="application/xml").status_code == 415


@pytest.mark.django_db
def test_a_write_by_session_needs_the_csrf_token():
    ann = person("ann", "procurement")
    client = client_with_session(ann, enforce_csrf_checks=True)
    assert client.get(CONTRACTS).status_code == 200
    response = client.post(CONTRACTS, {"title": "x"})
    assert response.status_code == 403
    assert "CSRF" in response.json()["errors"][0]["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "attr"),
    [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=ten", "limit"),
        ("limit=%C2%B2", "limit"),
        ("count=maybe", "count"),
        ("ordering=password", "ordering"),
        ("cursor=abc", "cursor"),
        ("stauts=active", "stauts"),
        ("status=gone", "status"),
        ("vendor=1.5", "vendor"),
        ("vendor=99999999999999999999", "vendor"),
        ("end_from=2026-02-30", "end_from"),
        ("value_from=NaN", "value_from"),
        ("number=%00", "number"),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_400_naming_it(query, attr):
    response = client_with_token(person("ann", "procurement")).get(f"{CONTRACTS}?{query}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["attr"] == attr


@pytest.mark.django_db
def test_answers_may_be_kept_only_privately_and_are_not_compressed():
    response = client_with_token(person("ann", "procurement")).get(CONTRACTS, HTTP_ACCEPT_ENCODING="gzip")
    assert response["Cache-Control"] == "private, no-cache"
    assert "Content-Encoding" not in response
