"""Picking contracts in the list and what the bar does with them, without any script."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.urls import reverse

from contracts_app.models import Contract
from core.models import LedgerEntry
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db
LIST = reverse("contract_list")
CSV = reverse("contract_selection_csv")


def step(key: str) -> str:
    return reverse("contract_selection", args=[key])


@pytest.fixture
def ana():
    return a_user("ana", "procurement", department=a_department(), full_name="Ana Ruiz")


@pytest.fixture
def client(ana):
    return signed_in(ana)


@pytest.fixture
def pair(ana):
    return a_contract(title="Hosting", tags=("cloud",), owner_id=ana.pk), a_contract(title="Voice")


def picked(response) -> str:
    """Return what the page knows of the picked contracts."""
    return re.search(r'name="picked" value="([^"]+)"', response.content.decode()).group(1)


def test_each_row_has_a_checkbox_of_the_bars_form(client, pair):
    page = client.get(LIST).content.decode()

    for contract in pair:
        assert f'value="{contract.pk}" form="selection"' in page
        assert f'aria-label="Pick {contract.title}"' in page
    assert page.count('form="selection"') == 2
    assert all(label in page for label in ("Add tag", "Remove tag", "Change owner", "Change backup owner"))


def test_all_of_a_page_are_picked_by_a_link(client, pair):
    listing = client.get(LIST).context["listing"]
    assert listing.picking.all_url == "?pick=page"

    assert client.get(f"{LIST}?pick=page").content.decode().count(" checked></label></td>") == 2
    assert client.get(LIST).content.decode().count(" checked></label></td>") == 0


def test_the_next_rows_have_checkboxes_too(client):
    for number in range(53):
        a_contract(title=f"Contract {number:02}")
    url = client.get(LIST).context["listing"].next_url
    rows = client.get(f"{url}&part=rows", headers={"HX-Request": "true"}).content.decode()

    assert rows.count('form="selection"') == 3


def test_who_may_do_nothing_with_contracts_has_no_checkboxes(pair):
    page = signed_in(a_user("kim", "requester")).get(LIST).content.decode()

    assert "data-pick" not in page
    assert 'id="selection"' not in page


def test_who_may_only_export_has_only_the_csv(pair):
    page = signed_in(a_user("fin", "finance")).get(LIST).content.decode()

    assert CSV in page
    assert step("add-tag") not in page


def test_a_tag_is_added_after_a_look_at_what_is_picked(client, pair):
    one, two = pair
    asked = client.post(f"{step('add-tag')}?status=draft", {"ids": [one.pk, two.pk]})

    text = asked.content.decode()
    assert "Add a tag to 2 contracts" in text
    assert one.number in text
    assert "cloud" in text
    done = client.post(f"{step('add-tag')}?status=draft", {"picked": picked(asked), "tag": "Framework"})
    assert done["Location"] == f"{LIST}?status=draft"
    assert set(one.tag_links.values_list("tag__name", flat=True)) == {"cloud", "framework"}
    assert "The tag is added to 2 contracts." in client.get(LIST).content.decode()


def test_only_tags_that_are_there_are_offered_for_removal(client, pair):
    asked = client.post(step("remove-tag"), {"ids": [each.pk for each in pair]})
    assert asked.context["form"].fields["tag"].choices == [("cloud", "cloud (1)")]

    client.post(step("remove-tag"), {"picked": picked(asked), "tag": "cloud"})
    assert not pair[0].tag_links.exists()


def test_the_owner_is_changed_with_a_reason(client, pair):
    tom = a_user("tom", full_name="Tom Weiss")
    asked = client.post(step("owner"), {"ids": [each.pk for each in pair]})
    text = asked.content.decode()
    assert "Owner now" in text
    assert "Ana Ruiz" in text
    assert "Nobody" in text

    client.post(step("owner"), {"picked": picked(asked), "person": "Tom Weiss", "reason": "Ana leaves"})
    assert set(Contract.unscoped.values_list("owner_id", flat=True)) == {tom.pk}
    last = Contract.history.latest("history_id")
    assert last.history_change_reason == "Ana leaves"


def test_the_backup_owner_is_changed(client, pair, ana):
    tom = a_user("tom", full_name="Tom Weiss")
    asked = client.post(step("backup-owner"), {"ids": [pair[0].pk]})

    client.post(step("backup-owner"), {"picked": picked(asked), "person": "tom", "reason": ""})
    assert Contract.unscoped.get(pk=pair[0].pk).backup_owner == tom


def test_a_refusal_names_the_contracts_and_keeps_the_input(client, pair):
    a_user("tom", full_name="Tom Weiss")
    asked = client.post(step("backup-owner"), {"ids": [each.pk for each in pair]})
    refused = client.post(
        step("backup-owner"), {"picked": picked(asked), "person": "tom", "reason": "Holidays"}
    )

    assert refused.status_code == 422
    text = refused.content.decode()
    assert f"{pair[1].number} has no owner" in text
    assert "Holidays" in text


def test_a_contract_changed_meanwhile_is_said_and_nothing_changes(client, pair):
    asked = client.post(step("owner"), {"ids": [pair[0].pk]})
    other = client.post(step("add-tag"), {"ids": [pair[0].pk]})
    client.post(step("add-tag"), {"picked": picked(other), "tag": "new"})

    refused = client.post(step("owner"), {"picked": picked(asked), "person": "", "reason": ""})
    assert refused.status_code == 422
    assert f"{pair[0].number} was changed by somebody else" in refused.content.decode()


def test_contracts_that_may_not_be_changed_are_said_beforehand_and_refused(client, pair, ana):
    foreign = a_contract(title="Campaign", department_id=a_department("Marketing").pk, owner_id=ana.pk)
    asked = client.post(step("add-tag"), {"ids": [pair[0].pk, foreign.pk]})
    assert f"You may not change {foreign.number}" in asked.content.decode()

    refused = client.post(step("add-tag"), {"picked": picked(asked), "tag": "new"})
    assert refused.status_code == 403
    assert foreign.number in refused.content.decode()
    assert not pair[0].tag_links.filter(tag__name="new").exists()


def test_a_contract_that_is_not_seen_is_never_shown(client, pair):
    hidden = a_contract(title="Secret plan", is_confidential=True, owner_id=a_user("boss").pk)
    asked = client.post(step("add-tag"), {"ids": [pair[0].pk, hidden.pk]})

    assert "Secret plan" not in asked.content.decode()
    assert hidden.number not in asked.content.decode()


@pytest.mark.parametrize("posted", [{}, {"ids": "x"}, {"ids": ",".join(map(str, range(1, 502)))}])
def test_nothing_picked_and_too_much_picked_are_said(client, posted):
    for path in (step("add-tag"), CSV):
        answer = client.post(path, posted)
        assert answer.status_code == 409
        assert "picked" in answer.content.decode()


@pytest.mark.parametrize("posted", ["", "x", "1", ":", "99999999999999999999:1.1"])
def test_a_mangled_selection_is_refused(client, pair, posted):
    answer = client.post(step("owner"), {"picked": posted, "person": "", "reason": ""})

    assert answer.status_code in (409, 422)


def test_only_a_post_of_somebody_with_the_verb_reaches_a_step(client, pair):
    kim = signed_in(a_user("kim", "requester"))
    assert client.get(step("add-tag")).status_code == 405
    assert client.post(step("no-such-step"), {"ids": "1"}).status_code == 404
    assert kim.post(step("add-tag"), {"ids": [pair[0].pk]}).status_code == 403
    assert kim.post(CSV, {"ids": [pair[0].pk]}).status_code == 403


def test_the_picked_go_into_a_csv_with_the_columns_and_order_of_the_list(client, pair):
    a_contract(title="Not picked")
    hidden = a_contract(title="Secret plan", is_confidential=True, owner_id=a_user("boss").pk)
    address = f"{CSV}?columns=number,title&sort=-title&status=expired&q=nothing"
    answer = client.post(address, {"ids": [*(each.pk for each in pair), hidden.pk]})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text)))
    assert [row[1] for row in rows] == ["Title", "Voice", "Hosting"]
    assert rows[0] == ["Number", "Title"]
    entry = LedgerEntry.objects.get(kind="core.export.downloaded")
    assert str(pair[0].pk) in entry.body
    assert "picked=" in entry.body


def test_a_step_takes_the_same_queries_for_two_and_for_thirty(client, ana, django_assert_max_num_queries):
    keys = [
        a_contract(title=f"Contract {number}", tags=("cloud",), owner_id=ana.pk).pk for number in range(30)
    ]
    client.post(step("owner"), {"ids": keys[:2]})

    with django_assert_max_num_queries(8):
        client.post(step("owner"), {"ids": keys})
