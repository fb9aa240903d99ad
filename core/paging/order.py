"""The order of a list: one column, and the primary key where rows tie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.errors import UserError


class BadOrdering(UserError):
    """The order asked for is not one that the list offers."""

    code = "invalid_ordering"
    status = 400


@dataclass(frozen=True, slots=True)
class Order:
    """Rows by ``column``, then by primary key in the same direction; NULLs come last either way.

    Attributes:
        column: A field, a look-up over to-one relations (``terms__end_date``) or an annotation.
        is_descending: Highest first.
        name: What the list calls this order in its address; the column's name when left out.
        tie: The column that decides between equal rows: one that is never NULL and no two rows of the
            list share. Another than the primary key where the index says so.
        presence: A condition that says the same as "the column has a value", for a column of a table that is
            joined and need not have a row: of ``column IS NULL`` over such a join the database expects
            almost no rows, and picks a plan that takes seconds where there are many.
    """

    column: str = "pk"
    is_descending: bool = False
    name: str = ""
    tie: str = "pk"
    presence: Any = field(default=None, compare=False)

    @property
    def signature(self) -> str:
        """Return what a cursor of this order is bound to."""
        return f"{'-' if self.is_descending else ''}{self.column}"

    @property
    def text(self) -> str:
        """Return the order as written in an address, e.g. ``-value``."""
        return f"{'-' if self.is_descending else ''}{self.name or self.column}"


def parse_ordering(text: str, offered: Mapping[str, str], default: str, tie: str = "pk") -> Order:
    """Read an order such as ``title`` or ``-value`` from an address.

    Args:
        text: What the reader asked for; empty means ``default``.
        offered: The public name of each order and the column behind it.
        default: The order of a list nobody ordered, in the same spelling.
        tie: The column that decides between equal rows.

    Raises:
        BadOrdering: The list does not offer this order.
    """
    wanted = text.strip() or default
    name = wanted.removeprefix("-")
    if name not in offered:
        choices = ", ".join(sorted(offered))
        message = (
            f"“{name[:60]}” is not an order of this list. Use one of: {choices}; a leading - reverses it."
        )
        raise BadOrdering(message, fields={"ordering": [message]})
    return Order(offered[name], wanted.startswith("-"), name, tie)
