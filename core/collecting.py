"""Collecting garbage in processes that live long.

1. What is loaded at the start stays: looking through it again and again takes an eighth of every answer, and
   as much of every deadline that is computed in bulk.
2. The work itself leaves little that only a collection finds; it is looked for after 50,000 new objects.
"""

from __future__ import annotations

import gc


def collect_rarely() -> None:
    """Leave what is loaded by now out of every later collection, and collect rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
