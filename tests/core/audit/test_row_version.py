"""``row_version``: raised by every real change, by nothing else, whoever writes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from core.audit import Actor, acting, lock_version
from core.errors import StaleObject
from tests.support.auditlab.models import Thing

pytestmark = pytest.mark.django_db


@pytest.fixture
def thing(actor: Actor) -> Thing:
    with acting(actor):
        return Thing.unscoped.create(name="Lamp", amount=Decimal("1"), details={"a": 1}, words=["a"])


def version(thing: Thing) -> int:
    return Thing.unscoped.values_list("row_version", flat=True).get(pk=thing.pk)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Lantern"},
        {"amount": Decimal("1.0001")},
        {"amount": None},
        {"code": ""},
        {"details": {"a": 2}},
        {"words": ["a", "b"]},
        {"is_sold": True},
    ],
)
def test_a_change_of_an_audited_column_raises_the_version_by_one(
    thing: Thing, actor: Actor, change: dict[str, Any]
) -> None:
    with acting(actor):
        Thing.unscoped.update(**change)
    assert version(thing) == 2
    assert thing.history.first().row_version == 2


def test_writing_the_same_values_again_does_not(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.update(name="Lamp", amount=Decimal("1.00"), details={"a": 1}, words=["a"])
    assert version(thing) == 1


def test_nobody_can_set_the_version(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.update(row_version=99)
        Thing.unscoped.update(row_version=99, name="Lantern")
    assert version(thing) == 2


def test_a_stale_object_saved_in_python_still_counts_on(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.update(name="Lantern")
        thing.count = 3
        thing.save()
    assert version(thing) == 3


def test_two_changes_in_one_transaction_count_twice(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.update(count=1)
        Thing.unscoped.update(count=2)
    assert list(thing.history.values_list("count", "row_version")) == [(2, 3), (1, 2), (0, 1)]


def test_a_statement_on_many_rows_raises_only_those_it_changes(actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.bulk_create([Thing(name="A", count=1), Thing(name="B", count=2)])
        Thing.unscoped.update(count=2)
    assert list(Thing.unscoped.order_by("name").values_list("name", "row_version")) == [("A", 2), ("B", 1)]


def test_a_large_update_after_a_small_one_in_the_same_session_is_still_fast(actor: Actor) -> None:
    with acting(actor), connection.cursor() as cursor:
        Thing.unscoped.bulk_create([Thing(name=str(number)) for number in range(3000)])
        for key in Thing.unscoped.values_list("pk", flat=True)[:8]:
            Thing.unscoped.filter(pk=key).update(count=1)  # the plan of the trigger is made for one row
        cursor.execute("SET LOCAL statement_timeout = '2s'")  # comparing all pairs would take much longer
        Thing.unscoped.update(count=2)
    assert Thing.history.filter(count=2).count() == 3000


def test_users_have_a_version_too_although_they_are_no_audited_model(actor: Actor) -> None:
    user = get_user_model()(username="ada")
    with acting(actor):
        user.save()
        user.set_password("not kept in history")
        user.save()
        user.full_name = "Ada Lovelace"
        user.save()
    user.refresh_from_db()
    assert user.row_version == 2


def test_locking_a_row_that_moved_is_refused_with_both_versions_named(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.update(name="Lantern")
    with acting(actor), pytest.raises(StaleObject, match="version 2, yours is 1"):
        lock_version(Thing.unscoped.all(), thing.pk, 1)
    with acting(actor):
        assert lock_version(Thing.unscoped.all(), thing.pk, 2).name == "Lantern"
        assert lock_version(Thing.unscoped.all(), thing.pk, None).name == "Lantern"
