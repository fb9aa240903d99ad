"""Recording, changing and deactivating vendors and contacts in the browser's forms."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.support.people import a_user
from tests.vendors.support import a_contact, a_vendor
from vendors.models import Entity, Vendor, VendorContact

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def editor(client):
    client.force_login(a_user("ana", "procurement"), backend=BACKEND)
    return client


def test_a_vendor_is_recorded_and_its_page_shows_it_with_who_did_it(editor):
    response = editor.post(
        reverse("vendor_create"), {"name": "Nord Cloud GmbH", "country": "DE"}, follow=True
    )

    vendor = Vendor.unscoped.get()
    assert response.redirect_chain == [(reverse("vendor", args=[vendor.pk]), 302)]
    assert "Nord Cloud GmbH is recorded." in response.content.decode()
    activity = editor.get(reverse("vendor_activity", args=[vendor.pk])).content.decode()
    assert "<strong>ana</strong> recorded this vendor" in activity
    assert "Country: DE" in activity


def test_wrong_input_comes_back_with_what_to_do_and_nothing_is_stored(editor):
    data = {"name": "Nord", "lei": "123", "website": "nord", "notes": "kept"}

    response = editor.post(reverse("vendor_create"), data)

    html = response.content.decode()
    assert response.status_code == 422
    assert "2 things need correcting" in html
    assert "An LEI has 20 characters" in html
    assert "kept" in html
    assert Vendor.unscoped.count() == 0


def test_a_name_that_exists_is_refused_at_the_name(editor):
    a_vendor("Nord Cloud GmbH")

    response = editor.post(reverse("vendor_create"), {"name": "NORD CLOUD GMBH"})

    assert response.status_code == 422
    assert "There is a vendor called Nord Cloud GmbH already" in response.content.decode()


def test_a_change_of_an_outdated_form_is_refused_and_keeps_both_sides(editor):
    vendor = a_vendor("Nord")
    form = {"name": "Nord", "notes": "mine", "version": vendor.row_version}
    editor.post(reverse("vendor_change", args=[vendor.pk]), {**form, "notes": "first"})

    response = editor.post(reverse("vendor_change", args=[vendor.pk]), form)

    vendor.refresh_from_db()
    assert response.status_code == 422
    assert "changed by somebody else" in response.content.decode()
    assert vendor.notes == "first"
    assert "mine" in response.content.decode()


def test_deactivating_asks_why_and_reactivating_is_one_click(editor):
    vendor = a_vendor("Nord")
    url = reverse("vendor_deactivate", args=[vendor.pk])

    assert editor.post(url, {"reason": " "}).status_code == 422
    editor.post(url, {"reason": "Bankrupt"})
    vendor.refresh_from_db()
    assert not vendor.is_active
    assert "“Bankrupt”" in editor.get(reverse("vendor_activity", args=[vendor.pk])).content.decode()

    assert editor.get(reverse("vendor_reactivate", args=[vendor.pk])).status_code == 405
    editor.post(reverse("vendor_reactivate", args=[vendor.pk]))
    vendor.refresh_from_db()
    assert vendor.is_active


def test_a_second_click_on_reactivate_says_that_nothing_is_left_to_do(editor):
    vendor = a_vendor("Nord")

    response = editor.post(reverse("vendor_reactivate", args=[vendor.pk]))

    assert response.status_code == 409
    assert "is in use already" in response.content.decode()


def test_a_contact_is_added_changed_and_removed_and_the_activity_names_it(editor):
    vendor = a_vendor("Nord")
    add = reverse("contact_add", args=[vendor.pk])

    assert editor.post(add, {"role": "notice", "name": "Ines"}).status_code == 422
    editor.post(add, {"role": "notice", "name": "Ines", "email": "ines@nord.invalid"})
    contact = VendorContact.unscoped.get()
    change = {"role": "notice", "name": "Ines", "email": "i@nord.invalid", "version": contact.row_version}
    editor.post(reverse("contact_change", args=[contact.pk]), change)
    editor.post(reverse("contact_remove", args=[contact.pk]), {"reason": "Left the company"})

    assert VendorContact.unscoped.count() == 0
    activity = editor.get(reverse("vendor_activity", args=[vendor.pk])).content.decode()
    for said in (
        "added contact Ines (Notices)",
        "changed contact Ines (Notices)",
        "removed contact Ines (Notices)",
    ):
        assert said in activity
    assert "Left the company" in activity


def test_who_may_only_look_gets_no_buttons_and_no_forms(client):
    client.force_login(a_user("tom", "requester"), backend=BACKEND)
    vendor = a_vendor("Nord")
    contact = a_contact(vendor)

    page = client.get(reverse("vendor", args=[vendor.pk]))

    assert page.status_code == 200
    assert "Deactivate" not in page.content.decode()
    for url in (
        reverse("vendor_create"),
        reverse("vendor_change", args=[vendor.pk]),
        reverse("vendor_deactivate", args=[vendor.pk]),
        reverse("contact_add", args=[vendor.pk]),
        reverse("contact_remove", args=[contact.pk]),
        reverse("entity_list"),
    ):
        assert client.post(url, {"name": "x", "reason": "x"}).status_code == 403


def test_a_tab_answers_htmx_with_itself_and_everybody_else_with_the_whole_page(editor):
    vendor = a_vendor("Nord")
    url = reverse("vendor_activity", args=[vendor.pk])

    fragment = editor.get(url, headers={"HX-Request": "true", "HX-Target": "tabbed"}).content.decode()
    page = editor.get(url).content.decode()

    assert "<html" not in fragment
    assert '<div id="tabbed">' in fragment
    assert "<html" in page
    assert fragment.strip() in page


def test_a_vendor_that_does_not_exist_is_a_page_that_says_so(editor):
    response = editor.get(reverse("vendor", args=[99_999_999]))

    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_an_entity_of_ours_is_recorded_changed_and_taken_out_of_use(editor):
    editor.post(reverse("entity_create"), {"name": "Musterwerk AG", "country": "DE"})
    entity = Entity.unscoped.get()
    editor.post(reverse("entity_change", args=[entity.pk]), {"name": "Musterwerk SE", "version": 1})
    editor.post(reverse("entity_deactivate", args=[entity.pk]), {"reason": "Merged"})

    entity.refresh_from_db()
    assert (entity.name, entity.country, entity.is_active) == ("Musterwerk SE", "", False)
    assert editor.post(reverse("entity_create"), {"name": "MUSTERWERK SE"}).status_code == 422
    editor.post(reverse("entity_reactivate", args=[entity.pk]))
    entity.refresh_from_db()
    assert entity.is_active


def test_the_parent_is_chosen_by_typing_its_name_and_is_suggested_while_typing(editor):
    group = a_vendor("Nord Group AG", is_active=False)
    a_vendor("Sud Group AG")

    suggested = editor.get(reverse("options", args=["any-vendor"]), {"parent_id": "nord"}).content.decode()
    editor.post(reverse("vendor_create"), {"name": "Nord Cloud", "parent_id": "nord group"})
    refused = editor.post(reverse("vendor_create"), {"name": "Other", "parent_id": "group"})
    child = Vendor.unscoped.get(name="Nord Cloud")
    form = editor.get(reverse("vendor_change", args=[child.pk])).content.decode()

    assert suggested == '<option value="Nord Group AG"></option>'
    assert child.parent_id == group.pk
    assert "could be more than one vendor" in refused.content.decode()
    assert 'value="Nord Group AG"' in form


def test_suggestions_of_what_does_not_exist_or_may_not_be_seen_are_none(editor, client):
    a_vendor("Nord")

    assert editor.get(reverse("options", args=["secrets"])).status_code == 404
    client.force_login(a_user("new"), backend=BACKEND)
    assert client.get(reverse("options", args=["vendor"]), {"q": "nord"}).content == b""
