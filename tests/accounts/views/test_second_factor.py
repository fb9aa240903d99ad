"""The second factor: set up, asked for, kept encrypted, and forced on administrators."""

from __future__ import annotations

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from tests.support.people import PASSWORD, a_user

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def signed_in_by_password(username: str) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": username, "password": PASSWORD})
    return client


def test_an_authenticator_app_is_set_up_asked_for_and_its_secret_kept_encrypted():
    a_user("ana", "procurement")
    client = signed_in_by_password("ana")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    activated = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    again = signed_in_by_password("ana")

    assert activated.url == reverse("mfa_view_recovery_codes")
    assert client.get(activated.url).status_code == 200
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert TOTP(stored).validate_code(code_of(secret))
    assert again.get(reverse("vendor_list")).status_code == 302
    assert again.get(reverse("mfa_authenticate")).status_code == 200


def test_setting_up_a_second_factor_asks_for_the_password_again():
    a_user("ana", "procurement")

    response = signed_in_by_password("ana").get(reverse("mfa_activate_totp"))

    assert response.url.startswith(reverse("account_reauthenticate"))


def test_a_second_factor_can_be_set_up_after_the_password_was_reset():
    user = a_user("ana", "procurement")
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    Client().get(reverse("account_reset_password_from_key", args=key.split("-", 1)))
    client = signed_in_by_password("ana")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_wrong_code_does_not_open_the_door():
    user = a_user("ana", "procurement")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    client = signed_in_by_password("ana")

    response = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("role", "is_required", "status"),
    [("administrator", True, 302), ("administrator", False, 200), ("procurement", True, 200)],
    ids=["administrator", "turned off", "somebody else"],
)
def test_administrators_set_up_a_second_factor_before_anything_else(
    client, settings, role, is_required, status
):
    settings.REQUIRE_MFA = is_required
    client.force_login(a_user("ana", role), backend=BACKEND)

    response = client.get(reverse("vendor_list"))

    assert response.status_code == status
    if status == 302:
        assert response.url == reverse("mfa_activate_totp")
