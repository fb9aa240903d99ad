"""What does 2.1 say, what did it say, who changed it: from the first upload to the search by category."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from contracts_app.models import Amendment, DocumentVersion
from core.jobs import drain
from tests.journeys.steps import look_in_all_ways
from tests.support.contracts import a_contract
from tests.support.days import Days
from tests.support.people import a_user

pytestmark = [pytest.mark.browser, pytest.mark.committed]

FIRST = """\
# Hosting agreement

## 1. Services

1.1 The Provider hosts the systems of the Customer in two data centers in Germany.

## 2. Liability

2.1 The liability of the Provider under this agreement is limited to EUR 500,000 per contract year.

2.2 Nothing in this agreement limits liability for intent or gross negligence.
"""
SECOND = FIRST.replace("two data centers", "three data centers").replace("EUR 500,000", "EUR 750,000")
THIRD = (
    "2.1 The liability of the Provider under this agreement is limited to EUR 2,000,000 per contract year."
)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    return Days(monkeypatch, "2026-03-02T09:00+00:00")


def upload(page: Page, name: str, text: str, effective: str, verb: str) -> None:
    page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "text/markdown", "buffer": text.encode()}
    )
    page.get_by_label("Effective date").fill(effective)
    page.get_by_role("button", name=verb, exact=True).click()
    expect(page.get_by_text("Being read").first).to_be_visible()
    drain()
    page.reload()
    expect(page.get_by_role("navigation", name="Clauses")).to_be_visible()


def as_of(page: Page, day: str, known_on: str) -> None:
    page.get_by_label("As of", exact=True).fill(day)
    page.get_by_label("As we knew it on").fill(known_on)
    page.get_by_role("button", name="Show", exact=True).click()


def test_upload_compare_amend_look_back_and_search(wide_window, days: Days) -> None:
    window = wide_window
    a_user("lea", "legal", full_name="Lea Haas")
    contract = a_contract(title="Hosting framework", type="hosting", status="active")
    window.sign_in("lea")

    page = window.open(f"/contracts/{contract.pk}/documents/")
    page.get_by_label("Kind").select_option("agreement")
    upload(page, "hosting.md", FIRST, "1 Mar 2026", "Add document")
    expect(page.get_by_text("limited to EUR 500,000 per contract year")).to_be_visible()
    look_in_all_ways(window)

    days.go_to("2026-05-04")
    page.get_by_role("link", name="Add version").click()
    upload(page, "hosting-2.md", SECOND, "1 May 2026", "Add version")
    page.get_by_role("link", name="Compare with version 1").click()
    rows = page.locator("[data-change]")
    expect(rows).to_have_count(2)
    page.wait_for_load_state()
    changed = page.get_by_role("article", name="Changed: 2.1")
    expect(changed.locator("ins:visible")).to_contain_text("750,000")
    expect(changed.locator("del:visible")).to_contain_text("500,000")
    expect(page.get_by_text("2 unchanged", exact=True)).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(changed).to_be_focused()
    page.keyboard.press("p")
    expect(page.get_by_role("article", name="Changed: 1.1")).to_be_focused()
    changed.get_by_role("button", name="Who wrote this").click()
    expect(changed.get_by_text("Version 2, 1 May 2026").first).to_be_visible()
    expect(changed.get_by_text("Version 1, 1 Mar 2026").first).to_be_visible()
    look_in_all_ways(window)
    page.get_by_role("link", name="Inline").click()
    expect(page.get_by_role("article", name="Changed: 2.1").locator("del:visible")).to_have_count(1)

    days.go_to("2026-07-06")
    page = window.open(f"/contracts/{contract.pk}/amendments/new/")
    page.get_by_label("Effective from").fill("1 Jun 2026")
    page.get_by_role("button", name="Go on").click()
    change = page.get_by_role("group", name="Change 1")
    change.get_by_label("What it does").select_option("replace")
    change.get_by_label("Clause", exact=False).first.fill("2.1")
    change.get_by_label("New words").fill(THIRD)
    page.get_by_role("button", name="Record amendment").click()
    expect(page.get_by_text("Amendment 1 is recorded.")).to_be_visible()
    assert Amendment.unscoped.get().effective_date.isoformat() == "2026-06-01"

    page = window.open(f"/contracts/{contract.pk}/text/")
    text = page.get_by_role("region", name="hosting")
    expect(text).to_contain_text("EUR 2,000,000")
    as_of(page, "31 May 2026", "6 Jul 2026")
    expect(text).to_contain_text("EUR 750,000")
    as_of(page, "15 Jun 2026", "6 Jul 2026")
    expect(text).to_contain_text("EUR 2,000,000")
    look_in_all_ways(window)
    as_of(page, "15 Jun 2026", "15 Jun 2026")
    expect(page.get_by_text("As of Mon 15 Jun 2026, as we knew it on Mon 15 Jun 2026")).to_be_visible()
    expect(text).to_contain_text("EUR 750,000")
    as_of(page, "1 Apr 2026", "6 Jul 2026")
    expect(text).to_contain_text("EUR 500,000")

    page = window.open("/clauses/")
    page.get_by_role("link", name="Liability caps, active hosting").click()
    row = page.get_by_role("row").filter(has_text="2.1")
    expect(row).to_contain_text("Hosting framework")
    expect(row).to_contain_text("750,000")
    expect(row).to_contain_text("replaced by Amendment 1 from 1 Jun 2026")
    expect(row).to_contain_text("2,000,000")
    look_in_all_ways(window)
    assert DocumentVersion.unscoped.count() == 2
