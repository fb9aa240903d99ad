"""How a contract manager speaks of prices at renewal and of the indexes that they follow."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Count, Max, Q

from contracts_app.querysets import part_filter
from core.access import ScopedQuerySet


def _index_filter(user: Any) -> Q:
    return Q() if user.can("contracts.view") else Q(pk__in=[])


class IndexSeriesQuerySet(ScopedQuerySet):
    """Index series; published figures, seen by whoever may see contracts at all."""

    def visible_filter(self, user: Any) -> Q:
        return _index_filter(user)

    def with_extent(self) -> Self:
        """Series with ``value_count`` and ``latest_period``, the first day of the newest (or None)."""
        return self.annotate(value_count=Count("values"), latest_period=Max("values__period"))


class IndexValueQuerySet(ScopedQuerySet):
    """Values of index series; seen by whoever sees the series."""

    def visible_filter(self, user: Any) -> Q:
        return _index_filter(user)


class UpliftRuleQuerySet(ScopedQuerySet):
    """Rules of the price at renewal; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model)
