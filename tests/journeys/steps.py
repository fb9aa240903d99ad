"""Steps that several journeys take: a register comes in, a mail is read and its link followed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from core.jobs import drain
from tests.journeys.conftest import WAYS, Window

#: Two contracts of one supplier as a German spreadsheet writes them: one renews by itself, one ends.
REGISTER = (
    "Ref;Contract no;Contract name;Supplier;Department;Owner;Contract value;Currency;Start date;End date;"
    "Term type;Renews for;Notice period\n"
    "K-17;IT-17;Hosting framework;Nord Cloud GmbH;IT Procurement;ana;48.000,00;EUR;01.01.2026;31.12.2026;"
    "automatic;12 months;3 months\n"
    "K-18;IT-18;Move to the new data center;Nord Cloud GmbH;IT Procurement;ana;9.500,00;EUR;01.02.2026;"
    "31.01.2028;fixed;;\n"
)


def become(window: Window, username: str) -> Page:
    """Let somebody else sit down before the window, at Home."""
    window.page.context.clear_cookies()
    window.sign_in(username)
    return window.page


def look_in_all_ways(window: Window) -> None:
    """Fail when the open page has a fault in light, in dark or on a telephone."""
    faults = []
    for way in WAYS:
        window.look(way)
        faults += window.faults()
    window.look("light")
    assert not faults, "\n".join(faults)


def import_the_register(window: Window) -> None:
    """Upload the register, say which column is which, look at what would happen, and confirm."""
    page = window.page
    page.get_by_role("link", name="Import", exact=True).locator("visible=true").click()
    page.get_by_role("link", name="Import a register").click()
    page.get_by_label("Register", exact=True).set_input_files(
        {"name": "it-contracts.csv", "mimeType": "text/csv", "buffer": REGISTER.encode()}
    )
    page.get_by_label("Name of the register").fill("IT contracts")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[name=column_number]")).to_have_value("Contract no")
    expect(page.locator("[name=column_notice_quantity]")).to_have_value("Notice period")
    expect(page.get_by_label("Dates are written")).to_have_value("DD.MM.YYYY")
    page.get_by_label("Decimal separator").select_option(",")
    page.get_by_label("Their words for ours").fill("term_type: automatic = auto_renew")
    look_in_all_ways(window)
    page.get_by_role("button", name="Check every row").click()
    expect(page.get_by_text("Waiting for a worker.")).to_be_visible()
    drain()
    button = page.get_by_role("button", name="Import 2 contracts")
    expect(button).to_be_visible()
    look_in_all_ways(window)
    button.click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    drain()
    page.get_by_role("link", name="Show the contracts").click()
    expect(page.get_by_text("2 contracts").first).to_be_visible()


def open_mail(window: Window, subject: str) -> Page:
    """Open the newest message of the person who is signed in, which has this subject."""
    page = window.page
    page.get_by_role("link", name="Mailbox", exact=True).locator("visible=true").click()
    newest = page.get_by_role("table", name="Messages, newest first").get_by_role("rowheader").first
    expect(newest).to_have_text(subject)
    newest.get_by_role("link").click()
    return page


def follow_the_link(window: Window, button: str) -> Page:
    """Press the button of the open message: what it opens is looked at by the window from now on."""
    letter = window.page.frame_locator("iframe")
    with window.page.expect_popup() as opened:
        letter.get_by_role("link", name=button).click()
    window.turn_to(opened.value)
    return window.page
