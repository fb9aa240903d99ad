"""Failed attempts are counted although the sign-in request is one transaction."""

from __future__ import annotations

from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from tests.support.people import PASSWORD, a_user


def test_the_lockout_holds_where_requests_really_commit(committed_db):
    a_user("ana")
    client = Client()

    def sign_in(password: str) -> int:
        return client.post(reverse("account_login"), {"login": "ana", "password": password}).status_code

    wrong = [sign_in("wrong") for _ in range(4)]
    counted = AccessAttempt.objects.get(username="ana").failures_since_start

    assert (wrong, counted) == ([200] * 4, 4)
    assert sign_in("wrong") == 429
    assert sign_in(PASSWORD) == 429
