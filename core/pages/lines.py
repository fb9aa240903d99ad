"""The rows of a listing as they are drawn.

A page has hundreds of cells, so everything that is the same for a whole page (the frame around the
cells of a column, the column's compiled template, the context) is made once and not per cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.pages.columns import Column
from core.rules.wording import short_date


@dataclass(frozen=True, slots=True)
class Line:
    """A row, what it is called, and its cells as HTML without the ``tr`` around them."""

    row: Any
    name: str
    html: SafeString


def lines_of(
    rows: Iterable[Any], columns: Iterable[Column], name_of: Callable[[Any], Any], **context: Any
) -> list[Line]:
    """Draw the cells of ``rows``.

    Args:
        rows: What one page shows.
        columns: The columns shown, in order.
        name_of: What a row is called.
        **context: What the templates of the cells are given besides ``row``.
    """
    shared = Context(context)
    painters = [_painter(column, shared) for column in columns]
    return [
        Line(row, str(name_of(row)), mark_safe("".join([paint(row) for paint in painters])))  # noqa: S308
        for row in rows
    ]


def _painter(column: Column, context: Context) -> Callable[[Any], str]:
    """Return what draws one cell of ``column`` with the frame around it."""
    content = _templated(column, context) if column.template else _plain(column)
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
