"""The pages on which people make and revoke their own tokens."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import ApiToken
from tests.support.api import PASSWORD, client_with_session, client_with_token, person

pytestmark = pytest.mark.django_db


def just_confirmed(client: Any) -> Any:
    """Give the password again on the page that asks for it."""
    asked = client.get("/settings/tokens/new/")
    confirmed = client.post(asked["Location"], {"password": PASSWORD}, format="multipart")
    assert confirmed["Location"] == "/settings/tokens/new/"
    return client


def form(**changes: Any) -> dict[str, Any]:
    return {"label": "ERP", "scopes": ["contracts:read"], "days": "30"} | changes


def test_the_secret_is_shown_once_and_works():
    client = just_confirmed(client_with_session(person("ann", "procurement")))
    page = client.post("/settings/tokens/new/", form(), format="multipart")
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    secret = re.search(r'value="(tk_\w+)"', page.content.decode())[1]
    assert secret not in client.get("/settings/tokens/").content.decode()
    program = APIClient()
    program.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert program.get("/api/v1/contracts/").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_making_a_token_asks_for_the_password_again(method):
    client = client_with_session(person("ann", "procurement"))
    response = getattr(client, method)("/settings/tokens/new/", form() if method == "post" else None)
    assert response.status_code == 302
    assert not ApiToken.unscoped.exists()


def test_only_scopes_that_the_persons_roles_cover_are_offered():
    client = just_confirmed(client_with_session(person("rita", "requester")))
    page = client.get("/settings/tokens/new/").content.decode()
    assert "contracts:read" in page
    assert "contracts:write" not in page
    refused = client.post("/settings/tokens/new/", form(scopes=["contracts:write"]), format="multipart")
    assert refused.status_code == 422
    assert not ApiToken.unscoped.exists()


@pytest.mark.parametrize("days", ["0", "366", "x", ""])
def test_a_lifetime_outside_a_year_is_refused_at_its_field(days):
    client = just_confirmed(client_with_session(person("ann", "procurement")))
    page = client.post("/settings/tokens/new/", form(days=days), format="multipart")
    assert page.status_code == 422
    assert "id_days_error" in page.content.decode()


def test_revoking_ends_a_token_at_once():
    ann = person("ann", "procurement")
    program = client_with_token(ann)
    token = ApiToken.unscoped.get()
    page = client_with_session(ann).post(f"/settings/tokens/{token.pk}/revoke/", follow=True)
    assert "Revoked" in page.content.decode()
    assert program.get("/api/v1/contracts/").status_code == 401


def test_nobody_revokes_or_sees_the_token_of_somebody_else():
    client_with_token(person("ann", "procurement"))
    token = ApiToken.unscoped.get()
    other = client_with_session(person("bob", "procurement"))
    assert other.post(f"/settings/tokens/{token.pk}/revoke/").status_code == 404
    assert token.prefix not in other.get("/settings/tokens/").content.decode()


def test_the_empty_list_says_what_to_do_next():
    page = client_with_session(person("ann", "procurement")).get("/settings/tokens/").content.decode()
    assert "Make a token" in page
