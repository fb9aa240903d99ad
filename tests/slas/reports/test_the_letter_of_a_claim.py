"""The letter of a claim: made by a worker, with every outage and the computation, and kept with the claim."""

from __future__ import annotations

import datetime as dt
import re

import pypdfium2
import pytest
from django.test import Client

from core.files import content_store
from core.jobs import drain
from core.models import Job
from slas.actions.claim_moves import ClaimSaid, move_claim
from slas.actions.claims import detect_claims
from slas.actions.results import judge_all
from slas.models import Claim
from tests.support.contracts import a_contract
from tests.support.needs import needs_pango
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.slas import SYSTEM, a_service, a_target, an_agreement, an_exclusion, an_outage, instant

pytestmark = pytest.mark.usefixtures("committed_db")
NOW = instant("2026-07-10T08:00:00")


@pytest.fixture(autouse=True)
def with_pango() -> None:
    needs_pango()


@pytest.fixture
def claim(committed_db, time_machine) -> Claim:
    time_machine.move_to(NOW)
    contract = a_contract(type="hosting", status="active")
    an_agreement(contract, caps=[{"scope": "month", "amount": "600"}], window_quantity=30)
    service = a_service(contract, "portal", name="Customer portal")
    a_target(service, zone="Europe/Berlin", clause_ref="5.2")
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:30:00", ref="INC-7")
    an_exclusion(contract, "2026-06-10T10:00:00", "2026-06-10T10:20:00", ref="M-1")
    judge_all(actor=SYSTEM, now=NOW, since=dt.date(2026, 6, 1))
    detect_claims(actor=SYSTEM, now=NOW)
    return Claim.unscoped.get()


@pytest.fixture
def pages(claim) -> Client:
    return signed_in(a_user("ana", "procurement", department=claim.contract.department))


def words_of(claim: Claim) -> str:
    pdf = pypdfium2.PdfDocument(content_store().read(claim.letter.sha256))
    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    return " ".join(text.replace("\u00a0", " ").split())


def test_it_names_contract_clause_period_outages_and_the_computation(pages, claim):
    assert pages.post(f"/claims/{claim.pk}/letter/").status_code == 302
    drain()

    claim.refresh_from_db()
    told = re.sub(r" \d\. ", " ", words_of(claim))
    for words in (
        "Claim for service credits",
        f"{claim.contract.number} {claim.contract.title}",
        "1 Jun 2026 to 30 Jun 2026, both included",
        "clause 5.2",
        "10 Jun 2026 10:00 10 Jun 2026 11:30 10 Jun 2026 12:00 10 Jun 2026 13:30 90 counts INC-7",
        "M-1, 10 Jun 2026 10:00 to 10 Jun 2026 10:20 UTC: Nobody has approved it yet.",
        "It gives 10 % of the fee. That is",
        "The cap holds it at",
        "We ask for € 600.",
    ):
        assert words in told.replace("\u00a0", " ").replace(" 2. ", " ").replace(" 3. ", " ").replace(
            " 4. ", " "
        )
    assert claim.letter.name == f"claim-{claim.contract.number}-Jun-2026.pdf"
    page = pages.get(f"/claims/{claim.pk}/").content.decode()
    assert "Make letter again" in page
    assert pages.get(f"/files/{claim.letter_id}/").status_code == 200


def test_it_is_not_made_of_results_that_what_is_recorded_has_left_behind(pages, claim):
    service = claim.bases.get().version.result.target.service
    an_outage(service, "2026-06-11T10:00:00", "2026-06-11T10:30:00", ref="INC-8")

    pages.post(f"/claims/{claim.pk}/letter/")
    drain()

    assert "has changed since it was judged" in Job.objects.latest("pk").error
    claim.refresh_from_db()
    assert claim.letter is None


def test_a_claim_that_the_vendor_has_keeps_its_letter(pages, claim):
    said = ClaimSaid(reason="Too small")
    move_claim(actor=SYSTEM, claim=claim, verb="give_up", said=said, now=NOW)

    answer = pages.post(f"/claims/{claim.pk}/letter/", follow=True)

    assert "its letter stays as it was submitted" in answer.content.decode()
    assert not Job.objects.filter(kind="slas.claim_letter").exists()


def test_who_only_reads_makes_no_letter(claim):
    reader = signed_in(a_user("rita", "requester", department=claim.contract.department))

    assert reader.post(f"/claims/{claim.pk}/letter/").status_code == 403
