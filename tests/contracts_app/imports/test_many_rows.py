"""A register with many rows stays fast on a database that was empty a moment ago."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.registers import HEAD, import_rows

pytestmark = pytest.mark.django_db
MANY = 1_200


def rows(title: str) -> str:
    return HEAD + "".join(
        f"M-{number},{title} {number},Vendor {number},IT,,,,2026-01-01,2026-12-31,,,,active,\n"
        for number in range(MANY)
    )


def counted(table: str) -> float:
    """Return how many rows the planner believes a table to have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        return float(cursor.fetchone()[0])


def forget() -> None:
    """Let the planner believe that the tables are empty, as after a failed import and a vacuum."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET reltuples = 0 WHERE relname IN ('contracts_app_contract', 'vendors_vendor')"
        )


def nested_loops() -> str:
    """Return whether the planner may join by nested loops."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_nestloop")
        return str(cursor.fetchone()[0])


def test_the_planner_counts_what_an_import_wrote_and_is_free_again():
    forget()
    assert import_rows(rows("Line")).created == MANY
    assert counted("contracts_app_contract") >= MANY
    assert counted("vendors_vendor") >= MANY
    assert nested_loops() == "on"


def test_changes_of_a_table_that_is_believed_to_be_empty_are_joined_in_bulk():
    import_rows(rows("Line"))
    forget()
    with CaptureQueriesContext(connection) as queries:
        assert import_rows(rows("Circuit")).updated == MANY

    told = [query["sql"] for query in queries]
    off = next(place for place, sql in enumerate(told) if "enable_nestloop = off" in sql)
    change = next(
        place for place, sql in enumerate(told) if sql.startswith("UPDATE contracts_app_contract x")
    )
    again = next(place for place, sql in enumerate(told) if "enable_nestloop TO DEFAULT" in sql)
    assert off < change < again
