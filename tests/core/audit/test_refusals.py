"""What the database refuses, and what it lets pass without an actor."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction

from core.audit import Actor, acting
from core.models import LedgerBlock, LedgerEntry
from tests.support.auditlab.models import Shelf, Thing

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)


def refused(statement: str) -> str:
    """Run SQL that must be refused; return the sentence."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(caught.value).splitlines()[0]


@pytest.fixture
def thing(actor: Actor) -> Thing:
    with acting(actor):
        return Thing.unscoped.create(name="Lamp")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO auditlab_shelf (name, row_version) VALUES ('A', 1)",
        "UPDATE auditlab_thing SET name = 'Lantern'",
        "DELETE FROM auditlab_thing",
    ],
)
def test_a_write_without_an_actor_is_refused_in_one_clear_sentence(thing: Thing, statement: str) -> None:
    assert refused(statement).startswith("No actor: auditlab_")
    assert list(Thing.history.values_list("history_type", flat=True)) == ["+"]


def test_a_statement_that_touches_no_row_needs_no_actor(thing: Thing) -> None:
    assert Thing.unscoped.filter(name="nothing").update(name="other") == 0
    assert Shelf.unscoped.all()._raw_delete("default") == 0


def test_a_change_of_excluded_columns_needs_no_actor_and_leaves_no_row(thing: Thing) -> None:
    Thing.unscoped.update(seen_at=NOON)
    thing.refresh_from_db()
    assert (thing.seen_at, thing.row_version) == (NOON, 1)
    assert thing.history.count() == 1


def test_a_sign_in_needs_no_actor_and_leaves_no_history_row(actor: Actor) -> None:
    user = get_user_model()(username="ada")
    with acting(actor):
        user.save()
    user.last_login = NOON
    user.save(update_fields=["last_login"])
    assert list(user.history.values_list("history_type", flat=True)) == ["+"]


@pytest.mark.parametrize("table", ["auditlab_historicalthing", "core_ledgerentry"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_history_and_ledger_can_neither_be_changed_nor_emptied(thing: Thing, table: str, change: str) -> None:
    column = "name = 'x'" if table.startswith("auditlab") else "actor = 'x'"
    assert "is refused" in refused("SET CONSTRAINTS ALL IMMEDIATE; " + change.format(table, column))


def test_a_block_and_a_seal_cannot_be_changed() -> None:
    LedgerBlock.objects.create(
        sequence=1, previous="", skip="", root="", entry_count=1, sealed_at=NOON, head="a" * 64
    )
    assert "is refused" in refused("UPDATE core_ledgerblock SET head = ''")
    assert "is refused" in refused("DELETE FROM core_ledgerseal")


def test_nobody_but_the_triggers_adds_history_rows(thing: Thing, actor: Actor) -> None:
    row = thing.history.get()
    row.history_id = None
    with (
        acting(actor),
        pytest.raises(DatabaseError, match="are written by the triggers"),
        transaction.atomic(),
    ):
        row.save(force_insert=True)


def test_the_triggers_work_for_a_session_that_plays_replica(thing: Thing, actor: Actor) -> None:
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE auditlab_thing SET name = 'Lantern'")
    assert "is refused" in refused(
        "SET LOCAL session_replication_role = replica; DELETE FROM core_ledgerentry"
    )
    assert list(thing.history.values_list("name", flat=True)) == ["Lantern", "Lamp"]


def test_a_table_of_the_same_name_in_front_of_the_real_one_is_not_written(thing: Thing, actor: Actor) -> None:
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE core_ledgerentry (LIKE public.core_ledgerentry) ON COMMIT DROP")
        cursor.execute("UPDATE auditlab_thing SET name = 'Lantern'")
        cursor.execute("SELECT count(*) FROM pg_temp.core_ledgerentry")
        assert cursor.fetchone() == (0,)
        cursor.execute("DROP TABLE pg_temp.core_ledgerentry")
    assert LedgerEntry.objects.filter(subject_model="auditlab.thing").count() == 2


def test_what_a_rolled_back_action_did_leaves_no_history(actor: Actor) -> None:
    with pytest.raises(ValueError, match="name"), acting(actor):
        Thing.unscoped.create(name="Lamp").save(update_fields=["no such name"])
    assert not Thing.history.exists()
    assert not LedgerEntry.objects.filter(subject_model="auditlab.thing").exists()


def test_nobody_acts_any_more_after_an_action(actor: Actor) -> None:
    with acting(actor):
        Thing.unscoped.create(name="Lamp")
    assert refused("DELETE FROM auditlab_thing").startswith("No actor")


@pytest.mark.parametrize(
    ("actor_text", "is_person"),
    [
        ("user:{}", True),
        ("token:{}", False),
        ("system:sweep", False),
        ("import:{}", False),
        ("user:x", False),
    ],
)
def test_only_a_person_is_linked_as_the_user_of_a_history_row(
    actor: Actor, actor_text: str, is_person: bool
) -> None:
    user = get_user_model()(username="ada")
    with acting(actor):
        user.save()
    with acting(Actor(actor_text.format(user.pk), "api", request_id="r-1", reason="because")):
        Thing.unscoped.create(name="Lamp")
    row = Thing.history.get()
    assert row.history_actor == actor_text.format(user.pk)
    assert row.history_user_id == (user.pk if is_person else None)
    assert (row.history_channel, row.history_request_id, row.history_change_reason) == (
        "api",
        "r-1",
        "because",
    )
