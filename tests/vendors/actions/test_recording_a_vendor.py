"""Recording and changing vendors: state, history, search, refusals, and what a second call does."""

from __future__ import annotations

import datetime as dt

import pytest

from core.access import UnscopedQuery
from core.audit import Actor
from core.errors import NotAllowed, StaleObject
from tests.support.people import a_user
from vendors.actions.refusal import InvalidVendor, UnableToChangeVendor
from vendors.actions.vendors import change_vendor, create_vendor, deactivate_vendor, reactivate_vendor
from vendors.models import Vendor
from vendors.rules.draft import VendorDraft
from vendors.signals import vendors_renamed

NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def record(actor: Actor, name: str = "Nord Cloud GmbH", **facts: object) -> Vendor:
    return create_vendor(actor=actor, draft=VendorDraft(name=name, **facts), now=NOW)


def history_of(vendor: Vendor) -> list[tuple[str, str]]:
    return list(vendor.history.order_by("history_id").values_list("history_type", "history_actor"))


def test_a_recorded_vendor_has_its_facts_tidied_and_one_history_row(actor):
    vendor = record(actor, "  Nord   Cloud GmbH ", country="de", lei=" 5493001kjtiigc8y1r12 ")

    vendor.refresh_from_db()
    assert (vendor.name, vendor.country, vendor.lei) == ("Nord Cloud GmbH", "DE", "5493001KJTIIGC8Y1R12")
    assert (vendor.name_key, vendor.created_at, vendor.row_version) == ("nord cloud gmbh", NOW, 1)
    assert history_of(vendor) == [("+", "system:test")]


def test_recording_the_same_name_again_is_refused_naming_the_vendor_that_exists(actor):
    record(actor, "Société Générale")

    with pytest.raises(InvalidVendor) as refusal:
        record(actor, "SOCIETE  GENERALE")

    assert refusal.value.code == "name_taken"
    assert "Société Générale" in refusal.value.fields["name"][0]
    assert Vendor.unscoped.count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " - "}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"name": "ß" * 200}, "name"),
        ({"country": "XX"}, "country"),
        ({"lei": "5493001KJTIIGC8Y1R13"}, "lei"),
        ({"website": "www.example.com"}, "website"),
        ({"parent_id": 99_999_999}, "parent_id"),
    ],
    ids=[
        "no letter",
        "too long",
        "too long when folded",
        "no country",
        "lei digits",
        "no scheme",
        "no parent",
    ],
)
def test_a_vendor_that_cannot_be_is_refused_at_its_field_and_nothing_is_stored(actor, facts, field):
    with pytest.raises(InvalidVendor) as refusal:
        record(actor, **{"name": "Nord Cloud GmbH", **facts})

    assert list(refusal.value.fields) == [field]
    assert refusal.value.status == 422
    assert Vendor.unscoped.count() == 0


def test_a_person_without_the_verb_records_nothing():
    user = a_user("tom", "requester")

    with pytest.raises(NotAllowed):
        record(Actor.person(user))

    assert Vendor.unscoped.count() == 0


def test_a_person_with_the_verb_stands_in_the_history():
    user = a_user("vera", "vendor_manager")

    assert history_of(record(Actor.person(user))) == [("+", f"user:{user.pk}")]


def test_a_change_writes_what_differs_raises_the_version_and_leaves_one_history_row(actor):
    vendor = record(actor)

    changed = change_vendor(actor=actor, vendor=vendor, changes={"country": "FR"}, expected_version=1)

    assert (changed.country, changed.row_version) == ("FR", 2)
    assert [kind for kind, _ in history_of(vendor)] == ["+", "~"]


def test_the_same_change_again_writes_nothing(actor):
    vendor = record(actor, country="FR")

    change_vendor(actor=actor, vendor=vendor, changes={"country": "fr"})

    assert len(history_of(vendor)) == 1


def test_a_change_of_an_outdated_reading_is_refused(actor):
    vendor = record(actor)
    change_vendor(actor=actor, vendor=vendor, changes={"notes": "first"})

    with pytest.raises(StaleObject):
        change_vendor(actor=actor, vendor=vendor, changes={"notes": "second"}, expected_version=1)

    vendor.refresh_from_db()
    assert vendor.notes == "first"


def test_a_new_name_is_found_the_old_one_is_not_and_upper_apps_are_told(actor):
    vendor = record(actor)
    told: list[list[int]] = []
    receiver = vendors_renamed.connect(
        told_of := (lambda sender, vendor_ids, **rest: told.append(vendor_ids)), weak=False
    )
    try:
        change_vendor(actor=actor, vendor=vendor, changes={"name": "Süd Cloud GmbH"})
    finally:
        vendors_renamed.disconnect(told_of)
    assert receiver is None

    everything = Vendor.objects.for_system("test")
    assert list(everything.matching("sud clo")) == [vendor]
    assert list(everything.matching("nord")) == []
    assert told == [[vendor.pk]]


def test_a_parent_that_already_belongs_to_the_vendor_is_refused_as_a_circle(actor):
    group = record(actor, "Nord Group AG")
    cloud = record(actor, "Nord Cloud GmbH", parent_id=group.pk)
    leaf = record(actor, "Nord Edge GmbH", parent_id=cloud.pk)

    for parent in (group, leaf):
        with pytest.raises(InvalidVendor) as refusal:
            change_vendor(actor=actor, vendor=group, changes={"parent_id": parent.pk})
        assert "circle" in refusal.value.fields["parent_id"][0]

    change_vendor(actor=actor, vendor=leaf, changes={"parent_id": group.pk})
    leaf.refresh_from_db()
    assert leaf.parent_id == group.pk


def test_deactivating_needs_a_reason_which_history_keeps(actor):
    vendor = record(actor)

    with pytest.raises(InvalidVendor) as refusal:
        deactivate_vendor(actor=actor, vendor=vendor)
    deactivate_vendor(actor=actor.with_reason("Bankrupt"), vendor=vendor)

    assert list(refusal.value.fields) == ["reason"]
    vendor.refresh_from_db()
    assert not vendor.is_active
    assert vendor.history.latest().history_change_reason == "Bankrupt"
    assert list(Vendor.objects.for_system("test").active()) == []


def test_deactivating_twice_or_reactivating_what_is_in_use_is_refused_without_history(actor):
    vendor = record(actor)
    because = actor.with_reason("Bankrupt")
    deactivate_vendor(actor=because, vendor=vendor)

    with pytest.raises(UnableToChangeVendor):
        deactivate_vendor(actor=because, vendor=vendor)
    reactivate_vendor(actor=actor, vendor=vendor)
    with pytest.raises(UnableToChangeVendor):
        reactivate_vendor(actor=actor, vendor=vendor)

    assert [kind for kind, _ in history_of(vendor)] == ["+", "~", "~"]


def test_vendors_are_not_read_without_saying_for_whom(actor):
    record(actor)

    with pytest.raises(UnscopedQuery):
        list(Vendor.objects.all())
