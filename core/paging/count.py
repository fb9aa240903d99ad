"""Counting no further than a reader cares: an exact count of a long list costs more than the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

DEFAULT_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class CappedCount:
    """A number of rows: exact up to a limit, "at least" beyond it."""

    value: int
    is_capped: bool = False

    def __str__(self) -> str:
        return f"{self.value:,}{'+' if self.is_capped else ''}"


def count_up_to(queryset: QuerySet[Any], limit: int = DEFAULT_LIMIT) -> CappedCount:
    """Return how many rows ``queryset`` has; ``limit`` itself is still exact, more is "limit+"."""
    found = queryset.order_by().values("pk")[: limit + 1].count()
    return CappedCount(min(found, limit), found > limit)
