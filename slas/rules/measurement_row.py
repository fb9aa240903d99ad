"""Rows of measurements as a form, a file or a program gives them.

1. A row names a target of the contract by its id, or in a file by what the product calls it, as in
   ``Portal: Solved at first contact``; when it was measured; and the value exactly as measured.
   What outages and tickets tell (availability, response, resolution) is not measured this way.
2. A row with a ``ref`` is known by target, source and ref; without one by target, source and instant.
   The same twice in one batch is refused.
3. Nothing lies in the future or outside the contract's term.
4. Every wrong cell is told with its row, column and value. One wrong cell, and nothing of the batch is used.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from contracts_app.rules.register_row import RowError
from contracts_app.rules.register_text import clean
from slas.rules.agreed_target import IndicatorKind
from slas.rules.event_row import LONGEST_REF, LONGEST_SOURCE, Cells, TermBounds, checked_rows
from slas.rules.interval import in_utc

LONGEST_NOTE: Final = 500
#: At most 16 digits before the point and 8 after it: what is kept exactly.
_NUMBER: Final = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,8})?")
MEASURED: Final = frozenset({IndicatorKind.PERCENTILE, IndicatorKind.COUNT, IndicatorKind.KEY_FIGURE})

#: The columns of a file, and which field of a row each is.
COLUMNS: Final = {
    "target": "target",
    "source": "source",
    "ref": "ref",
    "at_utc": "at",
    "value": "value",
    "note": "note",
}
NEEDED: Final = ("target", "at_utc", "value")

MeasurementKey = tuple[int, str, str, dt.datetime | None]


@dataclass(frozen=True, slots=True)
class MeasurementRow:
    """A measurement as it was given: nothing checked yet; ``target`` is its id, or its name as a text."""

    row: int
    target: int | str
    source: str = ""
    ref: str = ""
    at: str = ""
    value: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckedMeasurement:
    """A measurement that can be true; its instant is in UTC."""

    row: int
    target: int
    source: str
    ref: str
    at: dt.datetime
    value: Decimal
    note: str

    @property
    def key(self) -> MeasurementKey:
        """Return what makes it the same measurement when it is given again."""
        return self.target, self.source, self.ref, None if self.ref else self.at


@dataclass(frozen=True, slots=True)
class KnownTargets:
    """The targets of a contract.

    Attributes:
        indicators: The indicator of each, by id.
        ids: The id of each, by its name in lower case; names that two targets have are left out.
    """

    indicators: Mapping[int, str]
    ids: Mapping[str, int]

    @classmethod
    def of(cls, indicators: Mapping[int, str], names: Iterable[tuple[int, str]] = ()) -> KnownTargets:
        """Return the targets with these names."""
        ids: dict[str, int] = {}
        several: set[str] = set()
        for pk, name in names:
            folded = clean(name).casefold()
            several |= {folded} & ids.keys()
            ids[folded] = pk
        return cls(indicators, {name: pk for name, pk in ids.items() if name not in several})

    def find(self, given: int | str) -> int | None:
        """Return the id of the target that is meant; None where the contract has no such target."""
        if isinstance(given, str):
            text = clean(given).casefold()
            given = int(text) if text.isascii() and text.isdecimal() else self.ids.get(text, 0)
        return given if given in self.indicators else None


def measurement_row(number: int, cells: Mapping[str, str]) -> MeasurementRow:
    """Return the measurement that a row of a file names, by its columns."""
    return MeasurementRow(number, **{field: cells[name] for name, field in COLUMNS.items() if name in cells})


def check_measurements(
    rows: Iterable[MeasurementRow],
    *,
    targets: KnownTargets,
    term: TermBounds,
    now: dt.datetime,
    columns: Mapping[str, str] | None = None,
) -> tuple[list[CheckedMeasurement], list[RowError]]:
    """Return the measurements of a batch, and everything that is wrong with it.

    Args:
        rows: As given.
        targets: The targets of the contract.
        term: The contract's term.
        now: What lies after it is refused.
        columns: What the giver calls the fields; a field that is not in it is called as here.
    """
    return checked_rows(rows, _Reader(targets, term, in_utc(now), columns or {}))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rows of one batch."""

    targets: KnownTargets
    term: TermBounds
    now: dt.datetime
    columns: Mapping[str, str]

    def name(self, field: str) -> str:
        """Return what the giver calls a field."""
        return self.columns.get(field, field)

    def read(self, row: MeasurementRow, cells: Cells) -> CheckedMeasurement | None:
        """Return the measurement of a row; what is wrong with it is told to ``cells``."""
        target = self._target(row, cells)
        source = cells.text(self.name("source"), row.source, LONGEST_SOURCE)
        ref = cells.text(self.name("ref"), row.ref, LONGEST_REF)
        at = cells.time(self.name("at"), row.at)
        note = cells.text(self.name("note"), row.note, LONGEST_NOTE)
        text = row.value.strip()
        if not _NUMBER.fullmatch(text):
            message = (
                "This is no number. Write it as 12.5, at most 16 digits before the point and 8 after it."
            )
            cells.wrong(self.name("value"), row.value, message)
            return None
        if at is None:
            return None
        if outside := self.term.why_outside(at, at):
            cells.wrong(self.name("at"), row.at, outside)
        return CheckedMeasurement(row.row, target, source, ref, at, Decimal(text), note)

    def key(self, found: CheckedMeasurement) -> MeasurementKey | None:
        """Return what makes it the same measurement when it is given again; None without its target."""
        return found.key if found.target else None

    def same(self, row: MeasurementRow, found: CheckedMeasurement) -> tuple[str, str, str]:
        """Return by which cell a measurement is known, and what an earlier row with it is."""
        column, value = ("ref", row.ref) if found.ref else (self.name("at"), row.at)
        return column, value, "is the same measurement of this source. Keep one of them."

    def _target(self, row: MeasurementRow, cells: Cells) -> int:
        """Return the id of the target; 0 where it is none that is measured."""
        found = self.targets.find(row.target)
        if found is None:
            how = "Name one by its id." if isinstance(row.target, int) else "Name one by its id, or its name."
            cells.wrong(self.name("target"), str(row.target), f"The contract has no such target. {how}")
            return 0
        indicator = self.targets.indicators[found]
        if indicator not in MEASURED:
            told = "outages" if indicator == IndicatorKind.AVAILABILITY else "tickets"
            message = f"This target is judged by {told}. Record those."
            cells.wrong(self.name("target"), str(row.target), message)
        return found
