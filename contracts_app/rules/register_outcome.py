"""What came of reading or importing a register, as pages, the API and the command say it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from contracts_app.rules.register_row import RegisterRow, RowError

#: Told how far the work is: done, total, and in words.
Report = Callable[[int, int, str], None]


def silent(done: int, total: int, message: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class CheckedRegister:
    """The rows of a register that can be imported, and what is wrong with the others.

    ``row_count`` counts all rows with something in them, the header left out.
    """

    rows: Sequence[RegisterRow]
    errors: Sequence[RowError]
    row_count: int


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """Counts of rows, and every error of every refused row in the order of the file.

    ``created + updated + unchanged + failed == rows``, except when the import was refused as a
    whole: then only ``failed`` is counted.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    errors: Sequence[RowError] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        """Return the outcome as the command and the API print it."""
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "failed": self.failed,
            "errors": [asdict(error) for error in self.errors],
        }


def failure_as_json(message: str) -> dict[str, Any]:
    """Return what the command prints when not even the rows could be counted: no row, and why."""
    error = {"row": None, "column": "", "value": "", "message": message}
    return {**ImportOutcome().as_json(), "errors": [error]}


def count_rows(errors: Sequence[RowError]) -> int:
    """Return how many rows have at least one error."""
    return len({error.row for error in errors})
