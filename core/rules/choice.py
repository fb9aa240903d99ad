"""Words of a fixed list, taken from wherever they come: as a member of the list or spelt out."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


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
