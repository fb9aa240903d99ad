"""A CSV file of events: from its bytes to rows of texts, for tickets, measurements and exclusions.

1. Encoding, line ends and row numbers are those of ``core.rules.csv_file``: UTF-8, commas, the header is
   row 1.
2. A column that is not known is refused, and so is one that is there twice, or a needed one that is missing.
   The order of the columns does not matter.
3. A row with more or fewer cells than the header is told with its number; the others are read on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from contracts_app.rules.register_row import SHOWN, RowError
from contracts_app.rules.register_text import clean
from core.rules.csv_file import CsvFileError, checked_header, decoded, lines_of

MOST_ROWS: Final = 200_000


class EventCsv:
    """What a file says.

    Attributes:
        names: The columns that the file has.
        rows: Number and cells by column, in the order of the file; nothing is checked yet.
        errors: Rows without the right number of cells.
    """

    def __init__(self, raw: bytes, *, columns: Sequence[str], needed: Collection[str]) -> None:
        """Read a file.

        Args:
            raw: The whole file.
            columns: All columns that it may have.
            needed: Those that it must have.

        Raises:
            CsvFileError: If it is not UTF-8, not CSV, too long, or its header cannot be used.
        """
        lines = lines_of(decoded(raw))
        number, header = next(lines, (0, []))
        if not header:
            raise CsvFileError(f"The file is empty. Its first line names the columns {', '.join(columns)}.")
        self.names = checked_header(number, header, needed)
        refuse_unknown(number, self.names, columns)
        self.rows: list[tuple[int, Mapping[str, str]]] = []
        self.errors: list[RowError] = []
        self._read(lines)

    def _read(self, lines: Iterator[tuple[int, list[str]]]) -> None:
        for number, cells in lines:
            if len(self.rows) >= MOST_ROWS:
                raise CsvFileError(
                    f"The file has more than {MOST_ROWS:,} rows. Divide it, and upload each part."
                )
            if len(cells) != len(self.names):
                self.errors.append(wrong_width(number, len(cells), len(self.names)))
            else:
                self.rows.append((number, dict(zip(self.names, cells, strict=True))))


def wrong_width(number: int, found: int, wanted: int) -> RowError:
    """Return what is told of a row with more or fewer cells than the header."""
    message = (
        f"The row has {found} cells, the header has {wanted}."
        " Put a cell that contains a comma into quotation marks."
    )
    return RowError(number, "", "", message)


def refuse_unknown(number: int, names: Sequence[str], offered: Sequence[str]) -> None:
    """Refuse a header with a column that is not known, or with one twice.

    Raises:
        CsvFileError: Naming the columns.
    """
    unknown = [f"“{clean(name)[:SHOWN]}”" for name in names if name not in offered]
    twice = sorted({name for name in names if names.count(name) > 1})
    if unknown:
        raise CsvFileError(
            f"Row {number}, the header, has columns that are not known: {', '.join(unknown[:10])}."
            f" Leave them out, or name them as one of {', '.join(offered)}."
        )
    if twice:
        raise CsvFileError(f"Row {number}, the header, has the column {twice[0]} twice. Keep one of them.")
