"""Contacts of vendors and our own entities: state, history, search, refusals, second calls."""

from __future__ import annotations

import pytest

from core.audit import Actor
from core.errors import NotAllowed, StaleObject
from tests.support.people import a_user
from tests.vendors.support import a_contact, a_vendor
from vendors.actions.contacts import add_contact, change_contact, remove_contact
from vendors.actions.entities import change_entity, create_entity, set_entity_active
from vendors.actions.refusal import InvalidVendor, UnableToChangeVendor
from vendors.models import Entity, Vendor, VendorContact
from vendors.rules.draft import ContactDraft, EntityDraft

pytestmark = pytest.mark.django_db
INES = ContactDraft(role="notice", name=" Ines  Krüger", email="ines@nord.invalid")


def test_a_contact_is_stored_tidied_and_found_through_its_vendor(actor):
    vendor = a_vendor("Nord")

    contact = add_contact(actor=actor, vendor=vendor, draft=INES)

    assert contact.name == "Ines Krüger"
    assert list(contact.history.values_list("history_type", flat=True)) == ["+"]
    assert list(Vendor.objects.for_system("test").matching("kruger ines")) == [vendor]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"role": "king"}, "role"),
        ({"name": " "}, "name"),
        ({"email": "ines"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "", "phone": "+49 30 1"}, "email"),
    ],
    ids=["no such role", "no name", "no address", "cannot be reached", "notice by telephone"],
)
def test_a_contact_that_cannot_be_is_refused_at_its_field(actor, facts, field):
    wanted = {"role": "notice", "name": "Ines", "email": "ines@nord.invalid"} | facts

    with pytest.raises(InvalidVendor) as refusal:
        add_contact(actor=actor, vendor=a_vendor(), draft=ContactDraft(**wanted))

    assert field in refusal.value.fields
    assert VendorContact.unscoped.count() == 0


def test_the_same_name_for_the_same_role_is_refused_and_for_another_is_not(actor):
    vendor = a_vendor()
    add_contact(actor=actor, vendor=vendor, draft=INES)

    with pytest.raises(InvalidVendor, match="already"):
        add_contact(actor=actor, vendor=vendor, draft=INES)
    add_contact(actor=actor, vendor=vendor, draft=ContactDraft(role="billing", name="Ines Krüger", phone="1"))

    assert VendorContact.unscoped.count() == 2


def test_a_contact_is_changed_once_and_not_from_an_outdated_reading(actor):
    contact = a_contact(a_vendor())

    change_contact(actor=actor, contact=contact, changes={"phone": "1"}, expected_version=1)
    change_contact(actor=actor, contact=contact, changes={"phone": "1"}, expected_version=2)
    with pytest.raises(StaleObject):
        change_contact(actor=actor, contact=contact, changes={"phone": "2"}, expected_version=1)

    assert list(contact.history.order_by("history_id").values_list("history_type", flat=True)) == ["+", "~"]


def test_a_removed_contact_is_kept_by_history_with_the_reason_and_found_no_more(actor):
    vendor = a_vendor("Nord")
    contact = a_contact(vendor)

    with pytest.raises(InvalidVendor):
        remove_contact(actor=actor, contact=contact)
    remove_contact(actor=actor.with_reason("Left"), contact=contact)
    remove_contact(actor=actor.with_reason("Left"), contact=contact)

    past = VendorContact.history.filter(id=contact.pk).order_by("history_id")
    assert [(row.history_type, row.history_change_reason or "") for row in past] == [("+", ""), ("-", "Left")]
    assert list(Vendor.objects.for_system("test").matching("kruger")) == []


def test_an_entity_is_recorded_changed_and_its_name_is_unique_whatever_the_case(actor):
    entity = create_entity(actor=actor, draft=EntityDraft(name="Musterwerk AG", country="de"))

    changed = change_entity(actor=actor, entity=entity, changes={"name": "Musterwerk SE"}, expected_version=1)
    change_entity(actor=actor, entity=entity, changes={"name": "Musterwerk SE"})

    assert (changed.name, changed.country, changed.row_version) == ("Musterwerk SE", "DE", 2)
    with pytest.raises(InvalidVendor):
        create_entity(actor=actor, draft=EntityDraft(name="MUSTERWERK SE"))
    assert entity.history.count() == 2


def test_an_entity_goes_out_of_use_with_a_reason_and_back(actor):
    entity = create_entity(actor=actor, draft=EntityDraft(name="Musterwerk AG"))

    with pytest.raises(InvalidVendor):
        set_entity_active(actor=actor, entity=entity, is_active=False)
    set_entity_active(actor=actor.with_reason("Merged"), entity=entity, is_active=False)
    with pytest.raises(UnableToChangeVendor):
        set_entity_active(actor=actor.with_reason("Merged"), entity=entity, is_active=False)

    assert list(Entity.objects.for_system("test").active()) == []
    set_entity_active(actor=actor, entity=entity, is_active=True)
    assert list(Entity.objects.for_system("test").active()) == [entity]


def test_who_may_only_look_changes_neither_contacts_nor_entities():
    tom = Actor.person(a_user("tom", "requester", "legal", "auditor"), reason="x")
    vendor = a_vendor()
    contact = a_contact(vendor)

    for attempt in (
        lambda: add_contact(actor=tom, vendor=vendor, draft=INES),
        lambda: change_contact(actor=tom, contact=contact, changes={"phone": "1"}),
        lambda: remove_contact(actor=tom, contact=contact),
        lambda: create_entity(actor=tom, draft=EntityDraft(name="Mine")),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert VendorContact.unscoped.count() == 1
