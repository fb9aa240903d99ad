"""One contract from the register to its end: reminded of, decided, notice served, closed; or left alone."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from contracts_app.models import Contract
from core.rules.wording import MONTHS
from tests.journeys.conftest import Window
from tests.journeys.steps import become, follow_the_link, import_the_register, look_in_all_ways, open_mail
from tests.support.contracts import an_entity
from tests.support.days import Days
from tests.support.deciding import four_eyes_from
from tests.support.needs import needs_pango
from tests.support.people import a_department, a_user

pytestmark = [pytest.mark.browser, pytest.mark.committed]
ACT_BY = "[Act by Wed 30 Sep] Nord Cloud GmbH, Hosting framework (IT-17)"
CLIMBED = "[Not acknowledged: act by Wed 30 Sep] Nord Cloud GmbH, Hosting framework (IT-17)"
CONFIRMED = "[Confirmed] Terminate: Nord Cloud GmbH, Hosting framework (IT-17)"
ENDS = "[Ends Thu 31 Dec] Nord Cloud GmbH, Hosting framework (IT-17)"
LADDER = [
    "3 Apr 2026", "2 Jun 2026", "2 Jul 2026", "1 Aug 2026", "31 Aug 2026", "16 Sep 2026", "23 Sep 2026",
    "24 Sep 2026", "25 Sep 2026", "26 Sep 2026", "27 Sep 2026", "28 Sep 2026", "29 Sep 2026", "30 Sep 2026",
]  # fmt: skip
OF_THE_END = [
    "4 Jul 2026", "2 Sep 2026", "2 Oct 2026", "1 Nov 2026", "1 Dec 2026", "17 Dec 2026", "24 Dec 2026",
    "28 Dec 2026", "30 Dec 2026", "31 Dec 2026",
]  # fmt: skip
RECEIPT = {"name": "receipt.txt", "mimeType": "text/plain", "buffer": b"Delivered, signed for by M. Meier.\n"}


@pytest.fixture
def days(monkeypatch) -> Days:
    """Let it be the morning of 1 April 2026, two days before the first rung of the ladder."""
    return Days(monkeypatch, "2026-04-01T09:00+00:00")


@pytest.fixture
def window(wide_window, live_site, settings, days) -> Window:
    """Open a window on a department that has imported its contracts; Ana, who keeps them, sits before it.

    Max is her manager, Lea is legal, Hana the head of procurement. From € 25,000 on a second person confirms.
    """
    settings.SITE_URL = live_site.url
    where = a_department("IT Procurement")
    boss = a_user("max", "requester", department=where, full_name="Max Brandt")
    a_user("ana", "procurement", department=where, full_name="Ana Ruiz", manager=boss)
    a_user("lea", "legal", department=where, full_name="Lea Haas")
    a_user("hana", "procurement", full_name="Hana Vogt")
    an_entity("Our Company SE")
    four_eyes_from(25_000)
    days.sweep_on("2026-04-01")
    wide_window.sign_in("ana")
    import_the_register(wide_window)
    return wide_window


def test_reminded_acknowledged_terminated_served_closed_and_ended(window, days):
    needs_pango()
    page = acknowledge_what_the_mail_asks(window, days)
    page = decide_to_terminate(window, days)
    prepare_the_letter(window, page)
    serve_it_and_close(window, days)
    nobody_asks_any_more(window)
    for day in sorted({as_date(text) for text in ("10 Apr 2026", *LADDER[1:], *OF_THE_END, "1 Jan 2027")}):
        days.sweep_on(day)

    page = open_contract(window)
    expect(page.get_by_text("Notice served, ended 31 Dec 2026")).to_be_visible()
    window.must_be_sound()
    assert mails_of(window, "ana") == [
        ("3 Apr 2026", ACT_BY), ("9 Apr 2026", CONFIRMED), *((day, ENDS) for day in OF_THE_END),
    ]  # fmt: skip
    for name in ("max", "lea", "hana"):
        assert mails_of(window, name) == []


def open_contract(window: Window) -> Page:
    """Open the page of the contract that the journeys are about."""
    return window.open(f"/contracts/{Contract.unscoped.get(number='IT-17').pk}/")


def as_date(text: str) -> dt.date:
    """Return the date that a page writes as ``30 Sep 2026``."""
    day, month, year = text.split()
    return dt.date(int(year), MONTHS.index(month) + 1, int(day))


def mails_of(window: Window, username: str) -> list[tuple[str, str]]:
    """Return day and subject of each message in somebody's mailbox, as they read it there, oldest first."""
    become(window, username)
    page = window.open("/mailbox/")
    rows = page.get_by_role("table", name="Messages, newest first").locator("tbody tr").all()
    mails = [
        (
            row.locator("[data-label=Kept]").inner_text().split(",")[0],
            row.get_by_role("rowheader").inner_text(),
        )
        for row in rows
    ]
    return mails[::-1]


def ledger_of(page: Page) -> list[list[str]]:
    """Return the cells of the ledger of reminders on a contract's deadline page: due, which, state, words."""
    rows = page.get_by_role("table", name="Reminders").locator("tbody tr").all()
    return [[" ".join(cell.split()) for cell in row.locator("> *").all_inner_texts()] for row in rows]


