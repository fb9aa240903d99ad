"""The current rows against their newest history rows."""

from __future__ import annotations

from collections.abc import Iterator

from core.audit.bodies import quoted
from core.audit.tables import AuditedTable
from core.ledger.verifying.finding import LIMIT, Finding, rows


def check_current(table: AuditedTable) -> Iterator[Finding]:
    """Yield rows that are not what their newest history row says, in both directions."""
    for key, history_id, kind, is_there, columns in rows(_sql(table)):
        if history_id is None:
            yield Finding("current", table.table, key, "", "the row is there, but no history tells of it")
        elif not is_there:
            told = f"the row is gone, but history row {history_id} does not say that it was deleted"
            yield Finding("current", table.table, key, "", told)
        elif kind == "-":
            told = f"the row is there, but history row {history_id} says that it was deleted"
            yield Finding("current", table.table, key, "", told)
        for column in columns or ():
            told = f"the value is not the one in its newest history row ({history_id})"
            yield Finding("current", table.table, key, column, told)


def _sql(table: AuditedTable) -> str:
    key = quoted(table.key)
    compared = [name for name in table.columns if name != table.key]
    now, then = (", ".join(f"{side}.{quoted(name)}" for name in compared) for side in "ch")
    differing = ", ".join(
        f"CASE WHEN ROW(c.{quoted(name)})::record *<> ROW(h.{quoted(name)})::record THEN '{name}' END"
        for name in compared
    )
    both = "c.present AND h.history_type <> '-'"
    return f"""
        WITH newest AS (
            SELECT DISTINCT ON ({key}) * FROM {quoted(table.history_table)} ORDER BY {key}, history_id DESC
        )
        SELECT coalesce(c.{key}, h.{key})::text, h.history_id, h.history_type, c.present,
            CASE WHEN {both} THEN array_remove(ARRAY[{differing}], NULL) END
        FROM (SELECT *, true AS present FROM {quoted(table.table)}) c FULL JOIN newest h ON h.{key} = c.{key}
        WHERE h.history_id IS NULL
            OR (c.present IS NULL) <> (h.history_type = '-')
            OR ({both} AND ROW({now})::record *<> ROW({then})::record)
        ORDER BY coalesce(c.{key}, h.{key}) LIMIT {LIMIT}
    """  # noqa: S608
