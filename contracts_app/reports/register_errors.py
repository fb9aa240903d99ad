"""The refused rows of an import as a CSV file: row, column, value, message."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from contracts_app.rules.register_row import RowError
from core.pages.export import safe_cell

HEAD = ("row", "column", "value", "message")


def error_report(errors: Sequence[RowError]) -> bytes:
    """Return the report as UTF-8 with a byte order mark; no cell runs as a formula in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for error in errors:
        writer.writerow([error.row, *map(safe_cell, (error.column, error.value, error.message))])
    return text.getvalue().encode("utf-8-sig")
