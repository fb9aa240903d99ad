"""Figures that stand for as long as nobody writes: counts and sums that a page shows again and again.

Guarantee: a figure is never older than the page that shows it.

1. A figure is kept together with the state of the database in which it was looked for: PostgreSQL's present
   snapshot, which is another one after every transaction that writes, and never comes back.
2. Inside a transaction nothing is kept and nothing kept is used: its own writes are in no snapshot yet.
3. A figure is kept by each process for itself, for a minute at most.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final, TypeVar

from django.core.cache import cache
from django.db import connection

Found = TypeVar("Found")

KEPT_SECONDS: Final = 60
_STATE: Final = (
    "SELECT concat_ws('/', pg_current_snapshot()::text, pg_postmaster_start_time()::text, current_database())"
)


def while_unchanged(key: tuple[Any, ...], find: Callable[[], Found]) -> Found:
    """Return what ``find`` returns; while nothing was written since it last did, without calling it.

    Args:
        key: All that the figure depends on besides the database: what it is, the person who asks, the day.
        find: Reads the figure; what it returns can be pickled and is never None.
    """
    if connection.in_atomic_block:
        return find()
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        state = cursor.fetchone()[0]
    kept_as = "standing:" + sha256(repr((*key, state)).encode()).hexdigest()
    found: Found | None = cache.get(kept_as)
    if found is None:
        found = find()
        cache.set(kept_as, found, KEPT_SECONDS)
    return found
