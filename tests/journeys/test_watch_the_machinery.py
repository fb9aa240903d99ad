"""What an administrator sees of the reminders: mail, ledger, sweeps, and the banner when they stop."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from core import clock
from core.audit import Actor
from core.reminders.hold import hold_mail
from core.reminders.sweeping import sweep
from tests.support.people import a_user
from tests.support.reminding import due_in

pytestmark = [pytest.mark.browser, pytest.mark.committed]


def test_a_reminder_is_followed_from_the_sweep_to_the_mail_and_the_ledger(window):
    boss = a_user("boss", "administrator", full_name="Ada Winter")
    contract = due_in(10, title="Hosting framework", owner=boss)
    window.sign_in("boss")
    page = window.open("/operations/")
    expect(page.get_by_role("alert")).to_contain_text("No sweep has proved its work yet")
    assert page.request.get(window.site + "/healthz").status == 503
    window.must_be_sound()

    sweep()
    cache.clear()
    page.reload()
    expect(page.get_by_text("Reminders are looked after")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("heading", name="Everybody can be reached")).to_be_visible()
    expect(page.get_by_role("table", name="Delivery ledger")).to_contain_text("boss@termkeeper.invalid")
    health = page.request.get(window.site + "/healthz")
    assert (health.status, health.json()["unroutable"]) == (200, 0)

    page = window.open("/mailbox/")
    page.get_by_role("link", name="Hosting framework").click()
    letter = page.frame_locator("iframe")
    expect(letter.get_by_text("Hosting framework").first).to_be_visible()
    expect(page.get_by_role("region", name="Attachments")).to_contain_text(".ics")
    window.must_be_sound()

    page = window.open(f"/contracts/{contract.pk}/deadline/")
    ledger = page.get_by_role("table", name="Reminders")
    expect(ledger).to_contain_text("boss@termkeeper.invalid")
    expect(ledger).to_contain_text("Covered by a later one")
    window.must_be_sound()


def test_mail_on_hold_is_released_with_a_reason(window):
    a_user("boss", "administrator", full_name="Ada Winter")
    sweep()
    hold_mail(actor=Actor.system("test"), reason="The database was restored.", now=clock.now())
    window.sign_in("boss")
    page = window.open("/operations/")
    page.get_by_role("main").get_by_role("link", name="Release mail").click()
    expect(page.get_by_role("heading", name="Release mail")).to_be_visible()
    window.must_be_sound()
    page.get_by_label("Reason").fill("Looked at: nothing was sent twice.")
    page.get_by_role("button", name="Release mail").click()
    expect(page.get_by_text("Mail is released")).to_be_visible()
    window.open("/operations/release/")
    expect(page.get_by_text("Mail is not on hold.")).to_be_visible()
