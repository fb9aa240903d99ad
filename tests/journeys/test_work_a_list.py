"""Working a list: columns, saved views, picked rows; and what changed since the last visit."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from accounts.actions.visits import note_visit
from contracts_app.models import Contract
from core import clock
from core.audit import Actor
from tests.support.contracts import a_contract
from tests.support.people import a_user

pytestmark = [pytest.mark.browser, pytest.mark.committed]


def menu(page, label: str):
    page.locator("summary", has_text=label).first.click()


def test_columns_are_chosen_and_a_view_is_saved_shared_and_started_with(window):
    ana = a_user("ana", "procurement", full_name="Ana Ruiz")
    a_contract(title="Hosting framework", type="saas", owner_id=ana.pk)
    a_contract(title="Voice")
    window.sign_in("ana")
    page = window.open("/contracts/?owner=me")

    menu(page, "Columns")
    window.must_be_sound()
    page.get_by_role("checkbox", name="Type").check()
    page.get_by_role("checkbox", name="Vendor").uncheck()
    expect(page.get_by_role("checkbox", name="Title (always)")).to_be_disabled()
    page.get_by_role("button", name="Show columns").click()
    page.wait_for_url("**/contracts/?owner=me&columns=number,title,type,*")
    expect(page.get_by_role("cell", name="SaaS subscription")).to_be_visible()
    page.wait_for_load_state()
    window.must_be_sound()

    menu(page, "Save view")
    window.must_be_sound()
    page.get_by_label("Name of this view").fill("My contracts")
    page.get_by_label("Share with everybody").check()
    page.locator(".views-menu").get_by_role("button", name="Save view").click()
    tab = page.get_by_role("navigation", name="Views of the contracts").get_by_role(
        "link", name="My contracts"
    )
    expect(tab).to_have_attribute("aria-current", "page")
    page.wait_for_load_state()
    window.must_be_sound()

    menu(page, "Views")
    window.must_be_sound()
    page.get_by_role("button", name="Start with “My contracts”").click()
    expect(page.get_by_text("You start with this view from now on.")).to_be_visible()
    page = window.open("/contracts/")
    expect(page.get_by_text("1 contract").first).to_be_visible()
    page.get_by_role("link", name="All contracts").click()
    expect(page.get_by_text("2 contracts").first).to_be_visible()

    page = window.open("/settings/views/")
    window.must_be_sound()
    page.get_by_role("link", name="Change My contracts").click()
    expect(page.get_by_role("heading", name="Change the view “My contracts”")).to_be_visible()
    page.wait_for_load_state()
    window.must_be_sound()
    page.get_by_label("Name").fill("Ours")
    page.get_by_role("button", name="Save changes").click()
    page.get_by_role("link", name="Delete Ours").click()
    expect(page.get_by_role("button", name="Delete view")).to_be_visible()
    page.wait_for_load_state()
    window.must_be_sound()
    page.get_by_role("button", name="Delete view").click()
    expect(page.get_by_role("heading", name="No saved views yet")).to_be_visible()
    page.wait_for_load_state()
    window.must_be_sound()


def test_picked_contracts_get_a_tag_and_another_owner(window):
    a_user("ana", "procurement", full_name="Ana Ruiz")
    tom = a_user("tom", full_name="Tom Weiss")
    for number in range(3):
        a_contract(title=f"Contract {number}")
    window.sign_in("ana")
    page = window.open("/contracts/")
    bar = page.get_by_role("form", name="What to do with picked contracts")

    expect(bar).to_be_hidden()
    page.get_by_role("checkbox", name="Pick Contract 1").check()
    expect(bar).to_contain_text("1 contract picked")
    window.must_be_sound()
    bar.get_by_role("link", name="Pick all on this page").click()
    expect(bar).to_contain_text("3 contracts picked")
    bar.get_by_role("link", name="Pick none").click()
    expect(bar).to_be_hidden()

    page.get_by_role("checkbox", name="Pick Contract 0").check()
    page.get_by_role("checkbox", name="Pick Contract 2").check()
    bar.get_by_role("button", name="Add tag").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a tag to 2 contracts")
    page.wait_for_load_state()
    window.must_be_sound()
    page.get_by_label("Tag", exact=True).fill("Cloud")
    page.get_by_role("button", name="Add tag to 2 contracts").click()
    expect(page.get_by_text("The tag is added to 2 contracts.")).to_be_visible()

    page.get_by_role("checkbox", name="Pick Contract 0").check()
    bar.get_by_role("button", name="Change owner").click()
    page.get_by_label("New owner").fill("Tom Weiss")
    page.get_by_role("button", name="Change owner of 1 contract").click()
    expect(page.get_by_text("The owner of 1 contract is changed.")).to_be_visible()
    page.wait_for_load_state()
    window.must_be_sound()
    assert Contract.unscoped.get(title="Contract 0").owner_id == tom.pk
    assert Contract.unscoped.filter(tag_links__tag__name="cloud").count() == 2


def test_home_tells_what_changed_since_the_last_visit(window):
    ana = a_user("ana", "procurement", full_name="Ana Ruiz")
    tom = a_user("tom", "procurement", full_name="Tom Weiss")
    note_visit(actor=Actor.person(ana), now=clock.now() - dt.timedelta(hours=9))
    contract = a_contract(actor=Actor.person(tom, request_id="r1"), title="Hosting framework")
    window.sign_in("ana")

    box = window.page.get_by_role("region", name="Since you were last here")
    expect(box).to_contain_text(f"Tom Weiss recorded {contract.number} Hosting framework")
    window.must_be_sound()
    box.get_by_role("link", name=contract.number).click()
    expect(window.page.get_by_role("heading", level=1)).to_contain_text("Hosting framework")


def test_the_list_works_without_scripts(window, chromium):
    ana = a_user("ana", "procurement")
    first = a_contract(title="Hosting framework", owner_id=ana.pk)
    window.sign_in("ana")
    context = chromium.new_context(
        java_script_enabled=False,
        viewport=window.page.viewport_size,
        storage_state=window.page.context.storage_state(),
    )
    page = context.new_page()
    page.goto(window.site + "/contracts/")

    menu(page, "Columns")
    page.get_by_role("checkbox", name="Type").check()
    page.get_by_role("button", name="Show columns").click()
    assert "type" in page.url
    page.get_by_role("checkbox", name="Pick Hosting framework").check()
    page.get_by_role("button", name="Add tag").click()
    page.get_by_label("Tag", exact=True).fill("cloud")
    page.get_by_role("button", name="Add tag to 1 contract").click()
    expect(page.get_by_text("The tag is added to 1 contract.")).to_be_visible()
    assert first.tag_links.filter(tag__name="cloud").exists()
    context.close()
