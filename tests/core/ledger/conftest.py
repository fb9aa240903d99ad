"""A small sealed trail to verify and to tamper with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from core.audit import Actor, acting
from core.ledger import export_heads, record_event, seal
from tests.support.auditlab.models import Shelf, Thing

NOON = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)


def tamper(table: str, statement: str) -> None:
    """Change a table as a database administrator can: with its triggers switched off meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
        )
        names = [row[0] for row in cursor.fetchall()]
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        for name in names:
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


@dataclass(frozen=True, slots=True)
class Trail:
    """What there is to verify: two things (one changed), a deleted shelf, an event, sealed and exported."""

    lamp: int
    chair: int
    shelf: int
    event: int
    heads: Path


@pytest.fixture
def ticking() -> Callable[[], dt.datetime]:
    """A clock that goes on by a second at each look."""
    seconds: Iterator[int] = iter(range(10_000))
    return lambda: NOON + dt.timedelta(seconds=next(seconds))


@pytest.fixture
def trail(db: None, actor: Actor, tmp_path: Path, ticking: Callable[[], dt.datetime]) -> Trail:
    with acting(actor):
        lamp = Thing.unscoped.create(name="Lamp")
        chair = Thing.unscoped.create(name="Chair")
        shelf = Shelf.unscoped.create(name="North wall")
        shelf_id = shelf.pk
    seal(ticking)
    with acting(actor):
        Thing.unscoped.filter(pk=lamp.pk).update(name="Lantern")
        shelf.delete()
        event = record_event(
            "core.export.downloaded", actor=actor, now=NOON, subject=lamp, details={"rows": 3}
        )
    seal(ticking)
    heads = tmp_path / "heads.jsonl"
    export_heads(heads)
    return Trail(lamp.pk, chair.pk, shelf_id, event.pk, heads)
