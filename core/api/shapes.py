"""Read shapes: what the API says about an object, declared once, answered by PostgreSQL as JSON.

A shape is a model serializer whose fields are all read-only. It documents itself in the schema like any
serializer, but no object is ever built for it: ``json_of`` compiles it into one SQL expression, so that a
list of fifty is one query whose rows are the answer's text.

1. ``source`` of a field is the path to its column, with dots.
2. A nested shape over a to-one relation becomes an object, or null when there is none.
3. A nested shape with ``many=True`` becomes a list; its ``Meta.link`` names the foreign key back to the outer
   object, ``Meta.order`` its order. ``ValueList`` is a list of one column.
4. Decimals are strings, so that no client rounds them; instants are ISO 8601 with their offset.
5. A field with ``json_value(path, user)`` says itself what the reader gets.
"""

from __future__ import annotations

import functools
from typing import Any

from django.db.models import Case, F, Func, JSONField, Model, OuterRef, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
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
    output_field = JSONField()  # type: ignore[assignment]


class JsonText(Func):
    """A JSON value as text, ready to be sent."""

    template = "(%(expressions)s)::text"
    output_field = TextField()  # type: ignore[assignment]


class JsonRows(Subquery):
    """The only column of a subquery as one JSON list, empty instead of null."""

    template = "(SELECT coalesce(json_agg(part.part_json), '[]'::json) FROM (%(subquery)s) part)"
    output_field = JSONField()  # type: ignore[assignment]


class Literal(Func):
    """A key of an object, written into the statement (keys are names out of the code)."""

    def __init__(self, name: str) -> None:
        super().__init__(template=f"'{name}'", output_field=TextField())


def text_of(shape: type[ReadShape], user: Any) -> Combinable:
    """Return the expression whose value is the JSON text of one object in ``shape``, as read by ``user``."""
    return JsonText(json_of(shape, user))


def json_of(shape: type[ReadShape], user: Any, prefix: str = "") -> JsonObject:
    """Return the expression for one object in ``shape``, reached over the relations in ``prefix``."""
    pairs: list[Any] = []
    for name, field in _fields_of(shape).items():
        pairs += [Literal(name), _value_of(field, user, prefix)]
    return JsonObject(*pairs)


@functools.cache
def _fields_of(shape: type[ReadShape]) -> dict[str, Any]:
    return dict(shape().fields)


def _value_of(field: Any, user: Any, prefix: str) -> Any:
    path = prefix + field.source.replace(".", "__")
    if hasattr(field, "json_value"):
        return field.json_value(path, user)
    if isinstance(field, ValueList):
        model, link, column = field.rows
        return _rows_of(model, link, prefix, column, (column,))
    if isinstance(field, serializers.ListSerializer):
        inner = type(field.child)
        return _rows_of(inner.Meta.model, inner.Meta.link, prefix, json_of(inner, user), inner.Meta.order)
    if isinstance(field, ReadShape):
        return Case(
            When(**{f"{path}__isnull": True}, then=Value(None)),
            default=json_of(type(field), user, f"{path}__"),
            output_field=JSONField(),
        )
    if isinstance(field, serializers.DecimalField):
        return Cast(F(path), TextField())
    return F(path)


def _rows_of(model: Any, link: str, prefix: str, value: Any, order: tuple[str, ...]) -> JsonRows:
    rows = model.objects.for_system("a part of an object that was scoped already")
    rows = rows.filter(**{link: OuterRef(f"{prefix}pk")}).order_by(*order)
    return JsonRows(rows.values(part_json=F(value) if isinstance(value, str) else value))
