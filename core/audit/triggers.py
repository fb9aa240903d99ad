"""The PostgreSQL triggers that write history and ledger, generated from the models.

For each audited table:

* ``audit_insert``, ``audit_update``, ``audit_delete`` run after a statement, see all its rows
  as transition tables, and write their history rows and ledger entries in one statement;
* ``zz_audit_version`` runs before each updated row, after every other trigger (they run in the
  order of their names): it keeps ``row_version`` and refuses a change of the primary key;
* ``audit_no_truncate`` refuses TRUNCATE.

Its history table has ``audit_append_only`` and ``audit_only_by_trigger``. All of them are enabled
ALWAYS, so that ``session_replication_role`` does not switch them off.

The functions are SECURITY DEFINER with a fixed search path: the application's role needs no right
to write history. ``enable_nestloop`` is off in them because PostgreSQL keeps the plan of the first
call, made for one row, and would join 100,000 rows with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import truncate_name

from core.audit.tables import VERSION_COLUMN, AuditedTable

SCHEMA = "public"
SETTINGS = (f"search_path={SCHEMA}, pg_temp", "TimeZone=UTC", "enable_nestloop=off")
ENTRY_TABLE = "core_ledgerentry"
NO_ACTOR, APPEND_ONLY, KEY_CHANGED = "TK001", "TK002", "TK003"
_VERBS = {"insert": ("+", "created"), "update": ("~", "changed"), "delete": ("-", "deleted")}


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger as it must exist.

    Attributes:
        table: The table it watches.
        name: Its name, unique per table.
        event: Timing, event, transition tables and level, as CREATE TRIGGER spells them.
        function: Name of its function.
        source: Body of the function, or empty when the function is one of the shared ones.
    """

    table: str
    name: str
    event: str
    function: str
    source: str = ""


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    return connection.ops.quote_name(name)


def triggers_of(table: AuditedTable) -> Iterator[Trigger]:
    """Yield every trigger that an audited table and its history table must have."""
    transitions = {"insert": "NEW TABLE AS new_rows", "delete": "OLD TABLE AS old_rows"}
    transitions["update"] = f"{transitions['delete']} {transitions['insert']}"
    for verb, tables in transitions.items():
        yield Trigger(
            table.table,
            f"audit_{verb}",
            f"AFTER {verb.upper()} ON {{table}} REFERENCING {tables} FOR EACH STATEMENT",
            _function(table.table, verb),
            _history_source(table, verb),
        )
    yield Trigger(
        table.table,
        "zz_audit_version",
        "BEFORE UPDATE ON {table} FOR EACH ROW",
        _function(table.table, "version"),
        _version_source(table),
    )
    refuse = "BEFORE {event} ON {{table}} FOR EACH STATEMENT"
    yield Trigger(
        table.table, "audit_no_truncate", refuse.format(event="TRUNCATE"), "termkeeper_refuse_change"
    )
    yield from append_only(table.history_table)
    yield Trigger(
        table.history_table, "audit_only_by_trigger", refuse.format(event="INSERT"), "termkeeper_only_by_trigger"
    )


def append_only(table: str) -> Iterator[Trigger]:
    """Yield the trigger of a table whose rows may be added but never changed or removed."""
    event = "BEFORE DELETE OR UPDATE OR TRUNCATE ON {table} FOR EACH STATEMENT"
    yield Trigger(table, "audit_append_only", event, "termkeeper_refuse_change")


def create_sql(trigger: Trigger) -> Iterator[str]:
    """Yield the statements that make the trigger and its function, replacing what is there."""
    if trigger.source:
        yield function_sql(trigger.function, trigger.source)
    name, table = quoted(trigger.name), quoted(trigger.table)
    yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    yield (
        f"CREATE TRIGGER {name} {trigger.event.format(table=table)} EXECUTE FUNCTION {quoted(trigger.function)}()"
    )
    yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"


def drop_sql(trigger: Trigger) -> Iterator[str]:
    """Yield the statements that remove the trigger and its function."""
    yield f"DROP TRIGGER IF EXISTS {quoted(trigger.name)} ON {quoted(trigger.table)}"
    if trigger.source:
        yield f"DROP FUNCTION IF EXISTS {quoted(trigger.function)}()"


def function_sql(name: str, source: str) -> str:
    """Return the statement that makes a trigger function with the settings they all share."""
    settings = " ".join("SET " + setting.replace("=", " TO ", 1) for setting in SETTINGS)
    return (
        f"CREATE OR REPLACE FUNCTION {quoted(name)}() RETURNS trigger"
        f" LANGUAGE plpgsql SECURITY DEFINER {settings} AS $body${source}$body$"
    )


