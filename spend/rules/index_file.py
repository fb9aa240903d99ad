"""A file of index values: from the bytes of a CSV file to periods and exact values.

1. Encoding, line ends, separators, quotation and row numbers are those of a register of contracts
   (``contracts_app.rules.register_text`` and ``register_record``).
2. Two columns are read, the period and the value; other columns may stand beside them.
3. Every wrong cell is reported with its row, column and value. A period stands once in a file.
4. A period that has not begun has no published figure, so that one is a slip and is refused.
5. A value is above zero and exact: at most 12 digits before and 6 after the decimal separator, which is
   stated; without it a value that could be read in two ways is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from contracts_app.rules.register_format import AmountReader
from contracts_app.rules.register_record import Header, read_header, read_records
from contracts_app.rules.register_row import SHOWN, RowError
from contracts_app.rules.register_text import UnreadableRegister, clean, decode_register
from core.money import decimals_of
from spend.rules.index_period import Frequency, PeriodReader

DECIMALS: Final = 6
LARGEST: Final = Decimal(10) ** 12
#: Two and a half centuries of months; more is another kind of file.
MOST_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class IndexLayout:
    """How a file writes an index.

    Attributes:
        frequency: Of the series.
        period_format: One of ``PERIOD_FORMATS`` of the frequency; empty for the usual one.
        decimal: ``.`` or ``,``; empty where it is not stated.
        period_column: Name of the column with the periods.
        value_column: Name of the column with the values.
    """

    frequency: Frequency
    period_format: str = ""
    decimal: str = ""
    period_column: str = "period"
    value_column: str = "value"


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A row without errors; ``period`` is the first day of the period."""

    row: int
    period: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class CheckedIndex:
    """The rows of a file, and what is wrong in others; ``row_count`` counts both."""

    rows: tuple[IndexRow, ...]
    errors: tuple[RowError, ...]
    row_count: int


def read_index(raw: bytes, layout: IndexLayout, on: date) -> CheckedIndex:
    """Return the rows of an index file, checked cell by cell, as of the day ``on``.

    Raises:
        UnreadableRegister: The file, its encoding or its header cannot be used, or it is far too long.
        ValueError: The layout states a period format that the frequency does not have.
    """
    text = decode_register(raw)
    header = read_header(text)
    reader = _Reader(header, layout, on)
    rows, errors, count = [], [], 0
    for row, cells in read_records(text, header):
        count += 1
        if count > MOST_ROWS:
            raise UnreadableRegister(f"The file has more than {MOST_ROWS:,} rows. Take one series of it.")
        found = reader.read(row, cells)
        if isinstance(found, IndexRow):
            rows.append(found)
        else:
            errors += found
    return CheckedIndex(tuple(rows), tuple(errors), count)


class _Reader:
    """Reads the rows of one file and remembers which periods it had."""

    def __init__(self, header: Header, layout: IndexLayout, on: date) -> None:
        self.header = header
        self.on = on
        self.places = [_place(header, name) for name in (layout.period_column, layout.value_column)]
        self._periods = PeriodReader(layout.frequency, layout.period_format)
        self._values = AmountReader(layout.decimal)
        self._seen: dict[date, int] = {}

    def read(self, row: int, cells: Sequence[str]) -> IndexRow | list[RowError]:
        """Return the row, or everything that is wrong with it."""
        if len(cells) != len(self.header.names):
            message = (
                f"The row has {len(cells)} cells, the header has {len(self.header.names)}. A separator inside"
                " a text needs quotation marks around the text."
            )
            return [RowError(row, "", "", message)]
        errors: list[RowError] = []
        period = self._cell(row, cells, 0, lambda text: self._period(text, row), errors)
        value = self._cell(row, cells, 1, self._value, errors)
        if errors:
            return errors
        self._seen[period] = row
        return IndexRow(row, period, value)

    def _cell(
        self,
        row: int,
        cells: Sequence[str],
        which: int,
        read: Callable[[str], Any],
        errors: list[RowError],
    ) -> Any:
        place = self.places[which]
        text = clean(cells[place])
        try:
            if not text:
                raise ValueError("The cell is blank. Fill it in, or leave the row out.")
            return read(text)
        except ValueError as error:
            errors.append(RowError(row, self.header.names[place], text[:SHOWN], str(error)))
            return None

    def _period(self, text: str, row: int) -> date:
        period = self._periods.read(text)
        if period > self.on:
            raise ValueError("This period has not begun, so it has no published value. Correct the period.")
        if period in self._seen:
            raise ValueError(f"Row {self._seen[period]} of this file has the same period. Keep one of them.")
        return period

    def _value(self, text: str) -> Decimal:
        value = self._values.read(text, "")
        if value <= 0:
            raise ValueError("An index value is above zero. Correct it.")
        if decimals_of(value) > DECIMALS:
            raise ValueError(f"The value has more than {DECIMALS} decimals. Write it as it was published.")
        if value >= LARGEST:
            raise ValueError("The value has more than 12 digits before the decimals. Correct it.")
        return value


def _place(header: Header, name: str) -> int:
    wanted = clean(name).casefold()
    found = [place for place, own in enumerate(header.names) if own.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnreadableRegister(f"The file has {len(found)} columns “{name}”. Rename one of them.")
    raise UnreadableRegister(
        f"The file has no column “{name}”. Its columns are: {', '.join(header.names)}. Say which of them is"
        " meant."
    )
