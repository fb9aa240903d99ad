"""Before data leave the product, who signed in long ago says again who they are; nothing chosen is lost."""

from __future__ import annotations

import datetime as dt
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from core.audit import Actor, acting
from core.files import store_made_file
from core.models import Job, LedgerEntry
from tests.support.contracts import a_contract
from tests.support.pages import give_password_at, signed_in
from tests.support.people import PASSWORD, a_user

pytestmark = pytest.mark.django_db
CONFIRM = reverse("account_reauthenticate")
CSV = "/contracts/?status=draft&sort=-title&columns=title&format=csv"
LATER = dt.timedelta(minutes=16)


@pytest.fixture
def ana():
    return a_user("ana", "procurement")


@pytest.fixture
def client(ana):
    """A browser in which Ana signed in 16 minutes ago."""
    client = signed_in(ana)
    give_password_at(client, ana, time.time() - LATER.total_seconds())
    return client


def confirmed(client, asked) -> str:
    """Give the password where ``asked`` leads, and return where that leads."""
    assert (asked.status_code, urlsplit(asked.url).path) == (302, CONFIRM)
    return client.post(asked.url, {"password": PASSWORD}).url


def offered(client, page: str) -> str:
    """Return the download that the page after a confirmation offers."""
    address = parse_qs(urlsplit(page).query)["to"][0]
    assert f'href="{address}"'.replace("&", "&amp;") in client.get(page).content.decode()
    return address


def lines_of(answer) -> list[str]:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


def test_a_csv_is_given_without_a_question_soon_after_signing_in(ana):
    client = Client()
    client.post(reverse("account_login"), {"login": "ana", "password": PASSWORD})
    assert lines_of(client.get(CSV)) == ["Title"]
    with time_machine.travel(dt.datetime.now(dt.UTC) + LATER):
        assert urlsplit(client.get(CSV).url).path == CONFIRM


def test_a_csv_that_was_asked_for_late_is_the_same_after_the_confirmation(client):
    a_contract(title="Hosting")
    asked = client.get(CSV)
    assert not LedgerEntry.objects.filter(kind="core.export.downloaded").exists()
    page = confirmed(client, asked)
    assert (
        f'href="{CSV.removesuffix("&format=csv")}"'.replace("&", "&amp;") in client.get(page).content.decode()
    )
    assert offered(client, page) == CSV
    assert lines_of(client.get(CSV)) == ["Title", "Hosting"]
    assert lines_of(client.get(CSV)) == ["Title", "Hosting"]


def test_the_wrong_password_gives_nothing(client):
    asked = client.get(CSV)
    assert client.post(asked.url, {"password": "wrong"}).status_code == 200
    assert client.get(CSV).status_code == 302


def test_picked_rows_are_still_picked_after_the_confirmation(client):
    one, _, three = (a_contract(title=title) for title in ("Alpha", "Beta", "Gamma"))
    path = f"{reverse('contract_selection_csv')}?columns=title&sort=-title"
    asked = client.post(path, {"ids": [one.pk, three.pk]})
    page = confirmed(client, asked)
    assert "/contracts/?columns=title&amp;sort=-title" in client.get(page).content.decode()
    assert lines_of(client.get(offered(client, page))) == ["Title", "Gamma", "Alpha"]
    assert f"picked={one.pk},{three.pk}" in LedgerEntry.objects.get(kind="core.export.downloaded").body


def test_nothing_picked_leads_to_the_list_and_says_so(ana):
    answer = signed_in(ana).get(reverse("contract_selection_csv"), follow=True)
    assert answer.redirect_chain[0] == (reverse("contract_list"), 302)
    assert "No contracts are picked." in answer.content.decode()


def test_a_report_is_asked_for_again_with_the_same_choices(client):
    chosen = {"as_of": "2026-11-30", "due_within_days": "90", "status_group": "all"}
    page = confirmed(client, client.post(reverse("portfolio_pdf"), chosen))
    assert not Job.objects.exists()
    assert urlsplit(page).path == reverse("portfolio")
    assert {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()} == chosen
    assert client.post(reverse("portfolio_pdf"), chosen).status_code == 302
    assert Job.objects.count() == 1


def test_the_file_of_a_report_is_given_after_the_confirmation(client, ana, settings, tmp_path):
    settings.FILE_STORE_DIR = tmp_path / "files"
    actor = Actor.person(ana)
    with acting(actor):
        file = store_made_file(
            actor=actor, name="portfolio.pdf", data=b"%PDF-1.7", media_type="application/pdf",
            kind="compliance.report", now=dt.datetime(2026, 11, 20, tzinfo=dt.UTC), subject=ana,
        )  # fmt: skip
    path = reverse("file_download", args=[file.pk])
    page = confirmed(client, client.get(path))
    assert offered(client, page) == path
    assert client.get(path).content == b"%PDF-1.7"


def test_who_has_a_second_factor_may_confirm_with_it(client, ana):
    with acting(Actor.system("test")):
        Authenticator.objects.create(user=ana, type="totp", data={"secret": "x"})
        ana.set_unusable_password()
        ana.save()
    give_password_at(client, ana, 0)
    asked = signed_in_again(client, ana).get(CSV)
    assert urlsplit(asked.url).path == reverse("mfa_reauthenticate")


def signed_in_again(client, user):
    """Return ``client`` with ``user`` signed in under the new password, long ago."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    give_password_at(client, user, 0)
    return client


def test_who_has_nothing_to_confirm_with_is_not_asked(client, ana):
    with acting(Actor.system("test")):
        ana.set_unusable_password()
        ana.save()
    assert signed_in_again(client, ana).get(CSV).status_code == 200


def test_who_may_not_export_is_refused_before_any_question():
    assert signed_in(a_user("kim", "requester")).get(CSV).status_code == 403


@pytest.mark.parametrize(
    "to", ["", "https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_page_after_a_confirmation_offers_only_addresses_of_ours(client, to):
    assert client.get(reverse("download_ready"), {"to": to}).url == "/"
    shown = client.get(reverse("download_ready"), {"to": CSV, "back": to})
    assert shown.context["back"] == "/"
