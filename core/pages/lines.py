"""The rows of a listing as they are drawn.

A page has hundreds of cells, so everything that is the same for a whole page (the frame around the
cells of a column, the column's compiled template, the context) is made once and not per cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.pages.columns import Column
from core.pages.drawing import draw
from core.rules.wording import short_date


@dataclass(frozen=True, slots=True)
class Line:
    """A row, what it is called, and its cells as HTML without the ``tr`` around them."""

    row: Any
    name: str
    html: SafeString


_PICK: Final = (
    '<td role="cell" class="pick" data-label="Pick"><label class="pick-spot"><input class="form-check-input"'
    ' type="checkbox" name="ids" value="{}" form="selection" data-pick aria-label="Pick {}"{}></label></td>'
)


def pick_cell(is_picked: bool) -> Callable[[Any, str], str]:
    """Return what draws the box that picks a row, given the row and what it is called."""
    mark = mark_safe(" checked" if is_picked else "")  # noqa: S308
    return lambda row, name: draw(_PICK, row.pk, name, mark)


def lines_of(
    rows: Iterable[Any],
    columns: Iterable[Column],
    name_of: Callable[[Any], Any],
    *,
    first: Callable[[Any, str], str] | None = None,
    **context: Any,
) -> list[Line]:
    """Draw the cells of ``rows``.

    Args:
        rows: What one page shows.
        columns: The columns shown, in order.
        name_of: What a row is called.
        first: Draws a cell before the columns, given a row and what it is called.
        **context: What the templates of the cells are given besides ``row``.
    """
    shared = Context(context)
    painters = [_painter(column, shared) for column in columns]
    lines = []
    for row in rows:
        name = str(name_of(row))
        cells = [first(row, name)] if first else []
        cells += [paint(row) for paint in painters]
        lines.append(Line(row, name, mark_safe("".join(cells))))  # noqa: S308
    return lines


def _painter(column: Column, context: Context) -> Callable[[Any], str]:
    """Return what draws one cell of ``column`` with the frame around it."""
    content = _content(column, context)
    css, label = escape(column.css), escape(column.label)
    if column.is_heading:
        before, after = f'<th scope="row" role="rowheader" class="{css}">', "</th>"
        return lambda row: f"{before}{content(row)}{after}"
    filled = f'<td role="cell" class="{css}" data-label="{label}">'
    blank = f'<td role="cell" class="{css} is-blank" data-label="{label}"></td>'

    def paint(row: Any) -> str:
        cell = content(row)
        return f"{filled}{cell}</td>" if cell else blank

    return paint


def _content(column: Column, context: Context) -> Callable[[Any], str]:
    """Return what draws the inside of one cell of ``column``."""
    if column.draw is None:
        return _templated(column, context) if column.template else _plain(column)
    draw, on = column.draw, context["on"]
    return lambda row: draw(row, on)


def _templated(column: Column, context: Context) -> Callable[[Any], str]:
    template: Any = get_template(column.template)

    def content(row: Any) -> str:
        with context.push(row=row):
            drawn: str = template.template.render(context)
        return drawn.strip()

    return content


def _plain(column: Column) -> Callable[[Any], str]:
    def content(row: Any) -> str:
        value = column.text(row)
        if isinstance(value, dt.date):
            value = short_date(value)
        return "" if value is None else escape(str(value))

    return content
