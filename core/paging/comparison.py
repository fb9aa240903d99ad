"""Comparing rows as PostgreSQL does: ``(a, id) > (x, 7)`` is one index condition."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Func


class RowComparison(Func):
    """``(left, …) operator (right, …)`` as one condition.

    A btree on the left columns answers it by starting at the right place, however many rows
    share the first column. Where only the first column is in the index, PostgreSQL narrows by that
    one and filters the rest.
    """

    def __init__(self, left: list[Any], operator: str, right: list[Any]) -> None:
        super().__init__(*left, *right, output_field=BooleanField())
        self.operator = operator

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **extra_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL of the comparison."""
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        half = len(parts) // 2
        left = ", ".join(sql for sql, _ in parts[:half])
        right = ", ".join(sql for sql, _ in parts[half:])
        return f"({left}) {self.operator} ({right})", tuple(param for _, params in parts for param in params)