def acknowledge_what_the_mail_asks(window: Window, days: Days) -> Page:
    days.sweep_on("2026-04-02")
    assert mails_of(window, "ana") == []
    days.sweep_on("2026-04-03")
    page = open_mail(window, ACT_BY)
    letter = page.frame_locator("iframe")
    lead = "Renews on 1 Jan 2027 for 12 months, € 48,000."
    expect(letter.get_by_role("paragraph").first).to_have_text(lead)
    expect(letter.get_by_role("row", name="Notice by")).to_contain_text("Wed 30 Sep 2026")
    expect(letter.get_by_role("row", name="Term ends")).to_contain_text("Thu 31 Dec 2026")
    look_in_all_ways(window)
    page = follow_the_link(window, "Open the contract")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hosting framework")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("In hand: Ana Ruiz, 3 Apr 2026")).to_be_visible()
    look_in_all_ways(window)
    return page


def decide_to_terminate(window: Window, days: Days) -> Page:
    """Decide as Ana and confirm as Lea; Ana goes on from the contract's page."""
    days.sweep_on("2026-04-07")
    page = window.page
    page.get_by_role("link", name="Record decision").click()
    page.get_by_label("Terminate.").check()
    page.get_by_label("Reason").fill("We move to the new data center.")
    window.must_be_sound()
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_text("Somebody other than Ana Ruiz must confirm this")).to_be_visible()
    page.get_by_role("link", name="IT-17", exact=True).click()
    expect(page.get_by_role("link", name="Serve notice")).to_have_count(0)

    days.sweep_on("2026-04-08")
    page = become(window, "lea")
    page.get_by_role("link", name="Hosting framework").click()
    page.get_by_role("link", name="Review decision").click()
    page.get_by_role("link", name="Confirm").click()
    page.get_by_role("button", name="Confirm decision").click()
    expect(page.get_by_text("Notice to be served by Wed 30 Sep 2026")).to_be_visible()
    look_in_all_ways(window)

    become(window, "ana")
    page = open_contract(window)
    expect(page.get_by_text("Notice to be served by Wed 30 Sep 2026")).to_be_visible()
    window.must_be_sound()
    page.get_by_role("link", name="Serve notice").click()
    page.get_by_role("link", name="Prepare notice").click()
    return page


def prepare_the_letter(window: Window, page: Page) -> None:
    """Record what the register did not know and the letter needs, and make it."""
    preparing = page.url
    expect(page.get_by_text("the letter would not say who gives notice")).to_be_visible()
    look_in_all_ways(window)
    page.get_by_role("link", name="Choose our entity").click()
    page.get_by_label("Our entity").select_option(label="Our Company SE")
    page.get_by_role("button", name="Save changes").click()
    page.goto(preparing)
    page.get_by_role("link", name="Record the address").click()
    page.get_by_label("Address").fill("1 Cloud Street\n20095 Hamburg")
    page.get_by_role("button", name="Save changes").click()
    page.goto(preparing)
    expect(page.get_by_role("note")).to_have_count(0)
    page.get_by_role("button", name="Prepare notice").click()
    look_in_all_ways(window)
    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF", exact=True).click()
    text = words_of(taken.value.path())
    for words in (
        "Our Company SE",
        "Nord Cloud GmbH 1 Cloud Street 20095 Hamburg",
        "Notice of non-renewal: Hosting framework (contract IT-17)",
        "between Our Company SE and Nord Cloud GmbH",
        "We hereby give notice that the contract is not to be renewed.",
        "The contract ends at the end of 31 December 2026.",
        "Ana Ruiz",
        "Page 1 of 1",
    ):
        assert words in text


def words_of(pdf: Path) -> str:
    """Return the words of a PDF in one line."""
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def serve_it_and_close(window: Window, days: Days) -> None:
    page = window.page
    page.get_by_role("link", name="Record service").click()
    page.get_by_label("Method").fill("Courier")
    page.get_by_label("Tracking number").fill("1Z 999")
    page.get_by_label("Received on").fill("8 Apr 2026")
    window.must_be_sound()
    page.get_by_role("button", name="Record service").click()
    expect(page.get_by_role("link", name="Close notice")).to_have_count(0)
    page.get_by_role("link", name="Attach proof").click()
    page.get_by_label("Proof of service").set_input_files(RECEIPT)
    window.must_be_sound()
    page.get_by_role("button", name="Attach proof").click()
    days.sweep_on("2026-04-09")
    page.get_by_role("link", name="Close notice").click()
    window.must_be_sound()
    page.get_by_role("button", name="Close notice").click()
    expect(page.get_by_text("The notice is served and closed.")).to_be_visible()
    look_in_all_ways(window)


