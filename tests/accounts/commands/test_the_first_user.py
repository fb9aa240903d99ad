"""``createsuperuser``, which an empty installation names as the way in."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from accounts.models import User


@pytest.mark.django_db
def test_the_first_user_is_an_administrator_whose_history_says_who_made_it(monkeypatch, client):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough password 9")
    call_command("createsuperuser", "--noinput", username="root", email="root@example.invalid")

    user = User.objects.get(username="root")
    client.force_login(user)
    assert user.is_staff
    assert user.can("users.manage")
    assert client.get("/settings/people/").status_code == 200
    assert User.history.get(id=user.pk).history_actor == "system:createsuperuser"
