"""The portfolio as a page, and as a PDF that a worker makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.jobs import drain
from tests.support.needs import needs_pango
from tests.support.people import a_department, a_user
from tests.support.reminding import due_in
from tests.vendors.support import a_vendor

pytestmark = [pytest.mark.browser, pytest.mark.committed]


def test_the_report_is_read_narrowed_made_as_a_pdf_and_taken_along(window):
    needs_pango()
    a_user("ana", "procurement")
    vendor, department = a_vendor("Nord Cloud GmbH"), a_department("IT Procurement")
    for days, title in ((20, "Hosting framework"), (150, "Backup vault")):
        due_in(days, title=title, vendor_id=vendor.pk, department=department)
    window.sign_in("ana")
    page = window.open("/reports/")
    page.get_by_role("link", name="Portfolio and renewals due").click()
    due = page.get_by_role("region", name="Renewals due")
    expect(due).to_contain_text("Backup vault")
    page.get_by_label("Renewals due within (days)").fill("30")
    page.get_by_role("button", name="Show report").click()
    expect(due).to_contain_text("Hosting framework")
    expect(due).not_to_contain_text("Backup vault")
    window.must_be_sound()

    page.get_by_role("button", name="Make PDF").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    window.must_be_sound()
    drain()
    made = page.get_by_role("region", name="Your finished reports")
    expect(made.get_by_role("link")).to_be_visible()
    window.must_be_sound()
    with page.expect_download() as taken:
        made.get_by_role("link").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-")
    assert taken.value.suggested_filename.endswith(".pdf")
