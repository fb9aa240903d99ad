"""The PostgreSQL triggers that write history and ledger, generated from the models.

For each audited table:

* ``audit_insert``, ``audit_update``, ``audit_delete`` run after a statement, see all its rows
  as transition tables, and write their history rows and ledger entries in one statement;
* ``zz_audit_version`` runs before each updated row, after every other trigger (they run in the
  order of their names): it keeps ``row_version`` and refuses a change of the primary key;
* ``audit_no_truncate`` refuses TRUNCATE.

Its history table has ``audit_append_only`` and ``audit_only_by_trigger``. All of them are enabled
ALWAYS, so that ``session_replication_role`` does not switch them off.

The functions that write history are SECURITY DEFINER with a fixed search path: the application's
role needs no right to write history. ``enable_nestloop`` is off in them because PostgreSQL keeps
the plan of the first call, made for one row, and would join 100,000 rows with it. The others run
for every row or statement and do without settings, which cost more than they do: they name the
schema of each operator instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import truncate_name

from core.audit.bodies import ONLY_BY_TRIGGER, REFUSE_CHANGE, SCHEMA, history_body, quoted, version_body
from core.audit.tables import AuditedTable

SETTINGS = (f"search_path={SCHEMA}, pg_temp", "TimeZone=utc", "enable_nestloop=off")


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger as it must exist.

    Attributes:
        table: The table it watches.
        name: Its name, unique per table.
        timing: When it fires, as CREATE TRIGGER says it, e.g. ``AFTER INSERT``.
        level: Transition tables and level, as CREATE TRIGGER says them.
        function: Name of its function.
        body: Body of the function.
        settings: Settings of a function that runs with the owner's rights, empty for the others.
        is_shared: Whether triggers of other tables use the same function.
    """

    table: str
    name: str
    timing: str
    level: str
    function: str
    body: str
    settings: tuple[str, ...] = ()
    is_shared: bool = False


def triggers_of(table: AuditedTable) -> Iterator[Trigger]:
    """Yield every trigger that an audited table and its history table must have."""
    for verb, transition in (
        ("insert", "NEW TABLE AS new_rows"),
        ("update", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
        ("delete", "OLD TABLE AS old_rows"),
    ):
        level = f"REFERENCING {transition} FOR EACH STATEMENT"
        function, body = _function(table.table, verb), history_body(table, verb)
        yield Trigger(table.table, f"audit_{verb}", f"AFTER {verb.upper()}", level, function, body, SETTINGS)
    function = _function(table.table, "version")
    yield Trigger(
        table.table, "zz_audit_version", "BEFORE UPDATE", "FOR EACH ROW", function, version_body(table)
    )
    yield _refusing(table.table, "audit_no_truncate", "BEFORE TRUNCATE")
    yield from append_only(table.history_table)
    yield Trigger(
        table.history_table,
        "audit_only_by_trigger",
        "BEFORE INSERT",
        "FOR EACH STATEMENT",
        "termkeeper_only_by_trigger",
        ONLY_BY_TRIGGER,
        is_shared=True,
    )


def append_only(table: str) -> Iterator[Trigger]:
    """Yield the trigger of a table whose rows may be added but never changed or removed."""
    yield _refusing(table, "audit_append_only", "BEFORE DELETE OR UPDATE OR TRUNCATE")


def create_sql(trigger: Trigger) -> Iterator[str]:
    """Yield the statements that make the trigger and its function, replacing what is there."""
    settings = " ".join("SET " + setting.replace("=", " TO ", 1) for setting in trigger.settings)
    security = "SECURITY DEFINER" if settings else "SECURITY INVOKER"
    name, table, function = quoted(trigger.name), quoted(trigger.table), quoted(trigger.function)
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger"
        f" LANGUAGE plpgsql {security} {settings} AS $body${trigger.body}$body$"
    )
    yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    yield (f"CREATE TRIGGER {name} {trigger.timing} ON {table} {trigger.level} EXECUTE FUNCTION {function}()")
    yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"


def drop_sql(trigger: Trigger) -> Iterator[str]:
    """Yield the statements that remove the trigger, and its function when no other table needs it."""
    yield f"DROP TRIGGER IF EXISTS {quoted(trigger.name)} ON {quoted(trigger.table)}"
    if not trigger.is_shared:
        yield f"DROP FUNCTION IF EXISTS {quoted(trigger.function)}()"


def _refusing(table: str, name: str, timing: str) -> Trigger:
    function = "termkeeper_refuse_change"
    return Trigger(table, name, timing, "FOR EACH STATEMENT", function, REFUSE_CHANGE, is_shared=True)


def _function(table: str, verb: str) -> str:
    return truncate_name(f"audit_{table}_{verb}", connection.ops.max_name_length())
