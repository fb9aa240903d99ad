"""Claims on pages: the list, one claim, its next steps with their forms, and what waits on Home."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from slas.actions.claims import detect_claims, lapse_claims
from slas.models import Claim
from slas.panels import claims_count, claims_waiting
from tests.support.contracts import a_contract
from tests.support.people import a_user
from tests.support.slas import SYSTEM, a_result, a_service, a_target, an_agreement, instant

pytestmark = pytest.mark.django_db

NOW = instant("2026-07-10T08:00:00")


@pytest.fixture
def claim(time_machine) -> Claim:
    time_machine.move_to(NOW)
    contract = a_contract()
    an_agreement(contract)
    a_result(a_target(a_service(contract)), dt.date(2026, 6, 1), dt.date(2026, 6, 30))
    detect_claims(actor=SYSTEM, now=NOW)
    return Claim.unscoped.get()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def admin(claim) -> Client:
    return signed_in(a_user("boss", "procurement"))


def page(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, address: str) -> str:
    """Return the page down to the end of the list, without the sums below it."""
    return page(client, address).partition('id="credits-pipeline"')[0]


def test_the_list_shows_amount_and_days_left(admin, claim):
    text = page(admin, "/claims/")

    assert "Jun 2026" in text
    assert "€\u00a01,000" in text
    assert "20 days left" in text


def test_the_list_shows_the_money_that_is_lost(admin, claim):
    assert listed(admin, "/claims/").count("€\u00a01,000") == 1
    lapse_claims(actor=SYSTEM, now=instant("2026-08-10T08:00:00"))

    assert listed(admin, "/claims/?status=lost").count("€\u00a01,000") == 2


def test_a_claim_shows_its_countdown_basis_and_steps(admin, claim):
    text = page(admin, f"/claims/{claim.pk}/")

    for words in ("Gather evidence", "20 days left", "30 days after Tue 30 Jun 2026", "Detected", "nothing"):
        assert words in text


def test_what_has_changed_since_the_submission_is_told(admin, claim):
    for verb in ("gather", "draft"):
        move(admin, claim, verb)
    proof = SimpleUploadedFile("receipt.txt", b"Received on 10 Jul 2026")
    move(admin, claim, "submit", on_date="2026-07-10", proof=proof)
    claim.refresh_from_db()
    assert claim.status == "submitted"
    terms = claim.bases.model.unscoped.get().version.terms
    a_result(terms, dt.date(2026, 6, 1), dt.date(2026, 6, 30), number=2, figure_numerator=72_000)

    text = page(admin, f"/claims/{claim.pk}/")

    assert "receipt.txt" in text
    assert "nothing</span>" not in text


def move(client: Client, claim: Claim, verb: str, **said) -> int:
    claim.refresh_from_db()
    sent = {"version": claim.row_version, **said}
    return client.post(f"/claims/{claim.pk}/{verb}/", sent).status_code


def test_a_step_asks_for_what_it_needs(admin, claim):
    move(admin, claim, "gather")
    move(admin, claim, "draft")

    assert move(admin, claim, "submit", on_date="2026-07-10") == 422
    claim.refresh_from_db()
    assert claim.status == "drafted"


def test_a_step_that_is_not_open_changes_nothing(admin, claim):
    assert "nothing was changed" in page(admin, f"/claims/{claim.pk}/credit/")


def test_a_stranger_finds_no_claim(claim):
    assert signed_in(a_user()).get(f"/claims/{claim.pk}/").status_code in (403, 404)


def test_a_claim_whose_window_closes_waits_on_home(claim):
    user = a_user("boss", "procurement")

    (item,) = claims_waiting(user, NOW.date(), 10)

    assert claims_count(user, NOW.date()) == 1
    assert item.due_date == dt.date(2026, 7, 30)
    assert item.consequence == "€\u00a01,000 is lost if it is not claimed; 20 days left"
    assert list(claims_waiting(user, dt.date(2026, 6, 1), 10)) == []
