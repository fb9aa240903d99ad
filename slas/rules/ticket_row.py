"""Rows of tickets as a form, a file or a program gives them.

1. A row names a service of the contract, the ticket (``source`` and ``ref``), and when it was opened. Without
   ``responded`` or ``resolved`` it was not answered, or not solved, yet.
2. Nothing is answered, solved or paused before the ticket was opened; no pause ends before it starts.
   Nothing lies in the future.
3. A ticket opened outside the contract's term is refused. The same ticket twice in one batch is refused.
4. In a file, and in a form, pauses stand in one text: one after the other, divided by ``;`` or a new line,
   each ``from / to / reason``; the end is blank while it lasts, the reason may be left out.
5. A row that says nothing of pauses leaves those that are on record.
6. Every wrong cell is told with its row, column and value. One wrong cell, and nothing of the batch is used.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from contracts_app.rules.register_row import RowError
from slas.rules.event_row import LONGEST_REF, LONGEST_SOURCE, Cells, TermBounds, checked_rows
from slas.rules.interval import in_utc

LONGEST_SEVERITY: Final = 40
LONGEST_TITLE: Final = 300
LONGEST_REASON: Final = 200
#: The columns of a file, and which field of a row each is.
COLUMNS: Final = {
    "service": "service",
    "source": "source",
    "ref": "ref",
    "severity": "severity",
    "title": "title",
    "opened_utc": "opened",
    "responded_utc": "responded",
    "resolved_utc": "resolved",
    "pauses": "pauses",
}
NEEDED: Final = ("service", "ref", "opened_utc")
_BETWEEN: Final = re.compile(r"[;\n]")


@dataclass(frozen=True, slots=True)
class PauseRow:
    """A pause as it was given; a blank end: it lasts."""

    start: str
    end: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as it was given: texts, nothing checked yet; ``pauses`` None says nothing of them."""

    row: int
    service: str
    source: str = ""
    ref: str = ""
    severity: str = ""
    title: str = ""
    opened: str = ""
    responded: str = ""
    resolved: str = ""
    pauses: tuple[PauseRow, ...] | None = ()


@dataclass(frozen=True, slots=True, order=True)
class CheckedPause:
    """A pause that can be true; times are in UTC."""

    start: dt.datetime
    end: dt.datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class CheckedTicket:
    """A ticket that can be true; times are in UTC, pauses in order of their start, None where not told."""

    row: int
    service: str
    source: str
    ref: str
    severity: str
    title: str
    opened: dt.datetime
    responded: dt.datetime | None
    resolved: dt.datetime | None
    pauses: tuple[CheckedPause, ...] | None

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what makes it the same ticket when it is given again."""
        return self.service, self.source, self.ref


def pause_rows(text: str) -> tuple[PauseRow, ...]:
    """Return the pauses that a text names; nothing is checked yet."""
    found = []
    for part in _BETWEEN.split(text):
        if part.strip():
            start, _, rest = part.partition("/")
            end, _, reason = rest.partition("/")
            found.append(PauseRow(start.strip(), end.strip(), reason.strip()))
    return tuple(found)


def ticket_row(number: int, cells: Mapping[str, str]) -> TicketRow:
    """Return the ticket that a row of a file names, by its columns."""
    given = {field: cells[name] for name, field in COLUMNS.items() if name in cells and name != "pauses"}
    pauses = pause_rows(cells["pauses"]) if "pauses" in cells else None
    return TicketRow(number, **given, pauses=pauses)


def check_tickets(
    rows: Iterable[TicketRow],
    *,
    services: Collection[str],
    term: TermBounds,
    now: dt.datetime,
    columns: Mapping[str, str] | None = None,
) -> tuple[list[CheckedTicket], list[RowError]]:
    """Return the tickets of a batch, and everything that is wrong with it.

    Args:
        rows: As given.
        services: Short names of the contract's services.
        term: The contract's term.
        now: What lies after it is refused.
        columns: What the giver calls the fields; a field that is not in it is called as here.
    """
    return checked_rows(rows, _Reader(frozenset(services), term, in_utc(now), columns or {}))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rows of one batch."""

    services: Collection[str]
    term: TermBounds
    now: dt.datetime
    columns: Mapping[str, str]

    def read(self, row: TicketRow, cells: Cells) -> CheckedTicket | None:
        """Return the ticket of a row; what is wrong with it is told to ``cells``."""
        name = self._name
        service = cells.service(name("service"), row.service, self.services)
        source = cells.text(name("source"), row.source, LONGEST_SOURCE)
        ref = cells.needed(name("ref"), row.ref, LONGEST_REF)
        severity = cells.text(name("severity"), row.severity, LONGEST_SEVERITY)
        title = cells.text(name("title"), row.title, LONGEST_TITLE)
        opened = cells.time(name("opened"), row.opened)
        responded = cells.time(name("responded"), row.responded, is_needed=False)
        resolved = cells.time(name("resolved"), row.resolved, is_needed=False)
        pauses = self._pauses(row, cells, opened)
        if opened is None:
            return None
        self._in_order(cells, row, opened, {"responded": responded, "resolved": resolved})
        return CheckedTicket(
            row.row, service, source, ref, severity, title, opened, responded, resolved, pauses
        )

    def key(self, found: CheckedTicket) -> tuple[str, str, str]:
        """Return what makes it the same ticket when it is given again."""
        return found.key

    def same(self, row: TicketRow, found: CheckedTicket) -> tuple[str, str, str]:
        """Return by which cell a ticket is known, and what an earlier row with it is."""
        return "ref", row.ref, "is the same ticket of this source. Keep one of them."

    def _name(self, field: str) -> str:
        return self.columns.get(field, field)

    def _in_order(
        self, cells: Cells, row: TicketRow, opened: dt.datetime, later: Mapping[str, dt.datetime | None]
    ) -> None:
        for field, moment in later.items():
            if moment is not None and moment < opened:
                message = f"This is before the ticket was opened, {row.opened.strip()}."
                cells.wrong(self._name(field), getattr(row, field), message)
        if outside := self.term.why_outside(opened, opened):
            cells.wrong(self._name("opened"), row.opened, outside)

    def _pauses(
        self, row: TicketRow, cells: Cells, opened: dt.datetime | None
    ) -> tuple[CheckedPause, ...] | None:
        if row.pauses is None:
            return None
        found = [self._pause(number, one, cells, opened) for number, one in enumerate(row.pauses)]
        return tuple(sorted((one for one in found if one is not None), key=lambda one: one.start))

    def _pause(
        self, number: int, pause: PauseRow, cells: Cells, opened: dt.datetime | None
    ) -> CheckedPause | None:
        whole = self.columns.get("pauses")
        places = [whole or f"pauses.{number}.{field}" for field in ("start", "end", "reason")]
        start = cells.time(places[0], pause.start)
        end = cells.time(places[1], pause.end, is_needed=False)
        reason = cells.text(places[2], pause.reason, LONGEST_REASON)
        if start is None:
            return None
        if opened is not None and start < opened:
            cells.wrong(places[0], pause.start, "The pause starts before the ticket was opened.")
        if end is not None and end < start:
            cells.wrong(places[1], pause.end, "The pause ends before it starts. Correct one of the times.")
        return CheckedPause(start, end, reason)
