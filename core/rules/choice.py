"""Words of a fixed list, taken from wherever they come: as a member of the list or spelt out.

1. A word equals its spelling, and so it has the same hash: a set or a table of words finds either.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Word(StrEnum):
    """A word of a fixed list. ``str(word)`` is its spelling.

    ``StrEnum`` itself hashes by the member's name, in Python: slower, and unlike the text it is equal to.
    """

    __hash__ = str.__hash__


def settle(value: object, **fields: type[StrEnum]) -> None:
    """Replace spelt-out words in a frozen value by members of their lists; an empty text by None.

    For ``__post_init__``: comparisons by identity hold from then on.

    Args:
        value: The frozen value under construction.
        fields: The list that each field takes its word from.

    Raises:
        ValueError: If a word is not in its list.
    """
    for name, kind in fields.items():
        found: Any = getattr(value, name)
        if found is not None and type(found) is not kind:
            object.__setattr__(value, name, kind(found) if found else None)
