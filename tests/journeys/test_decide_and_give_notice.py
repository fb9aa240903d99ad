"""From the decision to the closed notice: four eyes, the letter, the proof."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from contracts_app.models import Contract
from renewals.models import Decision, Notice
from tests.support.contracts import an_entity
from tests.support.deciding import four_eyes_from
from tests.support.needs import needs_pango
from tests.support.people import a_department, a_user
from tests.support.reminding import due_in
from tests.vendors.support import a_vendor

pytestmark = [pytest.mark.browser, pytest.mark.committed]
RECEIPT = {"name": "receipt.txt", "mimeType": "text/plain", "buffer": b"Delivered, signed for by M. Meier.\n"}


def test_terminate_confirm_letter_proof_close(window):
    needs_pango()
    where = a_department("IT Procurement")
    ana = a_user("ana", "procurement", full_name="Ana Ruiz")
    a_user("lea", "legal", full_name="Lea Haas")
    four_eyes_from(100_000)
    vendor = a_vendor("Nord Cloud GmbH")
    due_in(
        10,
        title="Hosting framework",
        department=where,
        owner=ana,
        vendor_id=vendor.pk,
        entity_id=an_entity().pk,
    )

    window.sign_in("ana")
    page = window.page
    page.get_by_role("link", name="Decide", exact=True).click()
    window.must_be_sound()
    page.get_by_label("Terminate.").check()
    page.get_by_label("Reason").fill("We moved to another provider.")
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_text("Somebody other than Ana Ruiz must confirm this")).to_be_visible()
    window.must_be_sound()

    page.context.clear_cookies()
    window.sign_in("lea")
    page.get_by_role("link", name="Review").click()
    page.get_by_role("link", name="Confirm").click()
    page.get_by_role("button", name="Confirm decision").click()
    expect(page.get_by_text("Notice to be served by")).to_be_visible()
    assert Decision.unscoped.get().approved_by.username == "lea"

    page.context.clear_cookies()
    window.sign_in("ana")
    page.get_by_role("link", name="Serve notice").click()
    page.get_by_role("link", name="Prepare notice").click()
    page.get_by_role("button", name="Prepare notice").click()
    expect(page.get_by_role("region", name="Letter")).to_contain_text("we give notice")
    window.must_be_sound()
    notice = Notice.unscoped.get()
    for name, beginning in (("PDF", b"%PDF-"), ("Word (DOCX)", b"PK")):
        with page.expect_download() as taken:
            page.get_by_role("link", name=name, exact=True).click()
        assert taken.value.path().read_bytes().startswith(beginning)

    page.get_by_role("link", name="Record service").click()
    page.get_by_label("Method").fill("Courier")
    page.get_by_label("Tracking number").fill("1Z 999")
    page.get_by_label("Proof of service").set_input_files(RECEIPT)
    page.get_by_role("button", name="Record service").click()
    expect(page.get_by_role("link", name="receipt.txt")).to_be_visible()
    window.must_be_sound()
    page.get_by_role("link", name="Close notice").click()
    page.get_by_role("button", name="Close notice").click()
    expect(page.get_by_text("The notice is served and closed.")).to_be_visible()
    window.must_be_sound()
    notice.refresh_from_db()
    assert (notice.status, Contract.unscoped.get().status) == ("closed", "notice_served")