def _function(table: str, verb: str) -> str:
    return truncate_name(f"audit_{table}_{verb}", connection.ops.max_name_length())


def _history_source(table: AuditedTable, verb: str) -> str:
    kind, participle = _VERBS[verb]
    row = "o" if verb == "delete" else "n"
    rows = {
        "insert": "new_rows n",
        "delete": "old_rows o",
        "update": (
            f"old_rows o JOIN new_rows n ON n.{quoted(table.key)} = o.{quoted(table.key)}\n"
            f"            WHERE {_differs(table, 'o', 'n')}"
        ),
    }[verb]
    columns = ", ".join(map(quoted, table.columns))
    values = ", ".join(f"{row}.{quoted(name)}" for name in table.columns)
    return f"""
DECLARE
    who text := coalesce(current_setting('termkeeper.actor', true), '');
    way text := coalesce(current_setting('termkeeper.channel', true), '');
    request text := coalesce(current_setting('termkeeper.request_id', true), '');
    why text := nullif(current_setting('termkeeper.reason', true), '');
BEGIN
    IF who = '' THEN
        IF EXISTS (SELECT 1 FROM {rows}) THEN
            RAISE EXCEPTION USING ERRCODE = '{NO_ACTOR}', MESSAGE =
                'No actor: {table.table} is audited and may be written only by an action, which says who acts.';
        END IF;
        RETURN NULL;
    END IF;
    WITH history AS (
        INSERT INTO {SCHEMA}.{quoted(table.history_table)} ({columns}, history_type, history_date,
            history_user_id, history_actor, history_channel, history_request_id, history_change_reason)
        SELECT {values}, '{kind}', clock_timestamp(),
            CASE WHEN who ~ '^user:[0-9]+$' THEN substr(who, 6)::bigint END, who, way, request, why
        FROM {rows}
        RETURNING *
    ), told AS (
        SELECT h.history_id, h.{quoted(table.key)}::text AS subject_id, h.history_date,
            json_build_object('kind', '{table.label}.{participle}', 'row', row_to_json(h))::text AS body
        FROM history h OFFSET 0
    )
    INSERT INTO {SCHEMA}.{ENTRY_TABLE}
        (kind, subject_model, subject_id, history_id, occurred_at, actor, body, digest)
    SELECT '{table.label}.{participle}', '{table.label}', subject_id, history_id, history_date, who,
        body, encode(sha256(convert_to(body, 'UTF8')), 'hex')
    FROM told;
    RETURN NULL;
END
"""


def _version_source(table: AuditedTable) -> str:
    key, version = quoted(table.key), quoted(VERSION_COLUMN)
    return f"""
BEGIN
    IF NEW.{key} IS DISTINCT FROM OLD.{key} THEN
        RAISE EXCEPTION USING ERRCODE = '{KEY_CHANGED}', MESSAGE =
            'The primary key of {table.table} cannot be changed: its history would lose the row.';
    END IF;
    NEW.{version} := OLD.{version};
    IF {_differs(table, 'OLD', 'NEW')} THEN
        NEW.{version} := OLD.{version} + 1;
    END IF;
    RETURN NEW;
END
"""


def _differs(table: AuditedTable, before: str, after: str) -> str:
    """Compare images, not values: ``1.0`` to ``1.00`` is a change too, and json has no ``=``."""
    sides = (", ".join(f"{side}.{quoted(name)}" for name in table.compared) for side in (before, after))
    old, new = sides
    return f"ROW({old})::record *<> ROW({new})::record"


SHARED_FUNCTIONS = {
    "termkeeper_refuse_change": f"""
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        RAISE EXCEPTION USING ERRCODE = '{APPEND_ONLY}', MESSAGE =
            format('TRUNCATE of %s is refused: audited rows leave one by one, with a history row each.', TG_TABLE_NAME);
    END IF;
    RAISE EXCEPTION USING ERRCODE = '{APPEND_ONLY}', MESSAGE =
        format('%s of %s is refused: its rows are evidence and are only ever added to.', TG_OP, TG_TABLE_NAME);
END
""",
    "termkeeper_only_by_trigger": f"""
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION USING ERRCODE = '{APPEND_ONLY}', MESSAGE =
            format('INSERT into %s is refused: its rows are written by the triggers of the audited table.', TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END
""",
}
