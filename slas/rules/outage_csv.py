"""A CSV file of outages: ours, or one in the format of ``slas.rules.outage_file``.

1. Encoding, line ends and row numbers are those of ``core.rules.csv_file``: UTF-8, commas, the header is
   row 1.
2. Ours has ``service`` and ``start_utc``, and may have ``source``, ``ref``, ``end_utc`` and ``summary``.
   The other has ``component_slug``, ``start_utc`` and ``end_utc``; its further columns are passed over.
3. A column that neither has is refused, and so is a row with more or fewer cells than the header.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from contracts_app.rules.register_row import RowError
from core.rules.csv_file import CsvFileError, checked_header, decoded, lines_of
from slas.rules import outage_file
from slas.rules.event_csv import MOST_ROWS, refuse_unknown, wrong_width
from slas.rules.outage_row import COLUMNS, OutageRow

#: What each column of the other format is called in ours.
_THEIRS: Final = {outage_file.SLUG: "service", outage_file.START: "start_utc", outage_file.END: "end_utc"}


class OutageCsv:
    """What a file says: its rows, those that cannot be read, and what it calls the columns.

    Attributes:
        rows: In the order of the file, nothing checked yet.
        errors: Rows without the right number of cells.
        columns: What the file calls service, source, ref, start, end and summary.
    """

    def __init__(self, raw: bytes) -> None:
        """Read a file.

        Raises:
            CsvFileError: If it is not UTF-8, not CSV, too long, or its header cannot be used.
        """
        lines = lines_of(decoded(raw))
        number, header = next(lines, (0, []))
        if not header:
            raise CsvFileError(f"The file is empty. Its first line names the columns {', '.join(COLUMNS)}.")
        names = [cell.strip() for cell in header]
        self._places = _places(number, names)
        is_theirs = outage_file.SLUG in names
        self.columns = (outage_file.SLUG, *COLUMNS[1:]) if is_theirs else COLUMNS
        self.rows: list[OutageRow] = []
        self.errors: list[RowError] = []
        self._read(lines, len(names))

    def _read(self, lines: Iterator[tuple[int, list[str]]], width: int) -> None:
        for number, cells in lines:
            if len(self.rows) >= MOST_ROWS:
                raise CsvFileError(
                    f"The file has more than {MOST_ROWS:,} rows. Divide it, and upload each part."
                )
            if len(cells) != width:
                self.errors.append(wrong_width(number, len(cells), width))
                continue
            texts = [cells[place] if place is not None else "" for place in self._places]
            self.rows.append(OutageRow(number, *texts))


def _places(number: int, names: list[str]) -> list[int | None]:
    """Return where each of our columns is in the file; None where the file has it not."""
    if outage_file.SLUG in names:
        checked_header(number, names, outage_file.READ)
        offered: tuple[str, ...] = outage_file.KNOWN
        ours = {_THEIRS[name]: names.index(name) for name in outage_file.READ}
    else:
        checked_header(number, names, ("service", "start_utc"))
        offered = COLUMNS
        ours = {name: names.index(name) for name in COLUMNS if name in names}
    refuse_unknown(number, names, offered)
    return [ours.get(name) for name in COLUMNS]
