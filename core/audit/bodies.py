"""The bodies of the trigger functions, in PL/pgSQL, made for one table each.

Only names from the models go into them, as quoted identifiers; no value does.
"""

from __future__ import annotations

from django.db import connection

from core.audit.tables import VERSION_COLUMN, AuditedTable

SCHEMA = "public"
ENTRY_TABLE = "core_ledgerentry"
#: SQLSTATE of the refusals: a write without actor, a change of evidence, a change of primary key.
NO_ACTOR, APPEND_ONLY, KEY_CHANGED = "TK001", "TK002", "TK003"
_VERBS = {"insert": ("+", "created"), "update": ("~", "changed"), "delete": ("-", "deleted")}


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    return connection.ops.quote_name(name)


def history_body(table: AuditedTable, verb: str) -> str:
    """Return the body that writes history and ledger of one ``insert``, ``update`` or ``delete``."""
    kind, participle = _VERBS[verb]
    row = "o" if verb == "delete" else "n"
    rows = _rows(table, verb)
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
                'No actor: {table.table} is audited and is written only by an action, which says who acts.';
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
"""  # noqa: S608  made of quoted names only


def version_body(table: AuditedTable) -> str:
    """Return the body that keeps ``row_version`` and refuses a change of the primary key."""
    version = quoted(VERSION_COLUMN)
    return f"""
BEGIN
    IF {_differs((table.key,), "OLD", "NEW")} THEN
        RAISE EXCEPTION USING ERRCODE = '{KEY_CHANGED}', MESSAGE =
            'The primary key of {table.table} cannot be changed: its history would lose the row.';
    END IF;
    NEW.{version} := OLD.{version};
    IF {_differs(table.compared, "OLD", "NEW")} THEN
        NEW.{version} := OLD.{version} OPERATOR(pg_catalog.+) 1;
    END IF;
    RETURN NEW;
END
"""


def _rows(table: AuditedTable, verb: str) -> str:
    if verb == "insert":
        return "new_rows n"
    if verb == "delete":
        return "old_rows o"
    key = quoted(table.key)
    return f"""old_rows o JOIN new_rows n ON n.{key} = o.{key}
            WHERE {_differs(table.compared, "o", "n")}"""


def _differs(columns: tuple[str, ...], before: str, after: str) -> str:
    """Compare images, not values: ``1.0`` to ``1.00`` is a change too, and json has no ``=``."""
    old, new = (", ".join(f"{side}.{quoted(name)}" for name in columns) for side in (before, after))
    return f"ROW({old})::record OPERATOR(pg_catalog.*<>) ROW({new})::record"


REFUSE_CHANGE = f"""
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        RAISE EXCEPTION USING ERRCODE = '{APPEND_ONLY}', MESSAGE = 'TRUNCATE of ' || TG_TABLE_NAME
            || ' is refused: audited rows leave one by one, with a history row each.';
    END IF;
    RAISE EXCEPTION USING ERRCODE = '{APPEND_ONLY}', MESSAGE = TG_OP || ' of ' || TG_TABLE_NAME
        || ' is refused: its rows are evidence and are only ever added to.';
END
"""

ONLY_BY_TRIGGER = f"""
BEGIN
    IF pg_catalog.pg_trigger_depth() OPERATOR(pg_catalog.<) 2 THEN
        RAISE EXCEPTION USING ERRCODE = '{APPEND_ONLY}', MESSAGE = 'INSERT into ' || TG_TABLE_NAME
            || ' is refused: its rows are written by the triggers of the audited table.';
    END IF;
    RETURN NULL;
END
"""
