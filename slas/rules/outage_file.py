"""A file of outages: from the bytes of a CSV file to the outages of each component.

1. Encoding, line ends and row numbers are those of ``core.rules.csv_file``: UTF-8, commas, the header is
   row 1.
2. ``component_slug``, ``start_utc`` and ``end_utc`` are read; the end is blank while the outage is open.
   The other columns of the format may be there. A column that the format does not have is refused.
3. A time has a zone: Z, or an offset. Minutes are counted from the times, whatever ``minutes`` says.
4. Nothing ends before it starts, and nothing lies in the future.
5. Every wrong cell is told with its row, column and value. One wrong cell, and nothing of the file is used.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contracts_app.rules.register_row import SHOWN, RowError
from contracts_app.rules.register_text import clean
from core.rules.csv_file import CsvFileError, checked_header, decoded, lines_of
from core.rules.day import why_no_day
from slas.rules.interval import in_utc
from slas.rules.outage import Outage

SLUG: Final = "component_slug"
START: Final = "start_utc"
END: Final = "end_utc"
READ: Final = (SLUG, START, END)
KNOWN: Final = (SLUG, "component_name", START, END, "minutes", "http_code", "commit_down", "commit_up")
EXAMPLE: Final = "2026-08-13T11:03:31Z"


class WrongTimeError(ValueError):
    """Raised for a text that is no instant; the message says what would do."""


@dataclass(frozen=True, slots=True)
class OutageFile:
    """What a file says: the outages of each component, or everything that is wrong with it."""

    outages: Mapping[str, Sequence[Outage]]
    errors: tuple[RowError, ...]
    row_count: int


def read_outages(raw: bytes, now: dt.datetime) -> OutageFile:
    """Return the outages of a file by component, each named by its row; none where a cell is wrong.

    Raises:
        CsvFileError: If it is not UTF-8, not CSV, or its header cannot be used.
    """
    lines = lines_of(decoded(raw))
    first, header = next(lines, (0, []))
    if not header:
        raise CsvFileError(f"The file is empty. Its first line names the columns {', '.join(KNOWN)}.")
    reader = _Reader(checked_header(first, header, READ), first, in_utc(now))
    outages: dict[str, list[Outage]] = defaultdict(list)
    errors: list[RowError] = []
    count = 0
    for row, cells in lines:
        count += 1
        found = reader.read(row, cells)
        if isinstance(found, list):
            errors += found
        else:
            outages[found[0]].append(found[1])
    return OutageFile({} if errors else dict(outages), tuple(errors), count)


def instant(text: str) -> dt.datetime:
    """Return the instant that a text states, in UTC.

    Raises:
        WrongTimeError: If it is no time, has no zone, or lies outside the years 1900 to 2999.
    """
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise WrongTimeError(f"This is no time. Write it as {EXAMPLE}.") from None
    if found.tzinfo is None:
        raise WrongTimeError(f"This time has no zone. Write it with Z or an offset, as {EXAMPLE}.")
    if problem := why_no_day(found.date()):
        raise WrongTimeError(problem)
    return in_utc(found)


class _Reader:
    """Reads the rows of one file."""

    def __init__(self, columns: list[str], header_row: int, now: dt.datetime) -> None:
        if unknown := [name for name in columns if name not in KNOWN]:
            names = ", ".join(f"“{clean(name)[:SHOWN]}”" for name in unknown)
            raise CsvFileError(
                f"Row {header_row}, the header, has columns that are not known: {names}."
                f" Leave them out, or name them as one of {', '.join(KNOWN)}."
            )
        self._now = now
        self._width = len(columns)
        self._slug, self._start, self._end = (columns.index(name) for name in READ)

    def read(self, row: int, cells: list[str]) -> tuple[str, Outage] | list[RowError]:
        """Return component and outage of a row, or everything that is wrong with it."""
        if len(cells) != self._width:
            message = (
                f"The row has {len(cells)} cells, the header has {self._width}."
                " Put a cell that contains a comma into quotation marks."
            )
            return [RowError(row, "", "", message)]
        errors: list[RowError] = []
        slug = clean(cells[self._slug])
        if not slug:
            errors.append(RowError(row, SLUG, "", "The cell is blank. Write the slug of the component."))
        start = self._time(row, START, cells[self._start].strip(), errors)
        end = self._time(row, END, cells[self._end].strip(), errors)
        if start and end and end < start:
            message = f"The outage ends before it starts, {start.isoformat()}. Correct one of the times."
            errors.append(RowError(row, END, clean(cells[self._end])[:SHOWN], message))
        if errors or start is None:
            return errors
        return slug, Outage(start, end, f"row {row}")

    def _time(self, row: int, column: str, text: str, errors: list[RowError]) -> dt.datetime | None:
        if not text:
            if column == START:
                errors.append(RowError(row, column, "", "The cell is blank. Write when the outage began."))
            return None
        try:
            found = instant(text)
            if found > self._now:
                raise WrongTimeError(
                    f"This time lies in the future: it is {self._now:%Y-%m-%dT%H:%M:%SZ} now."
                    " Correct it, or the clock of the monitor."
                )
        except WrongTimeError as error:
            errors.append(RowError(row, column, clean(text)[:SHOWN], str(error)))
            return None
        return found
