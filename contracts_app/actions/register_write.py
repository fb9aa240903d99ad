"""Writing the staged rows of a register: a few statements for all rows, history by the triggers.

Each statement inserts or changes only rows that really differ, so that the history gets one row for
each contract that is new or changed, and none for the others. The order is fixed and by key,
so that two imports that create the same vendors wait for one another instead of locking up.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from django.db import connection

from contracts_app.actions import register_sql as sql
from contracts_app.actions.numbers import reserve_numbers
from contracts_app.actions.register_stage import resolve_names, written_fields
from contracts_app.actions.search import vector_of
from vendors.actions.search import reindex_vendors


def create_names(now: dt.datetime) -> None:
    """Create the vendors and departments that new and changed rows name and nobody recorded."""
    with connection.cursor() as cursor:
        cursor.execute(sql.VENDORS, [now])
        made = [row[0] for row in cursor.fetchall()]
        cursor.execute(sql.DEPARTMENTS)
    reindex_vendors(made)
    resolve_names()


def write_new(source: str, now: dt.datetime) -> None:
    """Insert the contracts of new rows; blank numbers are drawn from the sequence, in the order of rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql.NEW_IDS)
        cursor.execute("SELECT count(*) FROM register_stage WHERE outcome = 'created' AND number = ''")
        blank = cursor.fetchone()[0]
        if blank:
            cursor.execute(sql.NUMBERS, [_free_numbers(blank)])
        # Outcomes and ids are new: without statistics of them the planner takes all rows for one.
        cursor.execute("ANALYZE register_stage")
        _stage_words(cursor)
        cursor.execute(sql.CONTRACTS, [source, now])


def _stage_words(cursor: Any) -> None:
    """Work out the search vectors of new contracts, so that their rows are written once and not twice."""
    cursor.execute(sql.WORDS)
    lines = [f"{row}\t{vector_of(*texts)}\n".replace("\\", "\\\\") for row, *texts in cursor.fetchall()]
    cursor.execute(
        "CREATE TEMP TABLE register_words (row integer PRIMARY KEY, vector tsvector) ON COMMIT DROP"
    )
    cursor.copy_expert("COPY register_words FROM STDIN", io.StringIO("".join(lines)))
    cursor.execute("ANALYZE register_words")


def _free_numbers(count: int) -> list[str]:
    """Draw numbers that neither a contract nor a row of the file has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM register_stage WHERE number <> ''")
        stated = {number for (number,) in cursor.fetchall()}
    found: list[str] = []
    while len(found) < count:
        found += [number for number in reserve_numbers(count - len(found)) if number not in stated]
    return found


def write_changes(fields: frozenset[str]) -> None:
    """Update contracts, terms and notice rules of changed rows: the fields of the mapping only."""
    written = written_fields(fields)
    with connection.cursor() as cursor:
        for table, where in sql.WHERE.items():
            sets = [change for field, (own, change) in sql.SETS.items() if own == table and field in written]
            if sets:
                cursor.execute(_update(table, sets, where))
        cursor.execute(sql.PARTS_CHANGED)


def _update(table: str, sets: list[str], where: str) -> str:
    terms = (
        "LEFT JOIN contracts_app_contractterms t ON t.contract_id = s.contract_id"
        if table == "noticerule"
        else ""
    )
    return (
        f"UPDATE contracts_app_{table} x SET {', '.join(sets)} FROM register_stage s {terms}"  # noqa: S608  constants
        f" WHERE {where} AND s.outcome = 'updated'"
    )


def write_parts(has_parties: bool) -> None:
    """Write terms, notice rules, further parties and tags of new and changed rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql.NEW_TERMS)
        cursor.execute(sql.NEW_NOTICES)
        if has_parties:
            cursor.execute(sql.GONE_PARTIES)
            cursor.execute(sql.NEW_PARTIES)
        cursor.execute(sql.TAGS)


def remember_rows(run_id: int) -> None:
    """Keep what the register said about each row, so that the same row is recognized next time."""
    with connection.cursor() as cursor:
        cursor.execute(sql.REMEMBER, [run_id])


def updated_ids() -> list[int]:
    """Return the ids of changed contracts."""
    return _ids("updated")


def written_ids(size: int) -> Iterator[list[int]]:
    """Yield the ids of new and changed contracts, ``size`` at a time, in the order of their rows."""
    ids = _ids("created", "updated")
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _ids(*outcomes: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contract_id FROM register_stage WHERE outcome = ANY(%s) ORDER BY row", [list(outcomes)]
        )
        return [pk for (pk,) in cursor.fetchall()]
