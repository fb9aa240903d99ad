"""Numbers of clauses as they are cited: when two are the same, and which lies below which.

1. White space, case, a full stop at the end and the words Section, Clause, Sec., § and Ziffer before the
   number do not count: ``Section 12.3 (B).`` is ``12.3(b)``.
2. A number lies below another when it is the other's with more behind it, at a joint: ``12.3(b)`` below
   ``12.3`` and ``12``, not below ``1``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"^(?:section|clause|sec\.|§{1,2}|ziffer|ziff\.)\s*(?=[\d(])", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s+")
_JOINTS: Final = (".", "(", ",", "-")
_PARTS: Final = re.compile(r"\([^()]*\)|[^.(),]+")


@lru_cache(maxsize=16_384)
def key_of(number: str) -> str:
    """Return the form in which two ways of writing one number are equal; empty for no number."""
    bare = _WORD.sub("", number.strip())
    return _SPACE.sub("", bare).rstrip(".:").casefold()


def is_same(one: str, other: str) -> bool:
    """Tell whether two numbers cite one clause; nothing is the same as no number."""
    return bool(key_of(one)) and key_of(one) == key_of(other)


def is_below(number: str, above: str) -> bool:
    """Tell whether ``number`` lies below ``above``: ``12.3(b)`` below ``12.3`` and ``12``."""
    low, high = key_of(number), key_of(above)
    return bool(high) and low.startswith(high) and low[len(high) :].startswith(_JOINTS)


def depth_of(number: str) -> int:
    """Return of how many parts a number is made: 1 for ``12`` and ``Article IV``, 3 for ``12.3(b)``."""
    return len(_PARTS.findall(key_of(number))) or 1
