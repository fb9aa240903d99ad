"""From what the paper says to the day by which somebody must act, and on when the paper changes."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from contracts_app.models import Contract
from core import clock
from core.rules.wording import short_date
from tests.support.people import a_department, a_user
from tests.vendors.support import a_vendor

pytestmark = [pytest.mark.browser, pytest.mark.committed]


def test_a_contract_says_when_to_act_and_why_and_follows_a_new_end_date(window):
    ana = a_user("ana", "procurement", full_name="Ana Ruiz")
    a_department("IT Procurement")
    a_vendor("Nord Cloud GmbH")
    today = clock.now().date()
    end, notice = today + dt.timedelta(days=200), today + dt.timedelta(days=110)
    window.sign_in("ana")
    page = window.open("/contracts/new/")
    page.get_by_label("Title").fill("Hosting framework")
    page.get_by_label("Type").select_option("hosting")
    page.get_by_label("Status").select_option("active")
    page.get_by_label("Vendor", exact=True).fill("Nord Cloud GmbH")
    page.get_by_label("Department").select_option(label="IT Procurement")
    page.get_by_label("Owner (optional)", exact=True).fill("Ana Ruiz (ana)")
    page.get_by_label("Kind of term").select_option("fixed")
    page.get_by_label("Start date").fill("1 Mar 2026")
    page.get_by_label("End date").fill(end.isoformat())
    page.locator("[name=notice-0-quantity]").fill("90")
    page.locator("[name=notice-0-unit]").select_option("calendar_days")
    page.locator("[name=notice-0-test]").select_option("sent")
    page.get_by_role("button", name="Record contract").click()

    expect(page.get_by_role("heading", name="Hosting framework")).to_be_visible()
    contract = Contract.unscoped.get()
    assert (contract.owner, contract.terms.end_date) == (ana, end)
    page.get_by_role("link", name="why?").click()
    steps = page.get_by_role("region", name="Why this date")
    expect(steps).to_contain_text("90 days before the end of the term")
    expect(steps).to_contain_text(short_date(notice))
    window.must_be_sound()

    later = end + dt.timedelta(days=30)
    page.get_by_role("link", name="Change", exact=True).click()
    expect(page.get_by_label("Start date")).to_have_value("1 Mar 2026")
    page.get_by_label("End date").fill(short_date(later))
    page.get_by_role("button", name="Save changes").click()
    header = page.get_by_role("list", name="Dates of the term")
    expect(header).to_contain_text(f"Term ends {short_date(later)}")
    expect(header).to_contain_text(short_date(notice + dt.timedelta(days=30)))
    page.get_by_role("link", name="Activity").click()
    activity = page.get_by_role("region", name="Activity").last
    expect(activity).to_contain_text(f"the end date from {short_date(end)} to {short_date(later)}")
    expect(activity).to_contain_text("Ana Ruiz recorded this contract")
    window.must_be_sound()


def test_what_is_wrong_is_named_and_leads_to_its_field(window):
    a_user("ana", "procurement")
    a_department("IT Procurement")
    a_vendor("Nord Cloud GmbH")
    window.sign_in("ana")
    page = window.open("/contracts/new/")
    page.get_by_label("Vendor", exact=True).fill("Nord Cloud GmbH")
    page.get_by_label("Start date").fill("03/04/2026")
    page.get_by_role("button", name="Record contract").click()

    summary = page.get_by_role("alert", name="things need correcting")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Write it as 30 Nov 2026 or 2026-11-30")
    window.complaints.clear()  # the browser logs the answer 422 as an error
    window.must_be_sound()
    expect(page.get_by_label("Vendor", exact=True)).to_have_value("Nord Cloud GmbH")
    expect(page.get_by_label("Start date")).to_have_value("03/04/2026")
    summary.get_by_role("link", name="Start date").click()
    expect(page.get_by_label("Start date")).to_be_focused()
    assert not Contract.unscoped.exists()
