"""The whole verification, in one consistent view of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from core.audit.presence import trigger_defects
from core.audit.tables import audited_tables
from core.ledger.sealing import latest_head
from core.ledger.verifying.chain import check_chain, check_heads, read_exported
from core.ledger.verifying.current import check_current
from core.ledger.verifying.entries import check_entries, check_history
from core.ledger.verifying.finding import Finding, rows

_COUNTS = {
    "entries": "SELECT count(*) FROM core_ledgerentry",
    "blocks": "SELECT count(*) FROM core_ledgerblock",
    "unsealed": """
        SELECT count(*) FROM core_ledgerentry e
        WHERE NOT EXISTS (SELECT 1 FROM core_ledgerseal s WHERE s.entry_id = e.id)
    """,
    "history_rows": "SELECT count(*) FROM core_ledgerentry WHERE history_id IS NOT NULL",
}


@dataclass(slots=True)
class Report:
    """What was verified and what was found.

    Attributes:
        findings: Everything wrong; empty means that the history holds.
        counts: How much was looked at: entries, history_rows, blocks, tables, and unsealed (entries
            that are not in the chain yet).
        head: The newest head, ``<block>:<digest>``, empty while nothing was sealed.
    """

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    head: str = ""

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """Return the report for machines."""
        findings = [finding.as_json() for finding in self.findings]
        return {"ok": self.is_clean, "head": self.head, "counts": self.counts, "findings": findings}


def verify(heads_file: Path, progress: Callable[[str], None] = lambda line: None) -> Report:
    """Verify triggers, entries, history, current rows, chain and exported heads.

    Args:
        heads_file: The exported heads, or a copy of them kept elsewhere.
        progress: Gets a line before each step.

    Raises:
        django.db.DatabaseError: The database cannot be read.
    """
    report = Report()
    exported = read_exported(heads_file)
    with _snapshot():
        tables = list(audited_tables(apps))
        progress("Triggers")
        for defect in trigger_defects():
            report.findings.append(Finding("trigger", defect.table, "", "", str(defect)))
        for table in tables:
            progress(table.label)
            report.findings += check_history(table)
            report.findings += check_current(table)
        progress("Ledger entries")
        report.findings += check_entries()
        progress("Chain and exported heads")
        report.findings += check_chain()
        report.findings += check_heads(exported)
        report.counts = {name: next(rows(sql))[0] for name, sql in _COUNTS.items()} | {"tables": len(tables)}
        report.head = latest_head()
    return report


@contextmanager
def _snapshot() -> Iterator[None]:
    """Let every query see the same moment, in UTC, without writing; writers are not held up."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL TimeZone = 'utc'")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        # Tables that grew since their statistics were made would be joined row by row, for hours.
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
