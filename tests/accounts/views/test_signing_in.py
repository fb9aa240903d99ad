"""Signing in and out: what works, what is refused, and when the door is closed."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core import registry
from core.models import LedgerEntry
from tests.support.people import PASSWORD, a_user

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


def sign_in(client: Client, name: str, password: str = PASSWORD, address: str = "10.0.0.1"):
    data = {"login": name, "password": password}
    return client.post(reverse("account_login"), data, REMOTE_ADDR=address)


@pytest.mark.parametrize(
    "name", ["ana", "ANA", "ana@termkeeper.invalid"], ids=["user name", "capitals", "e-mail"]
)
def test_a_person_signs_in_by_name_or_address_and_the_ledger_says_so(client, name):
    user = a_user("ana")

    response = sign_in(client, name)

    assert response.status_code == 302
    assert response.url == "/"
    assert client.get(reverse("my_settings")).status_code == 200
    entry = LedgerEntry.objects.get(kind="accounts.user.signed_in")
    assert entry.subject_id == str(user.pk)


def test_a_wrong_password_is_refused_without_saying_which_of_the_two_is_wrong(client):
    a_user("ana")

    known, unknown = sign_in(client, "ana", "wrong"), sign_in(client, "nobody", "wrong")

    assert known.status_code == unknown.status_code == 200
    assert "_auth_user_id" not in client.session
    assert known.context["form"].errors == unknown.context["form"].errors


def test_a_deactivated_person_does_not_get_in(client):
    a_user("ana", is_active=False)

    sign_in(client, "ana")

    assert "_auth_user_id" not in client.session


def test_the_fifth_failure_closes_the_door_for_this_name_at_this_address_for_15_minutes(client):
    a_user("ana")
    with time_machine.travel(START, tick=False) as clock:
        answers = [
            sign_in(client, name, "wrong").status_code for name in ("ana", "ANA", "ana@termkeeper.invalid")
        ]
        answers += [sign_in(client, "ana", "wrong").status_code for _ in range(2)]
        closed = sign_in(client, "ana")
        clock.shift(dt.timedelta(minutes=14, seconds=59))
        still_closed = sign_in(client, "ana")
        clock.shift(dt.timedelta(seconds=2))
        opened = sign_in(client, "ana")

    assert answers == [200, 200, 200, 200, 429]
    assert closed.status_code == still_closed.status_code == 429
    assert "20 Nov 2026, 09:15" in closed.content.decode()
    assert closed["Retry-After"] == "900"
    assert opened.status_code == 302


def test_the_closed_door_is_open_at_another_address_and_for_other_people(client):
    a_user("ana")
    a_user("tom")
    for _ in range(5):
        sign_in(client, "ana", "wrong")

    assert sign_in(Client(), "ana", address="10.0.0.2").status_code == 302
    assert sign_in(Client(), "tom").status_code == 302
    assert LedgerEntry.objects.filter(kind="accounts.user.locked_out").exists()


def test_nobody_signs_up_on_their_own(client):
    assert client.get("/accounts/signup/").status_code == 404


def test_signing_out_needs_a_post(client):
    client.force_login(a_user("ana"), backend="allauth.account.auth_backends.AuthenticationBackend")

    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_the_admin_has_no_door_of_its_own(client):
    response = client.get("/admin/login/?next=/admin/")

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_page_sends_strangers_to_the_door_and_back(client):
    a_user("ana", "procurement")

    response = client.get(reverse("vendor_list"))
    assert response.url == f"{reverse('account_login')}?next=/vendors/"
    data = {"login": "ana", "password": PASSWORD, "next": "/vendors/"}
    assert client.post(reverse("account_login"), data).url == "/vendors/"


@pytest.mark.parametrize(("is_embedded", "is_shown"), [(True, True), (False, False)])
def test_demo_logins_are_shown_only_on_the_embedded_database(client, settings, is_embedded, is_shown):
    settings.IS_EMBEDDED = is_embedded
    login = next(iter(registry.demo_logins))
    a_user(login.key)

    html = client.get(reverse("account_login")).content.decode()

    assert (login.password in html) is is_shown
    assert [entry.key for entry in client.get(reverse("account_login")).context["demo_logins"]] == (
        [login.key] if is_shown else []
    )
