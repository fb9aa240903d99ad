"""Ledger entries against their own digest, and against the history rows that they tell of."""

from __future__ import annotations

import json
from collections.abc import Iterator

from core.audit.bodies import quoted
from core.audit.tables import AuditedTable
from core.ledger.verifying.finding import LIMIT, Finding, rows

TABLE = "core_ledgerentry"

_DIGEST = f"""
    SELECT id FROM {TABLE} WHERE digest <> encode(sha256(convert_to(body, 'UTF8')), 'hex') LIMIT {LIMIT}
"""  # noqa: S608
#: The columns to search by must repeat what the body says: of a change …
_CHANGE_COLUMNS = f"""
    SELECT id FROM (
        SELECT e.*, body::json AS said, body::json -> 'row' AS row FROM {TABLE} e WHERE history_id IS NOT NULL
    ) e
    WHERE ROW(kind, history_id::text, actor, occurred_at,
            split_part(kind, '.', 1) || '.' || split_part(kind, '.', 2))
        IS DISTINCT FROM ROW(said ->> 'kind', row ->> 'history_id', row ->> 'history_actor',
            (row ->> 'history_date')::timestamptz, subject_model::text)
    LIMIT {LIMIT}
"""  # noqa: S608
#: … and of an event.
_EVENT_COLUMNS = f"""
    SELECT id FROM (
        SELECT e.*, body::json AS said, body::json -> 'event' AS event FROM {TABLE} e WHERE history_id IS NULL
    ) e
    WHERE ROW(kind, subject_model, subject_id, actor, occurred_at)::text
        IS DISTINCT FROM ROW(said ->> 'kind', event ->> 'subject_model', event ->> 'subject_id',
            event ->> 'actor', (event ->> 'occurred_at')::timestamptz)::text
    LIMIT {LIMIT}
"""  # noqa: S608


def check_entries() -> Iterator[Finding]:
    """Yield entries whose text is not the one that was digested, or whose columns say something else."""
    for (key,) in rows(_DIGEST):
        yield _finding(key, "body", "the text does not have the digest beside it: one of them was changed")
    for sql in (_CHANGE_COLUMNS, _EVENT_COLUMNS):
        for (key,) in rows(sql):
            yield _finding(key, "", "its columns say something else than its text")


def check_history(table: AuditedTable) -> Iterator[Finding]:
    """Yield differences between a history table and the ledger, in both directions."""
    history, label, key = quoted(table.history_table), table.label, quoted(table.key)
    entries = f"(SELECT * FROM {TABLE} WHERE subject_model = '{label}' AND history_id IS NOT NULL)"  # noqa: S608
    unsaid = f"""
        SELECT h.history_id FROM {history} h LEFT JOIN {entries} e USING (history_id)
        WHERE e.id IS NULL ORDER BY 1 LIMIT {LIMIT}
    """  # noqa: S608
    for (row,) in rows(unsaid):
        yield Finding(
            "history", table.history_table, str(row), "", "no ledger entry tells of this history row"
        )
    lost = f"""
        SELECT e.history_id, e.id, e.subject_id FROM {entries} e LEFT JOIN {history} h USING (history_id)
        WHERE h.history_id IS NULL ORDER BY 1 LIMIT {LIMIT}
    """  # noqa: S608
    for row, entry, subject in rows(lost):
        told = f"ledger entry {entry} tells of this history row (of {table.table} {subject}), but it is gone"
        yield Finding("history", table.history_table, str(row), "", told)
    twice = f"""
        SELECT history_id, max(id) FROM {entries} e GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT {LIMIT}
    """  # noqa: S608
    for row, entry in rows(twice):
        yield _finding(entry, "history_id", f"a second entry for row {row} of {table.history_table}")
    yield from _different(table, history, entries, key)


def _different(table: AuditedTable, history: str, entries: str, key: str) -> Iterator[Finding]:
    """Compare whole texts first; only where they differ look at each column.

    They differ without harm where columns were added since; what was in dropped ones is not compared.
    """
    column = f"coalesce('{json.dumps(dict(table.renamed))}'::jsonb ->> said.key, said.key)"
    sql = f"""
        SELECT h.history_id, h.{key}::text, said.key
        FROM {history} h JOIN {entries} e USING (history_id),
            LATERAL (SELECT to_jsonb(h) AS now, (e.body::jsonb) -> 'row' AS then) row,
            LATERAL jsonb_each(row.then) said
        WHERE (e.body <> json_build_object('kind', e.kind, 'row', row_to_json(h))::text
                OR e.subject_id <> h.{key}::text)
            AND row.now ? {column}
            AND (row.now -> {column} IS DISTINCT FROM said.value
                OR (said.key = '{table.key}' AND e.subject_id <> said.value #>> '{{}}'))
        ORDER BY 1, 3 LIMIT {LIMIT}
    """  # noqa: S608
    for row, subject, name in rows(sql):
        told = f"is not what the ledger says was written (history of {table.table} {subject})"
        yield Finding("history", table.history_table, str(row), name, told)


def _finding(key: int, column: str, message: str) -> Finding:
    return Finding("entry", TABLE, str(key), column, message)
