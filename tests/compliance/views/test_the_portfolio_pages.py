"""The report as a page: what it shows to whom, and what it says to wrong choices."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.models import Job
from tests.support.api import contract, department, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    user = person("reader", "procurement", where=department())
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


def test_the_page_shows_the_contracts_the_reader_may_see(client, reader):
    contract(title="Hosting <script>")
    contract(title="Secret", is_confidential=True, owner_id=person("keeper").pk)
    page = client.get(reverse("portfolio")).content.decode()
    assert "Hosting &lt;script&gt;" in page
    assert "Secret" not in page
    assert "SHA-256 of the content" in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("as_of", "30/11/2026", "not a date"),
        ("as_of", "9999-12-31", "not between 1900 and 2999"),
        ("as_of", "1899-12-31", "not between 1900 and 2999"),
        ("due_within_days", "-1", "0"),
        ("due_within_days", "3661", "3660"),
        ("type", "x", "x"),
        ("from", "-5", ""),
        ("from", "²", ""),
        ("from", "٣", ""),
        ("from", "9" * 5000, ""),
        ("from", "1\0", ""),
    ],
)
def test_wrong_choices_are_named_and_nothing_breaks(client, reader, field: str, value: str, said: str):
    answer = client.get(reverse("portfolio"), {field: value})
    assert answer.status_code == (200 if field == "from" else 422)
    assert said in answer.content.decode()


def test_the_last_day_that_can_be_asked_for_has_a_report(client, reader):
    contract()
    answer = client.get(reverse("portfolio"), {"as_of": "2999-12-31", "due_within_days": "3660"})
    assert answer.status_code == 200


def test_nothing_is_made_by_looking(client, reader):
    client.get(reverse("portfolio"))
    assert client.get(reverse("portfolio_pdf")).status_code == 405
    assert not Job.objects.exists()
