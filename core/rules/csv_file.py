"""A CSV file of ours: from its bytes to numbered rows.

1. The file is UTF-8, with or without a byte order mark, with any line ends.
2. The first line names the columns, separated by commas; their order does not matter.
3. A row has the number of the line that it begins on; the header is line 1. Empty rows are passed over.
4. A file that breaks one of these rules is refused as a whole, naming the row and the column.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from typing import Final

_OTHER_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ZIP: Final = b"PK\x03\x04"


class CsvFileError(ValueError):
    """Raised for a file that cannot be used; says where and what would do."""


def decoded(raw: bytes) -> str:
    """Return the text of a file.

    Raises:
        CsvFileError: If it is not UTF-8 text.
    """
    if raw.startswith(_ZIP):
        raise CsvFileError("The file is a spreadsheet or an archive. Save it as CSV in UTF-8.")
    if raw.startswith(_OTHER_MARKS):
        raise CsvFileError("The file is UTF-16 text. Save it as CSV in UTF-8.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        begins = raw.rfind(b"\n", 0, error.start) + 1
        column = raw.count(b",", begins, error.start) + 1
        raise CsvFileError(
            f"Row {row}, column {column} is not UTF-8 text (byte {error.start + 1}). Save the file as UTF-8."
        ) from None


def lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row that has any, with the number of the line that it begins on.

    Raises:
        CsvFileError: If a quotation mark is out of place.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CsvFileError(f"Row {number} cannot be read as CSV: {_reason(error)}") from None
        if any(cell.strip() for cell in cells):
            yield number, cells


def checked_header(number: int, cells: list[str], needed: Collection[str]) -> list[str]:
    """Return the names of the columns.

    Raises:
        CsvFileError: If a column that is needed is missing, or is there twice.
    """
    columns = [cell.strip() for cell in cells]
    missing = [name for name in needed if name not in columns]
    twice = sorted({name for name in columns if name in needed and columns.count(name) > 1})
    if missing:
        hint = " Separate the columns by commas." if len(columns) == 1 else ""
        raise CsvFileError(f"Row {number}, the header, lacks the columns {', '.join(missing)}.{hint}")
    if twice:
        raise CsvFileError(f"Row {number}, the header, has the column {twice[0]} twice. Keep one of them.")
    return columns


def _reason(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end" in text or "field larger" in text:
        return "a quotation mark is opened and never closed."
    if "expected after" in text:
        return "a text goes on after its closing quotation mark."
    return f"{text}."
