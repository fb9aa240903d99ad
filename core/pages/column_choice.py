"""Which columns of a listing are shown: chosen in the address, so that a link shares the choice.

1. ``?columns=number,title`` shows these columns in their usual order; a name that the listing does not
   have is left out, and an address that names none of its columns chooses nothing.
2. The column that names the row is always shown.
3. Without a choice the page has its usual columns, and the CSV has all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.http import QueryDict

from core.pages.columns import Column
from core.rules.address import COLUMNS, kept_query


@dataclass(frozen=True, slots=True)
class ColumnOption:
    """A column as the menu offers it; ``is_fixed`` is the one that cannot be taken away."""

    column: Column
    is_shown: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """The columns of a listing, and the keys of those that the address names (none: no choice).

    ``rest`` is what else of the address stays when other columns are chosen.
    """

    columns: tuple[Column, ...]
    keys: frozenset[str]
    rest: tuple[tuple[str, str], ...] = ()

    @property
    def is_made(self) -> bool:
        """Tell whether the address chooses columns."""
        return bool(self.keys)

    @property
    def shown(self) -> list[Column]:
        """Return the columns of the page."""
        return [column for column in self.columns if self._is_shown(column)]

    @property
    def exported(self) -> list[Column]:
        """Return the columns of the CSV."""
        return self.shown if self.is_made else list(self.columns)

    @property
    def is_wide(self) -> bool:
        """Tell whether more columns are chosen than usually fit beside each other."""
        return len(self.shown) > sum(column.is_on_page for column in self.columns)

    @property
    def text(self) -> str:
        """Return the choice as the address has it, empty for none."""
        return ",".join(column.key for column in self.shown) if self.is_made else ""

    @property
    def options(self) -> list[ColumnOption]:
        """Return every column for the menu."""
        return [ColumnOption(column, self._is_shown(column), column.is_heading) for column in self.columns]

    def _is_shown(self, column: Column) -> bool:
        if not self.is_made:
            return column.is_on_page
        return column.is_heading or column.key in self.keys


def column_choice(columns: Sequence[Column], query: QueryDict) -> ColumnChoice:
    """Read the choice from an address; the form sends each column apart, a link has them in one."""
    named = {key.strip() for text in query.getlist(COLUMNS) for key in text.split(",")}
    keys = frozenset(named & {column.key for column in columns})
    rest = tuple(pair for pair in parse_qsl(kept_query(query.urlencode())) if pair[0] != COLUMNS)
    return ColumnChoice(tuple(columns), keys, rest)
