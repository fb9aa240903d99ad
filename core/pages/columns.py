"""Columns of a listing, those of the app itself and those that upper apps add."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core import registry
from core.rules.wording import short_date

#: How a column is set: ``num`` and ``money`` are right-aligned with tabular figures,
#: ``date`` and ``status`` do not wrap.
KINDS = ("text", "num", "money", "date", "status")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a listing.

    Attributes:
        key: Its name in the address (``?sort=key``) and in the CSV's head row after ``label``.
        label: What stands above it.
        text: The cell as plain text, for the CSV and, without ``template``, for the page.
        order_by: Field, look-up or annotation that sorts it; empty for a column that does not sort.
        kind: One of ``KINDS``.
        template: Draws the cell, given ``row``, ``on`` and ``request``.
        is_heading: The cell names the row (a row header for screen readers).
        order: Place among the columns; those of upper apps come in between by theirs.
        is_on_page: False for what the page says inside another cell and only the CSV has apart.
        export: Look-up or expression that gives what ``text`` gives; where every column has one, the
            database writes the CSV (``core.pages.copying``).
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

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"column {self.key}: “{self.kind}” is not one of {', '.join(KINDS)}")

    @property
    def css(self) -> str:
        """Return the class of its cells."""
        return "num" if self.kind == "money" else self.kind

    def cell(self, row: Any, context: dict[str, Any]) -> SafeString:
        """Return the cell of ``row`` as HTML."""
        if not self.template:
            value = self.text(row)
            if isinstance(value, dt.date):
                value = short_date(value)
            return mark_safe("" if value is None else escape(str(value)))  # noqa: S308 - escaped here
        return mark_safe(get_template(self.template).render({**context, "row": row}).strip())  # noqa: S308


def columns_of(page: str, own: tuple[Column, ...]) -> list[Column]:
    """Return the columns of ``page``: its own and those registered for it, in order."""
    added = [
        Column(
            entry.key,
            entry.label,
            entry.text,
            entry.order_by,
            entry.kind,
            entry.template,
            order=entry.order,
            export=entry.export,
        )
        for entry in registry.entries_for(registry.list_columns, page)
    ]
    return sorted([*own, *added], key=lambda column: column.order)
