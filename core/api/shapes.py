"""Read shapes: what the API says about an object, declared once, answered by PostgreSQL as JSON.

A shape is a model serializer whose fields are all read-only. It documents itself in the schema like any
serializer, but no object is ever built for it: it is compiled into one SQL expression, once per process,
so that a list of fifty is one short statement whose rows are the answer's text.

1. ``source`` of a field is the path to its column over to-one relations, with dots.
2. A nested shape over a to-one relation becomes an object, or null when there is none.
3. A nested shape with ``many=True`` becomes a list; its ``Meta.link`` names the foreign key back to the outer
   object, ``Meta.order`` its order. ``ValueList`` is a list of one column.
4. Decimals are strings, so that no client rounds them; instants are ISO 8601 with their offset.
5. A ``LaterField`` depends on who reads: the view adds it to the finished text.
6. A ``MadeField`` says with an SQL expression of its own what stands in no column.
7. Related rows are read by sub-selects and not by joins: planning a join of seven tables takes longer than
   the page itself.
"""

from __future__ import annotations

import functools
from typing import Any, ClassVar

from django.db import connection
from django.db.models import F, Field, Func, JSONField, Model, OuterRef, QuerySet, Subquery, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from rest_framework import serializers


class ReadShape(serializers.ModelSerializer):
    """The base of every read shape."""

    def get_extra_kwargs(self) -> dict[str, Any]:
        """Make every field read-only: a shape is never written through."""
        extra = super().get_extra_kwargs()
        for name in self.Meta.fields:
            if name not in self._declared_fields:
                extra.setdefault(name, {})["read_only"] = True
        return extra


class LaterField(serializers.Field):
    """Marks a field that the view adds, because what it says depends on the reader."""


class MadeField(serializers.Field):
    """Marks a field whose value is an expression over the columns of the object.

    Attributes:
        expression: Speaks of columns of the shape's own model only.
    """

    expression: ClassVar[Any]


class ValueList(serializers.ListField):
    """A list of one column of rows that belong to the outer object.

    Args:
        model: The model of those rows.
        link: Its foreign key to the outer object.
        column: The path to the column, with double underscores; the list is in its order.
    """

    def __init__(self, *, model: type[Model], link: str, column: str, **kwargs: Any) -> None:
        super().__init__(read_only=True, child=serializers.CharField(), **kwargs)
        self.rows = (model, link, column)

    def __deepcopy__(self, memo: dict[int, Any]) -> ValueList:
        model, link, column = self.rows
        return type(self)(model=model, link=link, column=column)


class JsonObject(Func):
    """``json_build_object``: keys keep their order, values their SQL type."""

    function = "json_build_object"
    output_field = JSONField()


class JsonText(Func):
    """A JSON value as text, ready to be sent."""

    template = "(%(expressions)s)::text"
    output_field = TextField()


class JsonRows(Subquery):
    """The only column of a subquery as one JSON list, empty instead of null."""

    template = "(SELECT coalesce(json_agg(part.part_json), '[]'::json) FROM (%(subquery)s) part)"
    output_field = JSONField()


class Key(Func):
    """A key of an object, written into the statement (keys are names out of the code)."""

    def __init__(self, name: str) -> None:
        super().__init__(template=f"'{name}'", output_field=TextField())


def text_of(shape: type[ReadShape]) -> RawSQL:
    """Return the expression whose value is the JSON text of one object in ``shape``.

    It speaks of the model's own table only, so it fits every query that starts from that model.
    """
    sql, params = _compiled(shape)  # type: ignore[arg-type]
    return RawSQL(sql, params, output_field=TextField())  # noqa: S611 (compiled from our own shapes)


@functools.cache
def _compiled(shape: type[ReadShape]) -> tuple[str, tuple[Any, ...]]:
    model = shape.Meta.model
    rows = _all_rows(model).values(row_text=JsonText(_object(shape)))
    compiler = rows.query.get_compiler(connection=connection)
    compiler.pre_sql_setup()
    ((_, (sql, params), _),) = compiler.select
    return sql, tuple(params)


def _object(shape: type[ReadShape]) -> JsonObject:
    pairs: list[Any] = []
    for name, field in shape().fields.items():
        if not isinstance(field, LaterField):
            pairs += [Key(name), _value(shape.Meta.model, field)]
    return JsonObject(*pairs)


def _value(model: type[Model], field: Any) -> Any:
    if isinstance(field, MadeField):
        return field.expression
    if isinstance(field, ValueList):
        rows_model, link, column = field.rows
        return _rows(rows_model, link, F(column), (column,))
    if isinstance(field, serializers.ListSerializer):
        inner = type(field.child)
        return _rows(inner.Meta.model, inner.Meta.link, _object(inner), inner.Meta.order)
    if isinstance(field, ReadShape):
        return _one(_related(model, field.source), _object(type(field)))
    value = _column(model, field.source.split("."))
    return Cast(value, TextField()) if isinstance(field, serializers.DecimalField) else value


def _column(model: type[Model], path: list[str]) -> Any:
    """Return the value at the end of ``path``, null where a relation on the way is empty."""
    if len(path) == 1:
        return F(path[0])
    related = _related(model, path[0])
    return _one(related, _column(related.model, path[1:]))


def _related(model: type[Model], name: str) -> QuerySet[Any]:
    """Return the row at the other end of a to-one relation, seen from the outer query."""
    field: Any = model._meta.get_field(name)
    found = _all_rows(field.related_model)
    if isinstance(field, Field):
        return found.filter(pk=OuterRef(field.attname))
    return found.filter(**{field.field.name: OuterRef("pk")})


def _all_rows(model: Any) -> QuerySet[Any]:
    """Return the rows of a part; which outer objects are seen was decided by the query around it."""
    manager = model.objects
    return (
        manager.for_system("parts of an object in the API")
        if hasattr(manager, "for_system")
        else manager.all()
    )


def _one(rows: QuerySet[Any], value: Any) -> Subquery:
    return Subquery(rows.values(part_json=value))


def _rows(model: Any, link: str, value: Any, order: tuple[str, ...]) -> JsonRows:
    rows = _all_rows(model).filter(**{link: OuterRef("pk")}).order_by(*order)
    return JsonRows(rows.values(part_json=value))
