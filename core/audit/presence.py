"""Are the triggers there, switched on, and the ones that the models need?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from core.audit.bodies import SCHEMA
from core.audit.tables import audited_tables
from core.audit.triggers import Trigger, append_only, triggers_of

#: Tables of the ledger; append-only like history.
LEDGER_TABLES = ("core_ledgerentry", "core_ledgerblock", "core_ledgerseal")

_FOUND = """
    SELECT c.relname, t.tgname, t.tgenabled, pg_get_triggerdef(t.oid), p.proname, p.prosrc,
        coalesce(p.proconfig, '{}'), p.prosecdef
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND n.nspname = %s AND c.relname = ANY(%s)
"""
_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %s AND c.relname = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Defect:
    """One trigger that is not as it must be.

    Attributes:
        table: The table that it should watch.
        trigger: Its name.
        state: ``missing``, ``disabled`` or ``stale`` (made from other columns, or changed by hand).
    """

    table: str
    trigger: str
    state: str

    def __str__(self) -> str:
        return f"Trigger {self.trigger} on {self.table} is {self.state}."


def expected_triggers() -> Iterator[Trigger]:
    """Yield every trigger that the models as they are now need."""
    for table in audited_tables(apps):
        yield from triggers_of(table)
    for name in LEDGER_TABLES:
        yield from append_only(name)


def trigger_defects() -> list[Defect]:
    """Compare the triggers of the database with what the models need.

    Tables that do not exist yet (before ``migrate``) are left out.
    """
    expected = list(expected_triggers())
    tables = sorted({trigger.table for trigger in expected})
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, [SCHEMA, tables])
        existing = {row[0] for row in cursor.fetchall()}
        cursor.execute(_FOUND, [SCHEMA, tables])
        found = {(row[0], row[1]): row[2:] for row in cursor.fetchall()}
    defects = []
    for trigger in expected:
        state = _state(trigger, found.get((trigger.table, trigger.name)))
        if state and trigger.table in existing:
            defects.append(Defect(trigger.table, trigger.name, state))
    return defects


def _state(trigger: Trigger, found: tuple[Any, ...] | None) -> str:
    """Return what is wrong with a trigger, empty when nothing is."""
    if found is None:
        return "missing"
    enabled, definition, *function = found
    if enabled != "A":
        return "disabled"
    name, body, settings, runs_as_owner = function
    wanted = (
        f"CREATE TRIGGER {trigger.name} {trigger.timing} ON {SCHEMA}.{trigger.table} {trigger.level}"
        f" EXECUTE FUNCTION {trigger.function}()"
    )
    same = (
        definition.replace('"', "") == wanted
        and (name, body) == (trigger.function, trigger.body)
        and sorted(settings) == sorted(trigger.settings)
        and runs_as_owner == bool(trigger.settings)
    )
    return "" if same else "stale"
