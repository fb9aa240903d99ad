"""The first password of a person where no mail leaves the machine."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.support.pages import signed_in
from tests.support.people import PASSWORD, a_user

pytestmark = pytest.mark.django_db
NEW = {
    "username": "new",
    "full_name": "Nora New",
    "email": "new@termkeeper.invalid",
    "timezone": "UTC",
    "language": "en",
}


@pytest.mark.parametrize(
    ("backend", "said"),
    [
        (
            "core.mail.mailbox.MailboxBackend",
            "set their first password there with “manage.py changepassword new”",
        ),
        ("django.core.mail.backends.smtp.EmailBackend", "They set a password by “Forgot the password”"),
    ],
)
def test_who_adds_a_person_is_told_how_they_get_a_password(settings, backend, said):
    settings.EMAIL_BACKEND = backend
    client = signed_in(a_user("root", "administrator"))
    answer = client.post(reverse("person_create"), NEW, follow=True)
    assert said in answer.content.decode()


def test_the_command_that_is_named_sets_the_password(monkeypatch):
    user = a_user("new")
    monkeypatch.setattr("getpass.getpass", lambda *_, **__: f"{PASSWORD} other")
    call_command("changepassword", "new")
    user.refresh_from_db()
    assert user.check_password(f"{PASSWORD} other")
