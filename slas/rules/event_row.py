"""What every row about something that happened shares: its texts, its times, and the term of the contract.

1. Texts are cleaned as a register's are: no invisible characters, white space is one blank.
2. A time has a zone and does not lie in the future, unless it is a plan.
3. Every wrong cell is told with its row, column and value.
4. What shares no time with the contract's term is outside the contract. What reaches over an edge of the
   term is taken: the part outside does not count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from contracts_app.rules.register_row import SHOWN, RowError
from contracts_app.rules.register_text import clean
from core.rules.wording import short_date
from slas.rules.outage_file import WrongTimeError, instant

LONGEST_SOURCE: Final = 40
LONGEST_REF: Final = 120


@dataclass(frozen=True, slots=True)
class TermBounds:
    """The time of a contract's term.

    Attributes:
        start: Its first instant; None where no start is recorded.
        end: The instant at which it was over; None while it runs, or where no end is recorded.
    """

    start: dt.datetime | None = None
    end: dt.datetime | None = None

    def why_outside(self, start: dt.datetime, end: dt.datetime | None) -> str:
        """Return why a stretch shares no time with the term, empty where it does."""
        if self.start is not None and end is not None and end <= self.start and start < self.start:
            day = short_date(self.start.date())
            return f"This is before the contract's term, which began on {day}. Correct one of them."
        if self.end is not None and start >= self.end:
            day = short_date((self.end - dt.timedelta(microseconds=1)).date())
            return f"This is after the contract's term, which ended on {day}. Correct one of them."
        return ""


class Cells:
    """The cells of one row, read one by one; ``errors`` gathers what is wrong with them."""

    def __init__(self, row: int, now: dt.datetime) -> None:
        self.row = row
        self.errors: list[RowError] = []
        self._now = now

    def wrong(self, column: str, value: str, message: str) -> None:
        """Tell what is wrong with a cell."""
        self.errors.append(RowError(self.row, column, clean(value)[:SHOWN], message))

    def text(self, column: str, value: str, longest: int) -> str:
        """Return a text that is clean and not too long."""
        found = clean(value)
        if len(found) > longest:
            self.wrong(column, value, f"This has {len(found)} characters. Shorten it to {longest}.")
        return found

    def needed(self, column: str, value: str, longest: int) -> str:
        """Return a text that must not be blank."""
        found = self.text(column, value, longest)
        if not found:
            self.wrong(column, "", "This is blank. Fill it.")
        return found

    def service(self, column: str, value: str, known: Collection[str]) -> str:
        """Return the short name of a service of the contract."""
        found = clean(value)
        if not found:
            self.wrong(column, "", "This is blank. Write the short name of the service.")
        elif found not in known:
            offered = ", ".join(sorted(known)[:10]) or "none yet"
            self.wrong(column, value, f"The contract has no such service. Its services are: {offered}.")
        return found

    def time(
        self, column: str, value: str, *, is_needed: bool = True, may_lie_ahead: bool = False
    ) -> dt.datetime | None:
        """Return an instant in UTC; None where it is blank or wrong."""
        text = value.strip()
        if not text:
            if is_needed:
                self.wrong(column, "", "This is blank. Write when it was.")
            return None
        try:
            found = instant(text)
        except WrongTimeError as error:
            self.wrong(column, value, str(error))
            return None
        if found > self._now and not may_lie_ahead:
            told = f"{self._now:%Y-%m-%dT%H:%M:%SZ}"
            message = f"This lies in the future: it is {told} now. Correct it, or the clock of its source."
            self.wrong(column, value, message)
            return None
        return found


class RowsReader(Protocol):
    """Reads the rows of one batch."""

    @property
    def now(self) -> dt.datetime:
        """The instant of recording, in UTC."""

    def read(self, row: Any, cells: Cells) -> Any:
        """Return what a row says; what is wrong with it is told to ``cells``. None: too little to go on."""

    def key(self, found: Any) -> Hashable | None:
        """Return what makes it the same when it is given again; None where that is not known."""

    def same(self, row: Any, found: Any) -> tuple[str, str, str]:
        """Return the column and value by which a row is known, and what an earlier row with them is."""


def checked_rows(rows: Iterable[Any], reader: RowsReader) -> tuple[list[Any], list[RowError]]:
    """Return what the rows of a batch say, and everything that is wrong with it; the same twice is wrong."""
    checked: list[Any] = []
    errors: list[RowError] = []
    seen: dict[Hashable, int] = {}
    for row in rows:
        cells = Cells(row.row, reader.now)
        found = reader.read(row, cells)
        key = None if found is None else reader.key(found)
        if key is not None and (first := seen.setdefault(key, row.row)) != row.row:
            column, value, told = reader.same(row, found)
            cells.wrong(column, value, f"Row {first} {told}")
        errors += cells.errors
        if found is not None and not cells.errors:
            checked.append(found)
    return checked, errors
