"""What a verification found wrong, named by table, row and column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection

#: At most so many findings of one kind per table: whoever destroys a million rows is found by the first.
LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written.

    Attributes:
        check: Which check found it: ``entry``, ``history``, ``current``, ``chain``, ``heads``, ``trigger``.
        table: The table.
        row: Primary key of the row, empty when it is about the table.
        column: The column, empty when it is about the whole row.
        message: One sentence.
    """

    check: str
    table: str
    row: str
    column: str
    message: str

    def __str__(self) -> str:
        place = self.table
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        return f"{place}: {self.message}"

    def as_json(self) -> dict[str, str]:
        """Return the finding as it stands in the JSON report."""
        return asdict(self)


def rows(sql: str, params: list[Any] | None = None) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query of a verification; without ``params`` a percent sign stands for itself."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        yield from cursor.fetchall()
