"""Rows of maintenance announcements and other exclusions, as a file or a program gives them.

1. A row says why downtime may be excused (``maintenance``, ``force_majeure`` or ``our_fault``), from when to
   when, and what its giver calls it. Without a service it is about all services of the contract.
2. It ends after it starts. Maintenance may lie ahead; everything else has happened. An announcement does not
   lie in the future.
3. A row is known by service and ``ref``; all services of the contract are one of their own. The same twice in
   one batch is refused: a maintenance in two nights has two references.
4. What shares no time with the contract's term is refused.
5. Every wrong cell is told with its row, column and value. One wrong cell, and nothing of the batch is used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from contracts_app.rules.register_row import RowError
from contracts_app.rules.register_text import clean
from slas.rules.event_row import LONGEST_REF, Cells, TermBounds, checked_rows
from slas.rules.exclusion import ExclusionKind
from slas.rules.interval import in_utc

LONGEST_WORDS: Final = 500
#: The columns of a file, and which field of a row each is.
COLUMNS: Final = {
    "kind": "kind",
    "service": "service",
    "ref": "ref",
    "start_utc": "start",
    "end_utc": "end",
    "announced_utc": "announced",
    "reason": "reason",
    "evidence": "evidence",
}
NEEDED: Final = ("kind", "ref", "start_utc", "end_utc")

ExclusionKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    """An exclusion as it was given: texts, nothing checked yet; a blank service means all of the contract."""

    row: int
    kind: str
    service: str = ""
    ref: str = ""
    start: str = ""
    end: str = ""
    announced: str = ""
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class CheckedExclusion:
    """An exclusion that can be true; times are in UTC, a blank service means all of the contract."""

    row: int
    kind: str
    service: str
    ref: str
    start: dt.datetime
    end: dt.datetime
    announced: dt.datetime | None
    reason: str
    evidence: str

    @property
    def key(self) -> ExclusionKey:
        """Return what makes it the same exclusion when it is given again."""
        return self.service, self.ref


def exclusion_row(number: int, cells: Mapping[str, str]) -> ExclusionRow:
    """Return the exclusion that a row of a file names, by its columns."""
    return ExclusionRow(number, **{field: cells[name] for name, field in COLUMNS.items() if name in cells})


def check_exclusions(
    rows: Iterable[ExclusionRow],
    *,
    services: Collection[str],
    term: TermBounds,
    now: dt.datetime,
    columns: Mapping[str, str] | None = None,
) -> tuple[list[CheckedExclusion], list[RowError]]:
    """Return the exclusions of a batch, and everything that is wrong with it.

    Args:
        rows: As given.
        services: Short names of the contract's services.
        term: The contract's term.
        now: What lies after it is refused, but for maintenance.
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

    def read(self, row: ExclusionRow, cells: Cells) -> CheckedExclusion | None:
        """Return the exclusion of a row; what is wrong with it is told to ``cells``."""
        kind = self._kind(row, cells)
        is_ahead = kind not in (ExclusionKind.FORCE_MAJEURE.value, ExclusionKind.OUR_FAULT.value)
        service = ""
        if clean(row.service):
            service = cells.service(self._name("service"), row.service, self.services)
        ref = cells.needed(self._name("ref"), row.ref, LONGEST_REF)
        start = cells.time(self._name("start"), row.start, may_lie_ahead=is_ahead)
        end = cells.time(self._name("end"), row.end, may_lie_ahead=is_ahead)
        announced = cells.time(self._name("announced"), row.announced, is_needed=False)
        reason = cells.text(self._name("reason"), row.reason, LONGEST_WORDS)
        evidence = cells.text(self._name("evidence"), row.evidence, LONGEST_WORDS)
        if start is None or end is None:
            return None
        if end <= start:
            message = f"The end is not after the start, {row.start.strip()}. Correct one of them."
            cells.wrong(self._name("end"), row.end, message)
        elif outside := self.term.why_outside(start, end):
            cells.wrong(self._name("start"), row.start, outside)
        return CheckedExclusion(row.row, kind, service, ref, start, end, announced, reason, evidence)

    def key(self, found: CheckedExclusion) -> ExclusionKey:
        """Return what makes it the same exclusion when it is given again."""
        return found.key

    def same(self, row: ExclusionRow, found: CheckedExclusion) -> tuple[str, str, str]:
        """Return by which cell an exclusion is known, and what an earlier row with it is."""
        return "ref", row.ref, "has the same reference for the same service. Give each one of its own."

    def _name(self, field: str) -> str:
        return self.columns.get(field, field)

    def _kind(self, row: ExclusionRow, cells: Cells) -> str:
        found = clean(row.kind)
        known = [one.value for one in ExclusionKind]
        if found not in known:
            cells.wrong(self._name("kind"), row.kind, f"Write one of {', '.join(known)}.")
        return found
