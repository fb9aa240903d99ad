"""Prices at renewal, and the index series that they follow."""

from spend.models.index import IndexSeries, IndexValue
from spend.models.uplift import UpliftRule

__all__ = ["IndexSeries", "IndexValue", "UpliftRule"]
