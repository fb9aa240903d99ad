"""One contract from the register to its end: reminded of, decided, notice served, closed; or left alone."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.journeys.steps import become, follow_the_link, import_the_register, look_in_all_ways, open_mail
from tests.support.days import Days
from tests.support.deciding import four_eyes_from
from tests.support.needs import needs_pango
from tests.support.people import a_department, a_user

pytestmark = [pytest.mark.browser, pytest.mark.committed]
SUBJECT = re.compile(r"\[Act by Wed 30 Sep\] Nord Cloud GmbH, Hosting framework \(C-\d+\)")
RECEIPT = {"name": "receipt.txt", "mimeType": "text/plain", "buffer": b"Delivered, signed for by M. Meier.\n"}


@pytest.fixture
def days(monkeypatch) -> Days:
    """Let it be the morning of 1 April 2026."""
    return Days(monkeypatch, "2026-04-01T09:00+00:00")


@pytest.fixture
def people(days) -> None:
    """Give the department somebody who keeps its contracts, with a manager, and those it climbs to."""
    where = a_department("IT Procurement")
    boss = a_user("max", "requester", department=where, full_name="Max Brandt")
    a_user("ana", "procurement", department=where, full_name="Ana Ruiz", manager=boss)
    a_user("lea", "legal", department=where, full_name="Lea Haas")
    a_user("hana", "procurement", full_name="Hana Vogt")
    four_eyes_from(25_000)


def test_reminded_acknowledged_terminated_served_and_closed(wide_window, live_site, settings, days, people):
    needs_pango()
    settings.SITE_URL = live_site.url
    window = wide_window
    days.sweep_on("2026-04-01")
    window.sign_in("ana")
    import_the_register(window)
    days.sweep_on("2026-04-02")
    window.open("/mailbox/")
    expect(window.page.get_by_role("heading", name="No mail yet")).to_be_visible()

    days.sweep_on("2026-04-03")
    page = open_mail(window, SUBJECT)
    letter = page.frame_locator("iframe")
    expect(letter.get_by_role("paragraph").first).to_have_text("Renews on 1 Jan 2027, € 48,000.")
    look_in_all_ways(window)
    page = follow_the_link(window, "Open the contract")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hosting framework")
    look_in_all_ways(window)
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("In hand: Ana Ruiz, 3 Apr 2026")).to_be_visible()
    look_in_all_ways(window)

    days.sweep_on("2026-04-07")
    page.get_by_role("link", name="Record decision").click()
    page.get_by_label("Terminate.").check()
    page.get_by_label("Reason").fill("We move to the new data center.")
    look_in_all_ways(window)
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_text("Somebody other than Ana Ruiz must confirm this")).to_be_visible()
    page = become(window, "lea")
    page.get_by_role("link", name="Review").click()
    page.get_by_role("link", name="Confirm").click()
    page.get_by_role("button", name="Confirm decision").click()
    expect(page.get_by_text("Notice to be served by")).to_be_visible()
    look_in_all_ways(window)

    page = become(window, "ana")
    page = window.open("/")
    look_in_all_ways(window)
    page = window.open("/contracts/1/")
    look_in_all_ways(window)
    page.get_by_role("link", name="Serve notice").click()
    page.get_by_role("link", name="Prepare notice").click()
    look_in_all_ways(window)
    page.get_by_role("button", name="Prepare notice").click()
    look_in_all_ways(window)
    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF", exact=True).click()
    document = pypdfium2.PdfDocument(taken.value.path().read_bytes())
    print([one.get_textpage().get_text_bounded() for one in document])
    import shutil; shutil.copy(taken.value.path(), "/tmp/jr/letter.pdf")
    page.get_by_role("link", name="Record service").click()
    page.get_by_label("Method").fill("Courier")
    page.get_by_label("Tracking number").fill("1Z 999")
    look_in_all_ways(window)
    page.get_by_role("button", name="Record service").click()
    look_in_all_ways(window)
    page.get_by_role("link", name="Attach proof").click()
    page.get_by_label("Proof of service").set_input_files(RECEIPT)
    look_in_all_ways(window)
    page.get_by_role("button", name="Attach proof").click()
    look_in_all_ways(window)
    page.get_by_role("link", name="Close notice").click()
    look_in_all_ways(window)
    page.get_by_role("button", name="Close notice").click()
    expect(page.get_by_text("The notice is served and closed.")).to_be_visible()
    look_in_all_ways(window)
    for path in ("/contracts/1/", "/contracts/1/deadline/", "/contracts/1/activity/", "/", "/renewals/", "/renewals/board/", "/renewals/calendar/?month=2026-09", "/renewals/calendar/?month=2026-12"):
        window.open(path)
        look_in_all_ways(window)
