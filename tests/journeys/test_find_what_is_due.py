"""From the queue on Home to the contract; and how to find anything else."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.people import a_department, a_user
from tests.support.reminding import due_in
from tests.vendors.support import a_vendor

pytestmark = [pytest.mark.browser, pytest.mark.committed]


@pytest.fixture
def portfolio() -> None:
    """Record contracts of one buyer, due at different times."""
    common = {
        "owner": a_user("ana", "procurement", full_name="Ana Ruiz"),
        "department": a_department("IT Procurement"),
        "vendor_id": a_vendor("Nord Cloud GmbH").pk,
    }
    for days, title in ((4, "Hosting framework"), (60, "Backup vault"), (150, "Voice and mobile")):
        due_in(days, title=title, **common)


def test_the_queue_leads_to_the_list_of_what_is_due_and_on_to_the_contract(window, portfolio):
    window.sign_in("ana")
    page = window.page
    needs = page.get_by_role("region", name="Needs you")
    expect(needs).to_contain_text("Hosting framework")
    expect(needs).not_to_contain_text("Backup vault")
    window.must_be_sound()

    page.get_by_role("link", name="Renewals").locator("visible=true").click()
    page.get_by_role("link", name="1 31 to 90 days").click()
    expect(page.get_by_role("link", name="Backup vault")).to_be_visible()
    expect(page.get_by_role("link", name="Hosting framework")).to_have_count(0)
    page.get_by_role("link", name="remove this filter").first.click()
    expect(page.get_by_role("link", name="Hosting framework")).to_be_visible()
    window.must_be_sound()
    page.get_by_role("link", name="Hosting framework").click()
    expect(page.get_by_role("region", name="Why this date")).to_be_visible()


def test_search_and_palette_find_contracts_and_vendors(window, portfolio):
    window.sign_in("ana")
    page = window.page
    page.locator("#search-all").fill("nord")
    page.locator("#search-all").press("Enter")
    expect(page.get_by_role("region", name="Vendors")).to_contain_text("Nord Cloud GmbH")
    page.locator("#search-all").fill("backup")
    page.locator("#search-all").press("Enter")
    expect(page.get_by_role("region", name="Contracts")).to_contain_text("Backup vault")
    window.must_be_sound()

    page.keyboard.press("Control+k")
    page.keyboard.type("voice")
    expect(page.get_by_role("option", name="Voice and mobile")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("voice")
    page.keyboard.press("Enter")  # at once: it waits for the answer to what was typed
    expect(page.get_by_role("heading", level=1)).to_contain_text("Voice and mobile")


def test_the_list_of_contracts_sorts_narrows_and_goes_on_in_place(window, portfolio):
    vendor, department = a_vendor("Delta Telecom AG"), a_department("IT Procurement")
    for number in range(50):
        due_in(200 + number, title=f"Line {number:02}", vendor_id=vendor.pk, department=department)
    window.sign_in("ana")
    page = window.open("/contracts/?sort=-title")
    expect(page.get_by_role("rowheader").first).to_contain_text("Voice and mobile")
    page.get_by_role("link", name="Load more").click()
    expect(page.get_by_role("link", name="Backup vault")).to_be_visible()
    expect(page.get_by_role("link", name="Load more")).to_have_count(0)

    filters = page.locator("summary", has_text="Filters")
    filters.click()
    page.keyboard.press("Escape")
    expect(page.locator("#id_owner")).to_be_hidden()
    expect(filters).to_be_focused()
    filters.click()
    page.locator("#id_owner").fill("me")
    page.get_by_role("button", name="Show contracts").click()
    expect(page.get_by_text("3 contracts").first).to_be_visible()
    window.must_be_sound()
    page.get_by_role("link", name="remove this filter").click()
    expect(page.get_by_text("53 contracts").first).to_be_visible()
    page.get_by_label("Find contracts").fill("nothing like it")
    page.get_by_label("Find contracts").press("Enter")
    expect(page.get_by_role("heading", name="No contract matches")).to_be_visible()
