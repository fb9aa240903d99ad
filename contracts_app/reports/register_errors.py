"""The refused rows of an import as a CSV file: row, column, value, message."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

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


def write_error_report(path: Path, errors: Sequence[RowError]) -> None:
    """Write the report to ``path``, whole or not at all, replacing what is there.

    Raises:
        OSError: The folder is missing or not writable, or the disk is full.
    """
    if path.is_dir():
        raise IsADirectoryError(21, os.strerror(21), str(path))
    handle, temporary = tempfile.mkstemp(dir=path.parent or Path(), prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(error_report(errors))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
