"""``manage.py check_periods FILE.csv``: the period arithmetic against a table of worked examples."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.rules.csv_file import CsvFileError
from core.rules.period_file import read_rows
from core.rules.period_table import TableCheck, check_rows


class Command(BaseCommand):
    """Prints each disagreement, and how many rows agree; needs no database.

    The exit code is 0 when no row disagrees and each could be read (rules that are not supported are
    no failure), and 1 otherwise or when the file cannot be used.
    """

    help = "Check the period arithmetic against a table of worked examples; see docs/rules/conventions.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the table and the output."""
        parser.add_argument("file", type=Path, metavar="FILE.csv", help="the table of worked examples")
        parser.add_argument("--json", action="store_true", help="print one line of JSON to standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the table, compare, and say what came out."""
        path: Path = options["file"]
        try:
            found = check_rows(read_rows(path.read_bytes()))
        except OSError as error:
            reason = os.strerror(error.errno or errno.EIO)
            raise CommandError(f"{path} cannot be read: {reason}. Check the path.") from None
        except CsvFileError as error:
            raise CommandError(f"{path}: {error}") from None
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), separators=(",", ":")))
        else:
            self._print(found)
        if not found.is_sound:
            sys.exit(1)

    def _print(self, found: TableCheck) -> None:
        for one in found.unreadable:
            name = f" ({one.id})" if one.id else ""
            self.stdout.write(f"Row {one.row}{name}, {one.column}: {one.reason}")
        for wrong in found.disagreements:
            self.stdout.write(
                f"{wrong.id}: expected {wrong.expected}, computed {wrong.computed} by {wrong.rule}"
            )
        for rule, ids in found.unsupported.items():
            self.stdout.write(f"Not supported: {rule} ({', '.join(ids)})")
        self.stdout.write(
            f"{found.agreed} of {found.total} agree, {len(found.unsupported)} rules not supported"
        )
