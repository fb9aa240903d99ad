"""How the database joins the staged rows of a register with many rows.

While a register is written the planner cannot know its rows: nobody counts rows that are not committed
yet, and after a failed import the tables are vacuumed as empty ones. It would then join tens of thousands
of rows by nested loops over whole tables, and run for minutes.

1. From ``BULK`` rows on, the statements of an import are joined by hashing or merging, whatever the
   planner believes.
2. When everything is written its rows are counted, and the planner is free again.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

#: Registers with fewer rows are fast with any plan.
BULK: Final = 1_000
#: The tables that staged rows are joined with.
JOINED: Final = (
    "contracts_app_contract", "contracts_app_contractterms", "contracts_app_contractvendor",
    "contracts_app_noticerule", "contracts_app_importedrow", "vendors_vendor", "accounts_department",
)  # fmt: skip


def join_in_bulk(rows: int) -> None:
    """Keep the planner from nested loops until ``refresh_statistics``, at most until the transaction ends."""
    if rows >= BULK:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_nestloop = off")


def refresh_statistics(rows: int) -> None:
    """Count the rows of what an import of ``rows`` rows wrote, and leave the joins to the planner again."""
    if rows >= BULK:
        with connection.cursor() as cursor:
            cursor.execute("; ".join(f"ANALYZE {table}" for table in JOINED))
            cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
