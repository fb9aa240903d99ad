"""The 27 ways to write a row: each leaves exactly the history it should, or is refused.

Every test also ends with a comparison of history and ledger: one entry per history row.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations import RunPython
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState
from django.db.models import F

from core.audit import Actor, acting
from core.audit.operations import ActingAs
from core.models import LedgerEntry
from tests.support.auditlab.models import Box, Hook, Label, Part, Shelf, Thing, ThingLabel

pytestmark = pytest.mark.django_db
KINDS = {"+": "created", "~": "changed", "-": "deleted"}


def history(model: type[models.Model], *fields: str) -> list[tuple[Any, ...]]:
    """Return type and values of the history rows of a model, oldest first."""
    rows = model.history.model._base_manager.order_by("history_id")  # type: ignore[attr-defined]
    return list(rows.values_list("history_type", *fields))


def sql(statement: str, params: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


@pytest.fixture(autouse=True)
def _one_ledger_entry_per_history_row(db: None) -> Iterator[None]:
    yield
    lab = [model for model in apps.get_app_config("auditlab").get_models() if hasattr(model, "history")]
    written = [
        (f"{model._meta.label_lower}.{KINDS[kind]}", history_id, str(key))
        for model in lab
        for kind, history_id, key in history(model, "history_id", "id")
    ]
    told = LedgerEntry.objects.filter(subject_model__startswith="auditlab.")
    assert sorted(told.values_list("kind", "history_id", "subject_id")) == sorted(written)


@pytest.fixture
def thing(actor: Actor) -> Thing:
    with acting(actor):
        return Thing.unscoped.create(name="Lamp", code="L1")


def test_01_create(actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.create(name="Lamp")
    assert history(Thing, "name", "row_version") == [("+", "Lamp", 1)]


def test_02_save(thing: Thing, actor: Actor) -> None:
    thing.name = "Lantern"
    with acting(actor):
        thing.save()
    assert history(Thing, "name", "row_version") == [("+", "Lamp", 1), ("~", "Lantern", 2)]


def test_03_save_of_some_fields(thing: Thing, actor: Actor) -> None:
    thing.name, thing.count = "not saved", 5
    with acting(actor):
        thing.save(update_fields=["count"])
    assert history(Thing, "name", "count") == [("+", "Lamp", 0), ("~", "Lamp", 5)]


def test_04_an_unchanged_save_leaves_no_row(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        thing.save()
    assert history(Thing, "row_version") == [("+", 1)]


def test_05_get_or_create(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.get_or_create(code="L1", defaults={"name": "ignored"})
        Thing.unscoped.get_or_create(code="L2", defaults={"name": "Second"})
    assert history(Thing, "name") == [("+", "Lamp"), ("+", "Second")]


def test_06_update_or_create(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.update_or_create(code="L1", defaults={"name": "Lantern"})
        Thing.unscoped.update_or_create(code="L2", defaults={"name": "Second"})
    assert history(Thing, "name") == [("+", "Lamp"), ("~", "Lantern"), ("+", "Second")]


def test_07_queryset_update(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.create(name="Untouched")
        Thing.unscoped.filter(pk=thing.pk).update(name="Lantern")
    assert history(Thing, "name")[2:] == [("~", "Lantern")]


def test_08_update_by_an_expression(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.update(count=F("count") + 7)
    assert history(Thing, "count") == [("+", 0), ("~", 7)]


def test_09_bulk_create(actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.bulk_create([Thing(name=f"Thing {number}") for number in range(3)])
    assert history(Thing, "name") == [("+", "Thing 0"), ("+", "Thing 1"), ("+", "Thing 2")]


def test_10_bulk_create_that_updates_conflicts(thing: Thing, actor: Actor) -> None:
    given = [Thing(name="Lantern", code="L1"), Thing(name="Second", code="L2")]
    with acting(actor):
        Thing.unscoped.bulk_create(
            given, update_conflicts=True, unique_fields=["code"], update_fields=["name", "row_version"]
        )
    found = history(Thing, "name", "row_version")
    assert found[0] == ("+", "Lamp", 1)
    assert sorted(found[1:]) == [("+", "Second", 1), ("~", "Lantern", 2)]


def test_11_bulk_create_that_ignores_conflicts(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.bulk_create(
            [Thing(name="ignored", code="L1"), Thing(name="Second", code="L2")], ignore_conflicts=True
        )
    assert history(Thing, "name") == [("+", "Lamp"), ("+", "Second")]


def test_12_bulk_update(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        second = Thing.unscoped.create(name="Second")
        thing.count, second.name = 9, "2nd"
        Thing.unscoped.bulk_update([thing, second], ["count", "name"])
    assert sorted(history(Thing, "name", "count")[2:]) == [("~", "2nd", 0), ("~", "Lamp", 9)]


def test_13_delete_of_an_instance(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        thing.delete()
    assert history(Thing, "name") == [("+", "Lamp"), ("-", "Lamp")]


def test_14_queryset_delete(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.all().delete()
    assert history(Thing, "name") == [("+", "Lamp"), ("-", "Lamp")]


def test_15_raw_delete(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.all()._raw_delete("default")
    assert history(Thing, "name") == [("+", "Lamp"), ("-", "Lamp")]


def test_16_a_cascade_by_django(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        Part.unscoped.create(thing=thing, name="Bulb")
        thing.delete()
    assert history(Part, "name") == [("+", "Bulb"), ("-", "Bulb")]
    assert history(Thing, "name") == [("+", "Lamp"), ("-", "Lamp")]


def test_17_a_cascade_by_the_database(actor: Actor) -> None:
    with acting(actor):
        shelf = Shelf.unscoped.create(name="North wall")
        Box.unscoped.bulk_create([Box(shelf=shelf, name="A"), Box(shelf=shelf, name="B")])
        sql("DELETE FROM auditlab_shelf")
    assert sorted(history(Box, "name")) == [("+", "A"), ("+", "B"), ("-", "A"), ("-", "B")]


def test_18_a_nulled_foreign_key(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        shelf = Shelf.unscoped.create(name="North wall")
        key = shelf.pk
        Thing.unscoped.filter(pk=thing.pk).update(shelf=shelf)
        Hook.unscoped.create(name="by the database", shelf=shelf)
        shelf.delete()
    assert history(Thing, "shelf_id") == [("+", None), ("~", key), ("~", None)]
    assert history(Hook, "shelf_id") == [("+", key), ("~", None)]


def test_19_m2m_add_remove_and_set(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        red, blue = (Label.unscoped.create(name=name) for name in ("red", "blue"))
        thing.labels.add(red)
        thing.labels.set([blue])
        thing.labels.remove(blue)
    assert history(ThingLabel, "label__name") == [("+", "red"), ("-", "red"), ("+", "blue"), ("-", "blue")]


def test_20_m2m_from_the_other_side(thing: Thing, actor: Actor) -> None:
    with acting(actor):
        red = Label.unscoped.create(name="red")
        red.things.add(thing)
        red.things.clear()
    assert history(ThingLabel, "thing_id") == [("+", thing.pk), ("-", thing.pk)]


def test_21_raw_insert_update_and_delete(actor: Actor) -> None:
    with acting(actor):
        sql("INSERT INTO auditlab_shelf (name, row_version) VALUES ('A', 1), ('B', 1)")
        sql("UPDATE auditlab_shelf SET name = name || '!' WHERE name = 'B'")
        sql("DELETE FROM auditlab_shelf WHERE name = 'A'")
    assert history(Shelf, "name") == [("+", "A"), ("+", "B"), ("~", "B!"), ("-", "A")]


def test_22_insert_on_conflict(thing: Thing, actor: Actor) -> None:
    insert = """
        INSERT INTO auditlab_thing (name, code, count, color, is_sold, details, words, row_version)
        VALUES ('Lantern', 'L1', 0, '', false, '{}', '{}', 1), ('Second', 'L2', 0, '', false, '{}', '{}', 1)
        ON CONFLICT (code) DO
    """
    with acting(actor):
        sql(insert + "NOTHING")
        sql(insert + "UPDATE SET name = EXCLUDED.name")
    assert history(Thing, "name") == [("+", "Lamp"), ("+", "Second"), ("~", "Lantern")]


def test_23_merge(actor: Actor) -> None:
    with acting(actor):
        Shelf.unscoped.bulk_create([Shelf(name="A"), Shelf(name="B")])
        sql(
            """
            MERGE INTO auditlab_shelf shelf
            USING (VALUES ('A', 'A!'), ('B', NULL), ('C', 'C')) AS given (old, new)
            ON shelf.name = given.old
            WHEN MATCHED AND given.new IS NULL THEN DELETE
            WHEN MATCHED THEN UPDATE SET name = given.new
            WHEN NOT MATCHED THEN INSERT (name, row_version) VALUES (given.new, 1)
            """
        )
    assert sorted(history(Shelf, "name")[2:]) == [("+", "C"), ("-", "B"), ("~", "A!")]


def test_24_copy(actor: Actor) -> None:
    with acting(actor), connection.cursor() as cursor:
        cursor.copy_expert("COPY auditlab_shelf (name, row_version) FROM STDIN", io.StringIO("A\t1\nB\t1\n"))
    assert history(Shelf, "name", "history_actor") == [("+", "A", "system:test"), ("+", "B", "system:test")]


def test_25_loaddata(tmp_path: Path) -> None:
    fixture = tmp_path / "shelves.json"
    row = {"model": "auditlab.shelf", "pk": 7, "fields": {"name": "A", "row_version": 1}}
    fixture.write_text(json.dumps([row]))
    call_command("loaddata", str(fixture), verbosity=0)
    row["fields"]["name"] = "B"  # type: ignore[index]
    fixture.write_text(json.dumps([row]))
    call_command("loaddata", str(fixture), verbosity=0)
    assert history(Shelf, "name", "history_actor", "row_version") == [
        ("+", "A", "system:loaddata", 1),
        ("~", "B", "system:loaddata", 2),
    ]


def test_26_run_python_in_a_migration() -> None:
    def fill(state_apps: Any, schema_editor: Any) -> None:
        state_apps.get_model("auditlab", "Shelf")._base_manager.create(name="A")

    migration = Migration("0099_fill_shelves", "auditlab")
    migration.operations = [ActingAs("fill-shelves"), RunPython(fill)]
    with connection.schema_editor(atomic=False) as editor:
        migration.apply(ProjectState.from_apps(apps), editor)
    assert history(Shelf, "name", "history_actor", "history_channel") == [
        ("+", "A", "system:fill-shelves", "migration")
    ]


def test_27_a_change_of_primary_key_and_truncate_are_refused(thing: Thing, actor: Actor) -> None:
    for statement, refusal in (
        ("UPDATE auditlab_thing SET id = id + 1000", "primary key"),
        ("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE auditlab_thing CASCADE", "TRUNCATE of auditlab_"),
    ):
        with acting(actor), pytest.raises(DatabaseError, match=refusal), transaction.atomic():
            sql(statement)
    assert history(Thing, "name") == [("+", "Lamp")]
