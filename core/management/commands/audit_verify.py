"""``manage.py audit_verify``: does the audit trail hold?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from core.ledger.verifying import Report, verify

HOLDS, BROKEN, NOT_RUN = 0, 1, 2


class Command(BaseCommand):
    """Verify chain, ledger, history and current rows against each other.

    Exit code 0: everything holds. 1: something was changed past the triggers, each place named by
    table, row and column. 2: the verification could not run.
    """

    help = "Verify that history and ledger are complete and unchanged (exit code 0, or 1 with each place)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare --json and --heads."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="one line of JSON")
        parser.add_argument(
            "--heads", type=Path, default=None, help="a copy of the exported heads kept elsewhere"
        )

    def handle(self, *, as_json: bool, heads: Path | None, **options: Any) -> None:
        """Verify, report, and leave with the exit code."""
        try:
            report = verify(heads or settings.HEADS_FILE)
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0]
            message = f"The audit trail could not be verified: {reason}."
            if as_json:
                self.stdout.write(json.dumps({"ok": None, "error": message}))
            else:
                self.stderr.write(f"{message} Check DATABASE_URL, and run manage.py migrate.")
            sys.exit(NOT_RUN)
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._write(report)
        if not report.is_clean:
            sys.exit(BROKEN)

    def _write(self, report: Report) -> None:
        for finding in report.findings:
            self.stdout.write(str(finding))
        counts = report.counts
        self.stdout.write(
            f"{counts['history_rows']} history rows in {counts['tables']} tables, {counts['entries']} ledger"
            f" entries ({counts['unsealed']} not sealed yet), {counts['blocks']} blocks."
        )
        if report.head:
            self.stdout.write(f"Head {report.head}")
        if report.is_clean:
            self.stdout.write("The audit trail holds.")
            return
        found = len(report.findings)
        self.stdout.write(f"The audit trail is broken: {found} {'place' if found == 1 else 'places'}.")
