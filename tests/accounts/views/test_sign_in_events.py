"""What the ledger keeps of signing in and out, and what it does not keep."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken
from core.audit import Actor, acting
from core.ledger import actor_names
from core.models import LedgerEntry
from tests.support.people import PASSWORD, a_user

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)


def kinds() -> list[str]:
    events = LedgerEntry.objects.filter(history_id=None).order_by("id")
    return [kind for kind in events.values_list("kind", flat=True) if kind.startswith("accounts.")]


def test_signing_in_and_out_are_entered_in_order(client: Client) -> None:
    a_user("ana")
    client.post(reverse("account_login"), {"login": "ana", "password": PASSWORD})
    client.post(reverse("account_logout"))
    assert kinds() == ["accounts.user.signed_in", "accounts.user.signed_out"]


@pytest.mark.parametrize("name", ["ana", "Ana@termkeeper.invalid"])
def test_a_failed_sign_in_is_entered_under_the_person_it_was_tried_for(client: Client, name: str) -> None:
    user = a_user("ana")
    client.post(reverse("account_login"), {"login": name, "password": "wrong"})
    failed = LedgerEntry.objects.filter(kind="accounts.sign-in.failed")
    assert set(failed.values_list("subject_id", flat=True)) == {str(user.pk)}


def test_a_name_that_is_nobodys_is_not_kept_because_it_may_be_a_password(client: Client) -> None:
    client.post(reverse("account_login"), {"login": "hunter2-hunter2", "password": "x"})
    assert "accounts.sign-in.failed" in kinds()
    assert not any("hunter2" in body for body in LedgerEntry.objects.values_list("body", flat=True))


def test_no_password_reaches_the_ledger(client: Client) -> None:
    a_user("ana")
    client.post(reverse("account_login"), {"login": "ana", "password": PASSWORD})
    client.post(reverse("account_login"), {"login": "ana", "password": "wrong-but-secret"})
    bodies = list(LedgerEntry.objects.values_list("body", flat=True))
    assert not any(PASSWORD in body or "wrong-but-secret" in body for body in bodies)


def test_a_change_by_a_token_is_told_under_the_name_of_its_owner() -> None:
    owner = a_user("ana")
    with acting(Actor.system("test")):
        token = ApiToken.unscoped.create(
            owner=owner,
            label="ERP",
            prefix="tk_ab12",
            secret_hash="x",
            scopes=[],
            created_at=NOON,
            expires_at=NOON,
        )
    names = actor_names([f"token:{token.pk}", "token:0", "token:x"])
    assert names[f"token:{token.pk}"] == f"{owner} (API token tk_ab12… (ERP))"
    assert names["token:0"] == "API token 0"
