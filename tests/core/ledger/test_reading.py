"""Reading history for pages: who changed what, in words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model

from core.audit import Actor, acting
from core.ledger import activity_of, register_actor_kind
from core.ledger.wording import HIDDEN, Wording
from tests.support.auditlab.models import Part, Shelf, Thing
from vendors.models import Vendor

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def thing(actor: Actor) -> Thing:
    with acting(actor):
        return Thing.unscoped.create(name="Lamp", color="red", amount=Decimal("1200.5000"))


def changes(thing: Thing, **values: object) -> dict[str, tuple[str, str]]:
    with acting(Actor.system("test")):
        Thing.unscoped.filter(pk=thing.pk).update(**values)
    newest = activity_of([("auditlab.thing", thing.pk)])[0]
    return {change.label: (change.old, change.new) for change in newest.changes}


def test_a_changed_field_is_told_with_its_old_and_its_new_value(thing: Thing) -> None:
    assert changes(thing, name="Lantern") == {"Name": ("Lamp", "Lantern")}


def test_choices_are_told_by_their_label(thing: Thing) -> None:
    assert changes(thing, color="blue") == {"Color": ("Red as a rose", "Blue")}


def test_money_dates_truth_and_lists_are_told_in_words(thing: Thing) -> None:
    told = changes(thing, amount=None, day=dt.date(2026, 11, 30), is_sold=True, words=["a", "b"])
    assert told == {
        "Price": ("1,200.50", ""),
        "Day": ("", "30 Nov 2026"),
        "Is sold": ("No", "Yes"),
        "Words": ("", "a, b"),
    }


def test_a_link_is_told_by_the_name_of_its_target(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        shelf = Shelf.unscoped.create(name="North wall")
    assert changes(thing, shelf=shelf) == {"Shelf": ("", "North wall")}


def test_a_link_to_something_deleted_says_so(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        shelf = Shelf.unscoped.create(name="North wall")
        Thing.unscoped.filter(pk=thing.pk).update(shelf=shelf)
        key = shelf.pk
        shelf.delete()
    [nulled, *_] = activity_of([("auditlab.thing", thing.pk)])
    assert [(change.old, change.new) for change in nulled.changes] == [(f"shelf {key} (deleted)", "")]


def test_a_link_to_what_the_reader_may_not_see_is_not_named(actor: Actor) -> None:
    outsider = get_user_model()(username="outsider", is_active=True)
    with acting(actor):
        outsider.save()
        parent = Vendor.unscoped.create(name="Secret Parent", name_key="secret parent", created_at=NOON)
        child = Vendor.unscoped.create(name="Child", name_key="child", parent=parent, created_at=NOON)
    [entry] = activity_of([("vendors.vendor", child.pk)], outsider)
    assert [change.new for change in entry.changes if change.name == "parent"] == [HIDDEN]


def test_a_creation_tells_what_was_filled_and_leaves_blanks_out(thing: Thing) -> None:
    [entry] = activity_of([("auditlab.thing", thing.pk)])
    assert entry.verb == "created"
    assert {change.name for change in entry.changes} == {"name", "amount", "color", "count", "is_sold"}


def test_a_deletion_is_the_last_entry(thing: Thing, actor: Actor) -> None:
    key = thing.pk
    with acting(actor):
        thing.delete()
    entries = activity_of([("auditlab.thing", key)])
    assert [(entry.verb, entry.changes == ()) for entry in entries] == [("deleted", True), ("created", False)]


def test_several_subjects_are_told_together_newest_first(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        part = Part.unscoped.create(thing=thing, name="Bulb")
        Thing.unscoped.filter(pk=thing.pk).update(count=1)
    entries = activity_of([("auditlab.thing", thing.pk), ("auditlab.part", part.pk)])
    assert [(entry.noun, entry.verb) for entry in entries] == [
        ("thing", "changed"),
        ("part", "created"),
        ("thing", "created"),
    ]


def test_a_cut_list_still_knows_the_value_before(thing: Thing) -> None:
    changes(thing, name="Lantern")
    changes(thing, name="Candle")
    [newest] = activity_of([("auditlab.thing", thing.pk)], limit=1)
    assert [(change.old, change.new) for change in newest.changes] == [("Lantern", "Candle")]
    earlier = activity_of([("auditlab.thing", thing.pk)], limit=1, before=newest.at)
    assert [(change.old, change.new) for change in earlier[0].changes] == [("Lamp", "Lantern")]
    assert activity_of([("auditlab.thing", thing.pk)], before=NOON - dt.timedelta(days=3650)) == []


def test_the_actor_is_told_by_name_with_channel_reason_and_request(thing: Thing, actor: Actor) -> None:
    ada = get_user_model()(username="ada", full_name="Ada Lovelace")
    with acting(actor):
        ada.save()
    with acting(Actor.person(ada, request_id="r1", reason="It was wrong")):
        Thing.unscoped.filter(pk=thing.pk).update(name="Lantern")
    [entry, created] = activity_of([("auditlab.thing", thing.pk)])
    assert (entry.actor, entry.channel, entry.reason, entry.request_id) == (
        "Ada Lovelace",
        "page",
        "It was wrong",
        "r1",
    )
    assert created.actor == "Termkeeper (test)"


def test_an_app_can_name_its_own_kind_of_actor(thing: Thing) -> None:
    register_actor_kind("robot", lambda keys: {key: f"Robot number {key}" for key in keys})
    with acting(Actor(name="robot:4", channel="api")):
        Thing.unscoped.filter(pk=thing.pk).update(name="Lantern")
    assert activity_of([("auditlab.thing", thing.pk)])[0].actor == "Robot number 4"


def test_reading_costs_one_query_per_model_however_many_changes(
    thing: Thing, actor: Actor, django_assert_max_num_queries: object
) -> None:
    with acting(actor):
        for index in range(5):
            shelf = Shelf.unscoped.create(name=f"Shelf {index}")
            Thing.unscoped.filter(pk=thing.pk).update(shelf=shelf)
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert len(activity_of([("auditlab.thing", thing.pk)])) == 6


def test_values_without_a_field_of_choices_are_told_plainly() -> None:
    assert Wording(None).text(Thing._meta.get_field("details"), {"a": 1}) == "{'a': 1}"
