"""From the door to a recorded vendor and its activity, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.people import a_user
from tests.vendors.support import a_vendor
from vendors.models import Vendor

pytestmark = [pytest.mark.browser, pytest.mark.committed]


def test_a_vendor_is_recorded_found_and_its_activity_read(window):
    a_user("ana", "procurement", full_name="Ana Ruiz")
    page = window.open("/accounts/login/")
    window.must_be_sound()
    window.sign_in("ana")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")
    window.must_be_sound()

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Vendors").click()
    expect(page.get_by_role("heading", name="No vendors yet")).to_be_visible()
    window.must_be_sound()
    page.get_by_role("link", name="Record a vendor").first.click()
    page.get_by_role("button", name="Record vendor").click()
    expect(page.get_by_role("alert", name="One thing needs correcting")).to_be_focused()
    window.complaints.clear()  # the browser logs the answer 422 as an error
    window.must_be_sound()

    page.get_by_label("Name", exact=True).fill("Nord Cloud GmbH")
    page.get_by_label("Country").select_option("DE")
    page.get_by_role("button", name="Record vendor").click()
    expect(page.get_by_role("heading", name="Nord Cloud GmbH")).to_be_visible()
    window.must_be_sound()
    page.get_by_role("link", name="Activity").click()
    expect(page.get_by_role("region", name="Activity").last).to_contain_text("Ana Ruiz recorded this vendor")
    assert page.url.endswith("/activity/")
    window.must_be_sound()

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Vendors").click()
    expect(page.get_by_role("link", name="Nord Cloud GmbH")).to_be_visible()
    window.must_be_sound()
    assert Vendor.unscoped.get().country == "DE"


def test_the_list_sorts_filters_and_loads_more_in_place(window):
    a_user("ana", "procurement")
    for number in range(60):
        a_vendor(f"Vendor {number:02}", country="DE" if number % 2 else "FR")
    window.sign_in("ana")
    page = window.open("/vendors/")

    page.get_by_role("link", name="Load more").click()
    expect(page.get_by_text("Vendor 59")).to_be_visible()
    expect(page.get_by_text("Vendor 00")).to_be_visible()
    expect(page.get_by_role("link", name="Load more")).to_have_count(0)
    page.get_by_label("Find vendors").fill("vendor 07")
    page.get_by_label("Find vendors").press("Enter")
    expect(page.get_by_text("1 vendor").first).to_be_visible()
    assert page.url.endswith("/vendors/?q=vendor%2007")
    window.must_be_sound()
    page.get_by_role("link", name="Clear all").click()
    page.locator("summary", has_text="Filters").click()
    window.must_be_sound()


def test_palette_search_and_theme_work_from_the_keyboard(window):
    a_user("ana", "procurement")
    a_vendor("Nordlicht AG")
    window.sign_in("ana")
    page = window.page

    page.keyboard.press("/")
    expect(page.locator("#search-all")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("nordl")
    expect(page.get_by_role("option", name="Nordlicht AG")).to_have_attribute("aria-selected", "true")
    window.must_be_sound(in_all=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nordlicht AG")).to_be_visible()

    page.locator("summary", has_text="Theme").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    window.must_be_sound()


def test_pages_that_say_no_are_sound(window):
    a_user("new")
    window.sign_in("new")

    for path, words in (("/nowhere/", "There is no such page"), ("/vendors/", "You may not do this")):
        page = window.open(path)
        expect(page.get_by_role("heading", level=1)).to_have_text(words)
        window.complaints.clear()  # the browser logs the status itself as an error
        window.must_be_sound()
