"""Columns of a listing, those of the app itself and those that upper apps add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core import registry

#: How a column is set: ``num`` and ``money`` are right-aligned with tabular figures,
#: ``date`` and ``status`` do not wrap.
KINDS = ("text", "num", "money", "date", "status")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a listing.

    Attributes:
        key: Its name in the address (``?sort=key``) and in the CSV's head row after ``label``.
        label: What stands above it.
        text: The cell as plain text, for the CSV and, without ``draw`` or ``template``, for the page.
        order_by: Field, look-up or annotation that sorts it; empty for a column that does not sort.
        kind: One of ``KINDS``.
        draw: Draws the cell as HTML, given the row and the day; for lists that many people open all day.
        template: Draws the cell where there is no ``draw``, given ``row``, ``on`` and ``request``.
        is_heading: The cell names the row (a row header for screen readers).
        order: Place among the columns; those of upper apps come in between by theirs.
        is_on_page: False for what the page says inside another cell and only the CSV has apart.
        export: Look-up or expression that gives what ``text`` gives; where every column has one, the
            database writes the CSV (``core.pages.copying``).
        presence: Says that ``order_by`` has a value (``core.paging.Order.presence``).
    """

    key: str
    label: str
    text: Callable[[Any], Any]
    order_by: str = ""
    kind: str = "text"
    template: str = ""
    is_heading: bool = False
    order: int = 100
    is_on_page: bool = True
    export: Any = None
    presence: Any = None
    draw: Callable[[Any, Any], Any] | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"column {self.key}: “{self.kind}” is not one of {', '.join(KINDS)}")

    @property
    def css(self) -> str:
        """Return the class of its cells."""
        return "num" if self.kind == "money" else self.kind


def columns_of(page: str, own: tuple[Column, ...]) -> list[Column]:
    """Return the columns of ``page``: its own and those registered for it, in order."""
    added = [
        Column(
            entry.key,
            entry.label,
            entry.text,
            entry.order_by,
            entry.kind,
            order=entry.order,
            export=entry.export,
            presence=entry.presence,
            draw=entry.draw,
        )
        for entry in registry.entries_for(registry.list_columns, page)
    ]
    return sorted([*own, *added], key=lambda column: column.order)
