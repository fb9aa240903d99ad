"""Whole numbers as addresses and forms carry them: ids, places in a list.

1. A number is written in the figures 0 to 9 alone: ``²`` and figures of other scripts are none.
2. It has at most 18 figures, so that it fits the database's bigint and is read in no time.
"""

from __future__ import annotations

from typing import Final

MOST_FIGURES: Final = 18


def whole_number(text: str) -> int | None:
    """Return the number, zero or more, that ``text`` writes; None for anything else."""
    if text.isascii() and text.isdigit() and len(text) <= MOST_FIGURES:
        return int(text)
    return None
