"""One page of a list, fetched by keyset.

Guarantees: walking a list that nobody changes shows every row exactly once, in every order,
with ties and NULLs; a page deep inside costs what the first page costs.

1. Rows are ordered by (column, tie-breaker), both in the same direction; NULLs come last. The tie-breaker
   is the primary key unless the order names another unique column.
2. The list is two segments: rows with a value, then rows with NULL. A page reads the segment it
   is in and goes on into the next one only when rows are missing. Each segment alone can be
   read from a plain btree on (column, tie-breaker) in either direction, which ``NULLS LAST`` descending
   cannot.
3. Inside a segment "after" is a row comparison, which the index answers directly.
4. One row more than the page shows is read, to know whether there is another page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, Q, QuerySet, Value

from core.paging.comparison import RowComparison
from core.paging.cursor import BadCursor, Position, decode, encode
from core.paging.order import Order

_KEY = "paging_key"
_TIE = "paging_tie"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page and the cursors of its neighbors (empty where there is none)."""

    rows: list[Any]
    next_cursor: str
    previous_cursor: str


def fetch_page(queryset: QuerySet[Any], order: Order, *, size: int, cursor: str = "") -> Page:
    """Return the page of ``queryset`` that ``cursor`` points at, the first one when it is empty.

    Args:
        queryset: Any queryset of model instances or ``.values()``; its own order is replaced.
        order: Column and direction; the column may be joined or annotated.
        size: Rows per page, at least 1.
        cursor: What an earlier page gave as next or previous.

    Raises:
        BadCursor: The cursor was not given out by this list in this order.
    """
    walk = _Walk(queryset, order)
    position = decode(cursor, order) if cursor else None
    is_backward = position is not None and position.is_backward
    rows = walk.rows(position, is_backward, size + 1)
    has_more = len(rows) > size
    del rows[size:]
    if is_backward:
        rows.reverse()
    keys = [walk.key_of(row) for row in (rows[:1] + rows[-1:])]
    following = keys and (is_backward or has_more)
    preceding = keys and (has_more if is_backward else position is not None)
    page = Page(
        rows,
        encode(Position(*keys[-1]), order) if following else "",
        encode(Position(*keys[0], is_backward=True), order) if preceding else "",
    )
    walk.strip(rows)
    return page


class _Walk:
    """How one queryset is walked in one order."""

    def __init__(self, queryset: QuerySet[Any], order: Order) -> None:
        self.order = order
        self.is_by_tie = order.column in {"pk", "id", order.tie}
        self.is_local, self.is_nullable = _column_facts(queryset.model, order.column)
        self.is_dicts = queryset._fields is not None  # type: ignore[attr-defined]
        self.queryset = queryset.annotate(**{_KEY: F(order.column), _TIE: F(order.tie)})
        self.key_field = _field_of(queryset, order.column)
        self.tie_field = _field_of(queryset, order.tie)

    def rows(self, position: Position | None, is_backward: bool, count: int) -> list[Any]:
        """Return up to ``count`` rows from ``position`` on, nearest first."""
        is_descending = self.order.is_descending != is_backward
        found: list[Any] = []
        for wants_null in self._segments(position, is_backward):
            segment = self._segment(wants_null, is_descending)
            if position is not None and (position.value is None) == wants_null:
                segment = segment.filter(self._beyond(position, is_descending, wants_null))
            found += segment[: count - len(found)]
            if len(found) >= count:
                break
        return found

    def _segments(self, position: Position | None, is_backward: bool) -> list[bool]:
        """Return the segments still ahead: False for rows with a value, True for rows with NULL."""
        if self.is_by_tie or not self.is_nullable:
            return [False]
        ahead = [True, False] if is_backward else [False, True]
        if position is not None and (position.value is None) == ahead[1]:
            return ahead[1:]
        return ahead

    def _segment(self, wants_null: bool, is_descending: bool) -> QuerySet[Any]:
        sign = "-" if is_descending else ""
        if self.is_by_tie:
            return self.queryset.order_by(f"{sign}{self.order.tie}")
        queryset = self.queryset
        if wants_null and self.order.presence is not None:
            queryset = queryset.filter(~self.order.presence)
        elif self.is_nullable:
            queryset = queryset.filter(**{f"{self.order.column}__isnull": wants_null})
        if wants_null and not self.is_local:
            return queryset.order_by(f"{sign}{self.order.tie}")
        return queryset.order_by(f"{sign}{self.order.column}", f"{sign}{self.order.tie}")

    def _beyond(self, position: Position, is_descending: bool, is_null: bool) -> Q:
        operator = "<" if is_descending else ">"
        tie, at = F(self.order.tie), Value(_read(self.tie_field, position.tie), output_field=self.tie_field)
        if is_null or self.is_by_tie:
            return Q(RowComparison([tie], operator, [at]))
        value = Value(_read(self.key_field, position.value), output_field=self.key_field)
        beyond = Q(RowComparison([F(self.order.column), tie], operator, [value, at]))
        if self.is_local:
            return beyond
        # No index holds both a joined column and our key; the column's own index starts at the right place.
        return Q(**{f"{self.order.column}__{'lte' if is_descending else 'gte'}": value}) & beyond

    def key_of(self, row: Any) -> tuple[Any, Any]:
        """Return (ordered column, tie-breaker) of a fetched row."""
        if self.is_dicts:
            return row[_KEY], row[_TIE]
        return getattr(row, _KEY), getattr(row, _TIE)

    def strip(self, rows: list[Any]) -> None:
        """Take the walk's own columns out of rows that are dictionaries."""
        if self.is_dicts:
            for row in rows:
                del row[_KEY], row[_TIE]


def _field_of(queryset: QuerySet[Any], column: str) -> Field[Any, Any]:
    found: Field[Any, Any] = F(column).resolve_expression(queryset.query.clone()).output_field
    return found


def _read(field: Any, value: Any) -> Any:
    try:
        return field.to_python(value)
    except (ValidationError, TypeError, ValueError) as error:
        raise BadCursor from error


def _column_facts(model: type[Model], column: str) -> tuple[bool, bool]:
    """Return whether ``column`` lies in the model's own table, and whether it can be NULL.

    An annotation counts as neither own nor sure to have a value.
    """
    nullable = False
    parts = column.split("__")
    for part in parts:
        try:
            field: Any = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except FieldDoesNotExist:
            return False, True
        nullable = nullable or field.null
        if field.is_relation and field.related_model:
            model = field.related_model
    return len(parts) == 1, nullable
