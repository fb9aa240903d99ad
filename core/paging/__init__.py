"""Keyset pages: a list is walked by "after this row", never by counting rows away."""

from core.paging.count import CappedCount, count_up_to
from core.paging.cursor import BadCursor
from core.paging.order import BadOrdering, Order, parse_ordering
from core.paging.page import Page, fetch_page

__all__ = [
    "BadCursor",
    "BadOrdering",
    "CappedCount",
    "Order",
    "Page",
    "count_up_to",
    "fetch_page",
    "parse_ordering",
]
