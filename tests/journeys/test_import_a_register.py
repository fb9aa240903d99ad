"""A register comes in by steps: file, columns, every row checked, confirmed, the rows; and again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from contracts_app.models import Contract
from core.jobs import drain
from tests.journeys.conftest import Window
from tests.support.people import a_user
from tests.support.registers import HEAD, ROWS

pytestmark = [pytest.mark.browser, pytest.mark.committed]
BAD_ROW = "A-4,,Nord Cloud,IT,,12 apples,EUR,,,,,,,\n"


def upload(window: Window, csv: str) -> Page:
    """Send a file and accept the columns as they are proposed; the check then waits for a worker."""
    page = window.open("/imports/new/")
    page.get_by_label("Register", exact=True).set_input_files(
        {"name": "register.csv", "mimeType": "text/csv", "buffer": csv.encode()}
    )
    page.get_by_label("Name of the register").fill("erp")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Map the columns")).to_be_visible()
    return page


def test_a_register_is_checked_confirmed_and_its_rows_are_shown(window):
    a_user("ana", "procurement", full_name="Ana Ruiz")
    window.sign_in("ana")
    page = upload(window, HEAD + ROWS + BAD_ROW)
    expect(page.locator("[name=column_external_id]")).to_have_value("Ref")
    expect(page.locator("[name=column_vendor]")).to_have_value("Supplier")
    page.get_by_role("button", name="Check every row").click()
    expect(page.get_by_text("Waiting for a worker.")).to_be_visible()
    window.must_be_sound()
    drain()

    expect(page.get_by_role("heading", name="Import 3 contracts")).to_be_visible()
    refused = page.get_by_role("region", name="Refused rows")
    expect(refused.get_by_role("row", name="5 Name (blank)")).to_contain_text("must have a value")
    expect(refused.get_by_role("row", name="5 Value 12 apples")).to_be_visible()
    window.must_be_sound()
    assert not Contract.unscoped.exists()
    page.get_by_role("button", name="Import 3 contracts").click()
    expect(page.get_by_text("1 row is refused. Correct the file")).to_be_visible()
    window.complaints.clear()  # the browser logs the answer 422 as an error
    window.must_be_sound()
    page.get_by_label("Skip").check()
    page.get_by_role("button", name="Import 3 contracts").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    drain()

    page.get_by_role("link", name="Show the contracts").click()
    expect(page.get_by_text("3 contracts").first).to_be_visible()
    for title in ("Hosting", "Voice", "Mail"):
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    window.must_be_sound()


def test_the_same_file_again_changes_nothing(window):
    a_user("ana", "procurement")
    window.sign_in("ana")
    for verdict in ("Import 3 contracts", "Nothing to import"):
        page = upload(window, HEAD + ROWS)
        page.get_by_role("button", name="Check every row").click()
        expect(page.get_by_text("Waiting for a worker.")).to_be_visible()
        drain()
        expect(page.get_by_role("heading", name=verdict)).to_be_visible()
        if verdict != "Nothing to import":
            page.get_by_role("button", name=verdict).click()
            expect(page.get_by_role("progressbar")).to_be_visible()
            drain()
            expect(page.get_by_role("link", name="Show the contracts")).to_be_visible()
    expect(page.get_by_text("Every row of this file is recorded already")).to_be_visible()
    window.must_be_sound()
    assert Contract.unscoped.count() == 3


def test_a_job_is_cancelled_from_its_progress_where_the_focus_stays(window):
    a_user("ana", "procurement")
    window.sign_in("ana")
    page = upload(window, HEAD + ROWS)
    page.get_by_role("button", name="Check every row").click()
    cancel = page.get_by_role("button", name="Cancel")
    cancel.focus()
    for _ in range(2):  # the second answer comes when what the first one brought stands on the page
        with page.expect_response(lambda answer: "/jobs/" in answer.url and "words=" in answer.url):
            pass
    expect(cancel).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Cancelled").first).to_be_visible()
    assert drain() == 0
    window.must_be_sound()