def nobody_asks_any_more(window: Window) -> None:
    """Look at the contract, its ledger, Home, board and calendar right after the notice is closed."""
    page = open_contract(window)
    expect(page.get_by_text("Notice served, ends 31 Dec 2026")).to_be_visible()
    for name in ("Acknowledge", "Snooze", "Record decision", "Serve notice"):
        expect(page.get_by_role("main").get_by_text(name, exact=True)).to_have_count(0)
    look_in_all_ways(window)
    page.get_by_role("link", name="Activity").click()
    for sentence in (
        "Ana Ruiz acknowledged the deadline: act by 30 Sep 2026",
        "Lea Haas confirmed the decision: terminate",
        "Ana Ruiz closed the notice: non-renewal",
    ):
        expect(page.get_by_text(sentence)).to_be_visible()
    page.get_by_role("link", name="Deadline", exact=True).click()
    expect(page.get_by_role("region", name="Why this date")).to_contain_text("it ends on Thu 31 Dec 2026")
    given, answered = "Notice was given: nothing is left to decide.", "Somebody has it in hand."
    reasons = {row[0]: (row[2].split()[-1], row[3]) for row in ledger_of(page)}
    assert reasons.pop("3 Apr 2026") == (
        "Sent",
        "✓ Sent ana@termkeeper.invalid, 3 Apr 2026, 09:00 To Ana Ruiz as owner.",
    )
    assert reasons == (
        dict.fromkeys(("10 Apr 2026", "17 Apr 2026"), ("Withdrawn", answered))
        | dict.fromkeys(LADDER[1:], ("Withdrawn", given))
        | dict.fromkeys(OF_THE_END, ("Planned", ""))
    )
    look_in_all_ways(window)
    for path, words in (
        ("/", "No deadline in the next twelve months"),
        ("/renewals/board/", "Sep 2026"),
        ("/renewals/calendar/?month=2026-09", "September 2026"),
    ):
        page = window.open(path)
        expect(page.get_by_text(words).first).to_be_visible()
        expect(page.get_by_role("main").get_by_role("link", name="Hosting framework")).to_have_count(0)
        window.must_be_sound()
    page = window.open("/renewals/calendar/?month=2026-12")
    expect(page.get_by_role("cell", name="31")).to_contain_text("Hosting framework")


def test_left_alone_it_climbs_and_renews_silently(window, days):
    days.sweep_daily("2026-04-10")
    become(window, "max")
    page = open_mail(window, CLIMBED)
    letter = page.frame_locator("iframe")
    expect(
        letter.get_by_text("Nobody has said yet that they have it. The owner is Ana Ruiz.")
    ).to_be_visible()
    expect(letter.get_by_text("as manager of the owner, because nobody has acknowledged it")).to_be_visible()
    look_in_all_ways(window)
    page = follow_the_link(window, "Open the contract")
    expect(page.get_by_text("Decide by Mon 31 Aug 2026")).to_be_visible()
    days.sweep_daily("2026-09-30")

    days.sweep_on("2026-10-01")
    become(window, "ana")
    page = open_contract(window)
    expect(page.get_by_text("Missed on Wed 30 Sep 2026")).to_be_visible()
    expect(page.get_by_text("it renews on 1 Jan 2027 for 12 months, € 48,000")).to_be_visible()
    expect(
        page.get_by_text("Next way out: act by Thu 30 Sep 2027. Decide by Tue 31 Aug 2027")
    ).to_be_visible()
    look_in_all_ways(window)
    days.sweep_daily("2027-01-02")

    assert mails_of(window, "ana") == [(day, ACT_BY) for day in LADDER]
    assert mails_of(window, "max") == [("10 Apr 2026", CLIMBED)]
    assert mails_of(window, "lea") == [("17 Apr 2026", CLIMBED)]
    assert mails_of(window, "hana") == [("17 Apr 2026", CLIMBED)]
    it_is_reported_as_silent(window)


def it_is_reported_as_silent(window: Window) -> None:
    """Follow what Home says to the list of silent renewals, with its cost, and on to the ledger."""
    page = window.open("/")
    page.get_by_role("link", name="1 silent renewal").click()
    row = page.get_by_role("row", name="Hosting framework")
    for words in ("1 Jan 2027", "Term 2, to 31 Dec 2027", "30 Sep 2026", "Ana Ruiz", "€ 48,000"):
        expect(row).to_contain_text(words)
    look_in_all_ways(window)
    row.get_by_role("link", name="Hosting framework").click()
    rows = ledger_of(page)
    sent = [(row[0], row[1]) for row in rows if row[2].endswith("Sent")]
    climbed = [
        ("10 Apr 2026", "not acknowledged: to the manager"),
        ("17 Apr 2026", "not acknowledged: to legal and the head of procurement"),
    ]
    assert [day for day, _ in sent if (day, _) not in climbed] == LADDER
    assert [one for one in sent if one in climbed] == climbed
    words = {row[0]: row[3] for row in rows}
    assert (
        "max@termkeeper.invalid, 10 Apr 2026, 09:00 To Max Brandt as manager of the owner."
        in words["10 Apr 2026"]
    )
    assert re.findall(r"(\w+)@", words["17 Apr 2026"]) == ["lea", "hana"]
    assert {row[0][-4:] for row in rows if row[2].endswith("Planned")} == {"2027"}
    look_in_all_ways(window)
