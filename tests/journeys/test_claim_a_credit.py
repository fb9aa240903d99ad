"""From a monitor's outages to the credit note: found, told by mail, claimed, accepted in part, credited."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.actions.tokens import create_token
from accounts.models import User
from contracts_app.models import Contract
from core import clock
from core.jobs import drain
from slas.models import Claim
from tests.journeys.conftest import Window
from tests.journeys.steps import follow_the_link, look_in_all_ways, open_mail
from tests.support.contracts import a_contract, an_entity
from tests.support.days import Days
from tests.support.needs import needs_pango
from tests.support.people import a_department, a_user
from tests.support.slas import SYSTEM, a_service, a_target, an_agreement

pytestmark = [pytest.mark.browser, pytest.mark.committed]
MISSED = "[SLA missed] Nord Cloud GmbH, Hosting framework (C-1001)"
CLAIM_BY = "[Claim by Thu 30 Jul] Nord Cloud GmbH, Hosting framework (C-1001)"
RECEIPT = {"name": "receipt.txt", "mimeType": "text/plain", "buffer": b"Taken by the portal, case 4711.\n"}


@pytest.fixture
def days(monkeypatch) -> Days:
    """Let it be the morning of 11 June 2026."""
    return Days(monkeypatch, "2026-06-11T09:00+00:00")


@pytest.fixture
def window(wide_window, live_site, settings, days) -> Window:
    """Open a window on a contract with one service, promised at 99.9 %; Ana keeps it and sits before it."""
    settings.SITE_URL = live_site.url
    where = a_department("IT Procurement")
    ana = a_user("ana", "procurement", department=where, full_name="Ana Ruiz")
    contract = a_contract(
        title="Hosting framework",
        number="C-1001",
        status="active",
        department_id=where.pk,
        owner_id=ana.pk,
        entity_id=an_entity().pk,
    )
    an_agreement(contract)
    a_target(a_service(contract, "portal"), zone="Europe/Berlin")
    days.sweep_on("2026-06-11")
    wide_window.sign_in("ana")
    return wide_window


def test_outages_become_a_breach_a_mail_a_claim_and_a_credit(window, days):
    needs_pango()
    push_the_outages(window)
    days.sweep_on("2026-07-01")
    judge_and_look_for_claims()
    days.sweep_on("2026-07-01", hour=10)

    see_what_was_missed(window)
    gather_and_draft(window)
    make_the_letter(window)
    days.sweep_on("2026-07-16")
    answer_the_reminder(window)
    days.sweep_on("2026-07-17")
    submit_it(window)
    days.sweep_on("2026-07-30")
    assert mails(window) == [CLAIM_BY, MISSED]
    grant_a_part_and_credit_it(window)
    see_it_in_the_list(window)


def push_the_outages(window: Window) -> None:
    """Send what a monitor saw, twice: the second time changes nothing."""
    ana = User.objects.get(username="ana")
    token = create_token(
        actor=SYSTEM, owner=ana, label="", scopes=["outages:write"], days=30, now=clock.now()
    )
    row = {"service": "portal", "source": "monitor", "ref": "A-1"}
    rows = [
        row | {"start": "2026-06-10T22:00:00+02:00", "end": "2026-06-11T01:00:00+02:00"},
        row | {"ref": "A-2", "start": "2026-06-11T06:00:00Z", "end": "2026-06-11T06:30:00Z"},
    ]
    contract = Contract.unscoped.get()
    answers = [
        window.page.context.request.post(
            f"{window.site}/api/v1/outages/bulk/",
            headers={"Authorization": f"Bearer {token.secret}", "Content-Type": "application/json"},
            data=json.dumps({"contract": contract.pk, "rows": rows}),
        )
        for _ in range(2)
    ]
    assert [answer.json() for answer in answers] == [
        {"new": 2, "changed": 0, "unchanged": 0},
        {"new": 0, "changed": 0, "unchanged": 2},
    ]


def judge_and_look_for_claims() -> None:
    """Do what the beat does every hour."""
    call_command("judge_slas", verbosity=0)
    call_command("detect_claims", verbosity=0)


def mails(window: Window) -> list[str]:
    """Return the subjects in the mailbox of who is signed in, newest first."""
    page = window.open("/mailbox/")
    table = page.get_by_role("table", name="Messages, newest first")
    return table.locator("tbody").get_by_role("rowheader").all_inner_texts()


def see_what_was_missed(window: Window) -> None:
    page = open_mail(window, MISSED)
    letter = page.frame_locator("iframe")
    lead = "1 promise was missed. The vendor owes a credit, which is lost unless it is claimed in time."
    expect(letter.get_by_role("paragraph").first).to_have_text(lead)
    expect(letter.get_by_role("row", name="Portal: Availability")).to_contain_text("≈ 99.513889 %")
    look_in_all_ways(window)
    page = follow_the_link(window, "Open the SLA results")
    expect(page.get_by_text("≈ 99.513889 %").first).to_be_visible()
    look_in_all_ways(window)
    page.get_by_role("link", name="Jun 2026").first.click()
    minutes = page.get_by_text("It was down for 210 minutes of them.")
    expect(minutes).to_be_visible()
    look_in_all_ways(window)


def gather_and_draft(window: Window) -> None:
    page = window.open("/")
    page.get_by_role("link", name="Claim", exact=True).first.click()
    expect(page.get_by_text("Detected").first).to_be_visible()
    look_in_all_ways(window)
    take(page, "Gather evidence")
    take(page, "Mark as drafted")
    expect(page.get_by_text("The claim is now: drafted.")).to_be_visible()


def take(page: Page, step: str) -> None:
    """Press the button of a step, and the one of its form."""
    page.get_by_role("link", name=step, exact=True).click()
    page.get_by_role("button", name=step, exact=True).click()


def make_the_letter(window: Window) -> None:
    """Let the letter be made, and read in it what the vendor will read."""
    page = window.page
    page.get_by_role("button", name="Make letter").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    drain()
    expect(page.get_by_role("button", name="Make letter again")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("region", name="The claim").get_by_role("link").click()
    words = text_of(taken.value.path())
    for told in ("Hosting framework", "A-1", "10 Jun 2026 20:00", "10 Jun 2026 22:00", "210", "€ 1,000"):
        assert told in words, told


def text_of(path: Path) -> str:
    """Return the words of a PDF, with single blanks between them."""
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


def answer_the_reminder(window: Window) -> None:
    """Open the claim from the reminder that came fourteen days before the last day."""
    page = open_mail(window, CLAIM_BY)
    letter = page.frame_locator("iframe")
    lead = "The credit for Jun 2026 is lost unless it is claimed by Thu 30 Jul 2026: € 1,000."
    expect(letter.get_by_role("paragraph").first).to_have_text(lead)
    look_in_all_ways(window)
    page = follow_the_link(window, "Open the claim")
    expect(page.get_by_text("14 days left").first).to_be_visible()


def submit_it(window: Window) -> None:
    page = window.page
    page.get_by_role("link", name="Record submission").click()
    look_in_all_ways(window)
    page.get_by_label("Proof").set_input_files(RECEIPT)
    page.get_by_role("button", name="Record submission").click()
    expect(page.get_by_text("The claim is now: submitted.")).to_be_visible()
    look_in_all_ways(window)


def grant_a_part_and_credit_it(window: Window) -> None:
    claim = Claim.unscoped.get()
    page = window.open(f"/claims/{claim.pk}/")
    page.get_by_role("link", name="Accepted in part").click()
    page.get_by_label("Amount granted, EUR").fill("600")
    page.get_by_label("Reason").fill("The vendor counts the second outage as maintenance.")
    page.get_by_role("button", name="Accepted in part").click()
    expect(page.get_by_text("The claim is now: accepted in part.")).to_be_visible()
    page.get_by_role("link", name="Record credit note").click()
    page.get_by_label("Number of the credit note").fill("CN-2026-0815")
    page.get_by_role("button", name="Record credit note").click()
    expect(page.get_by_text("credit note CN-2026-0815")).to_be_visible()
    expect(page.get_by_text("lost € 400")).to_be_visible()
    look_in_all_ways(window)


def see_it_in_the_list(window: Window) -> None:
    """Find the claim credited in the list, and nothing of it on Home."""
    page = window.open("/claims/")
    row = page.get_by_role("row").filter(has_text="Jun 2026")
    expect(row).to_contain_text("Credited")
    expect(row).to_contain_text("€ 400")
    page = window.open("/")
    expect(page.get_by_role("link", name="Claim", exact=True)).to_have_count(0)
