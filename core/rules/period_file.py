"""A file of worked examples: from the bytes of a CSV file to numbered rows.

1. The file is a CSV file as ``csv_file`` reads it; it has every column, and at least one row.
2. No row has more cells than the header.
"""

from __future__ import annotations

from core.rules.csv_file import CsvFileError, checked_header, decoded, lines_of
from core.rules.period_table import COLUMNS


def read_rows(raw: bytes) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a file, each with the number of its line.

    Raises:
        CsvFileError: If it is not UTF-8, not CSV, or lacks a column or every row.
    """
    lines = lines_of(decoded(raw))
    first, header = next(lines, (0, []))
    if not header:
        raise CsvFileError(f"The file is empty. Its first line names the columns {', '.join(COLUMNS)}.")
    columns = checked_header(first, header, COLUMNS)
    rows = []
    for number, cells in lines:
        if len(cells) > len(columns):
            raise CsvFileError(
                f"Row {number} has {len(cells)} cells, the header has {len(columns)}."
                " Put a cell that contains a comma into quotation marks."
            )
        rows.append((number, dict(zip(columns, cells, strict=False))))
    if not rows:
        raise CsvFileError(f"There are no rows below the header in row {first}.")
    return rows
