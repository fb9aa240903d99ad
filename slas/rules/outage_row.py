"""Rows of outages as a form, a file or the API gives them.

1. A row names a service of the contract by its short name, and when it went down. Without an end the
   outage is open. ``source`` is who reports it, ``ref`` what the source calls it; both may be blank.
2. Nothing ends before it starts, lies in the future, or is outside the contract's term.
3. A row with a ``ref`` is known by service, source and ref; without one by service, source and start.
   The same twice in one batch is refused, naming the first: nobody could tell which of them counts.
4. Every wrong cell is told with its row, column and value. One wrong cell, and nothing of the batch is used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from contracts_app.rules.register_row import RowError
from slas.rules.event_row import LONGEST_REF, LONGEST_SOURCE, Cells, TermBounds
from slas.rules.interval import in_utc

LONGEST_SUMMARY: Final = 500
#: The columns of a file of ours, in the order of ``OutageRow``.
COLUMNS: Final = ("service", "source", "ref", "start_utc", "end_utc", "summary")
FIELDS: Final = ("service", "source", "ref", "start", "end", "summary")

OutageKey = tuple[str, str, str, dt.datetime | None]


@dataclass(frozen=True, slots=True)
class OutageRow:
    """An outage as it was given: texts, nothing checked yet.

    Attributes:
        row: Its number, as the giver counts.
        service: Short name of the service.
        source: Who reports it.
        ref: What the source calls it.
        start: When it began, ISO 8601 with a zone.
        end: When it was over; blank while it is open.
        summary: What happened.
    """

    row: int
    service: str
    source: str = ""
    ref: str = ""
    start: str = ""
    end: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class CheckedOutage:
    """An outage that can be true; times are in UTC."""

    row: int
    service: str
    source: str
    ref: str
    start: dt.datetime
    end: dt.datetime | None
    summary: str

    @property
    def key(self) -> OutageKey:
        """Return what makes it the same outage when it is given again."""
        return self.service, self.source, self.ref, None if self.ref else self.start


def check_outages(
    rows: Iterable[OutageRow],
    *,
    services: Collection[str],
    term: TermBounds,
    now: dt.datetime,
    columns: Iterable[str] = FIELDS,
) -> tuple[list[CheckedOutage], list[RowError]]:
    """Return the outages of a batch, and everything that is wrong with it.

    Args:
        rows: As given.
        services: Short names of the contract's services.
        term: The contract's term.
        now: What lies after it is refused.
        columns: What the giver calls service, source, ref, start, end and summary, in this order.
    """
    reader = _Reader(services, term, in_utc(now), tuple(columns))
    checked: list[CheckedOutage] = []
    errors: list[RowError] = []
    for row in rows:
        found = reader.read(row)
        if isinstance(found, CheckedOutage):
            checked.append(found)
        else:
            errors += found
    return checked, errors


class _Reader:
    """Reads the rows of one batch and remembers what earlier rows were."""

    def __init__(
        self, services: Collection[str], term: TermBounds, now: dt.datetime, columns: tuple[str, ...]
    ) -> None:
        self._services = frozenset(services)
        self._term = term
        self._now = now
        self._names = dict(zip(FIELDS, columns, strict=True))
        self._seen: dict[OutageKey, int] = {}

    def read(self, given: OutageRow) -> CheckedOutage | list[RowError]:
        """Return the outage of a row, or everything that is wrong with it."""
        name = self._names
        cells = Cells(given.row, self._now)
        service = cells.service(name["service"], given.service, self._services)
        source = cells.text(name["source"], given.source, LONGEST_SOURCE)
        ref = cells.text(name["ref"], given.ref, LONGEST_REF)
        start = cells.time(name["start"], given.start)
        end = cells.time(name["end"], given.end, is_needed=False)
        summary = cells.text(name["summary"], given.summary, LONGEST_SUMMARY)
        if start is None or cells.errors:
            return cells.errors
        found = CheckedOutage(given.row, service, source, ref, start, end, summary)
        self._together(cells, given, found)
        return cells.errors or found

    def _together(self, cells: Cells, given: OutageRow, found: CheckedOutage) -> None:
        """Check what only the whole row, or an earlier one, can tell."""
        if found.end is not None and found.end < found.start:
            message = f"The outage ends before it starts, {given.start.strip()}. Correct one of the times."
            cells.wrong(self._names["end"], given.end, message)
        elif outside := self._term.why_outside(found.start, found.end):
            cells.wrong(self._names["start"], given.start, outside)
        first = self._seen.setdefault(found.key, given.row)
        if first != given.row:
            column, value = ("ref", given.ref) if found.ref else ("start", given.start)
            message = f"Row {first} is the same outage of this source. Keep one of them."
            cells.wrong(self._names[column], value, message)
