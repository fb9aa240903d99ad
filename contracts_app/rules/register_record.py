"""Reading the records of a register: a header row, then one record a row.

1. Lines end in LF, CRLF or a bare CR. Texts may stand in double quotes and then hold line ends.
2. The cell separator is the one among comma, semicolon, tab and ``|`` that gives the header the most cells.
3. Row numbers are those a spreadsheet shows: the header is row 1, the first record row 2, and an
   empty row counts. A record that spans several lines is one row.
4. A record has exactly as many cells as the header; otherwise cells may have slipped, and it is refused.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contracts_app.rules.register_text import UnreadableRegister, clean

SEPARATORS: Final = (",", ";", "\t", "|")
HEADER_ROW: Final = 1
#: A text in one cell; longer is a quotation mark that was never closed.
LONGEST_CELL: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Header:
    """The first row of a register: the cleaned names of its columns and the cell separator."""

    names: tuple[str, ...]
    separator: str

    def index_of(self, name: str) -> int:
        """Return the place of a column, found by its exact name, else whatever its case.

        Raises:
            UnreadableRegister: No column has the name, or more than one.
        """
        wanted = clean(name)
        found = [place for place, own in enumerate(self.names) if own == wanted]
        if not found:
            found = [place for place, own in enumerate(self.names) if own.casefold() == wanted.casefold()]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnreadableRegister(f"The file has {len(found)} columns “{name}”. Rename one of them.")
        raise UnreadableRegister(
            f"The file has no column “{name}”. Its columns are: {', '.join(self.names)}. Correct the mapping."
        )


def read_header(text: str) -> Header:
    """Return the header of a register.

    Raises:
        UnreadableRegister: The first row is empty or cannot be read.
    """
    best: list[str] = []
    separator = SEPARATORS[0]
    refused: UnreadableRegister | None = None
    for candidate in SEPARATORS:
        try:
            cells = next(_records(text, candidate), [])
        except UnreadableRegister as error:
            refused = refused or error
            continue
        if len(cells) > len(best):
            best, separator = cells, candidate
    names = tuple(clean(cell) for cell in best)
    if not any(names):
        raise refused or UnreadableRegister("The first row is empty. It must name the columns.")
    return Header(names, separator)


def read_records(text: str, header: Header) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with its row number; rows in which nothing stands are passed over.

    Raises:
        UnreadableRegister: A quotation mark is out of place or never closed.
    """
    records = _records(text, header.separator)
    next(records, None)
    for row, cells in enumerate(records, start=HEADER_ROW + 1):
        if any(cells) and not all(not cell.strip() for cell in cells):
            yield row, cells


def _records(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = 0
    while True:
        row += 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableRegister(
                f"Row {row} (near line {reader.line_num}) cannot be read: {_reason(error)}"
            ) from None


def _reason(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end" in text or "field larger" in text:
        return "a quotation mark is opened and never closed. Close it, or double it inside the text."
    if "expected after" in text:
        return "a text goes on after its closing quotation mark. Double quotation marks inside a text."
    return f"{text}. Export the register again as CSV."
