"""What a written numeral may count: ``i`` is the ninth letter and the Roman one.

1. Letters count a to z, then aa, bb, cc … (or aa, ab, ac …): both are offered where they differ.
2. Roman numerals are canonical and at most 49, so that c, d and m are letters.
3. ``One`` to ``Twenty`` count as words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ROMAN: Final = (("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
MOST_ROMAN: Final = 49
_WORDS: Final = re.findall(
    r"\w+",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to count a numeral: its kind (``number``, ``letter`` or ``roman``) and its value from 1."""

    kind: str
    value: int


def roman(value: int) -> str:
    """Return ``value`` in lower-case Roman numerals, canonical up to 49."""
    written = ""
    for sign, worth in _ROMAN:
        while value >= worth:
            written += sign
            value -= worth
    return written


_BY_ROMAN: Final = {roman(value): value for value in range(1, MOST_ROMAN + 1)}


def readings_of(written: str) -> tuple[Reading, ...]:
    """Return every way in which ``written`` counts; none where it is a word and no numeral."""
    if written.isdecimal():
        return (Reading("number", int(written)),)
    lower = written.lower()
    if lower in _WORDS:
        return (Reading("number", _WORDS.index(lower) + 1),)
    if written not in (lower, written.upper()) or not lower.isascii() or not lower.isalpha():
        return ()
    found = [Reading("letter", value) for value in _letters(lower)]
    if lower in _BY_ROMAN:
        found.append(Reading("roman", _BY_ROMAN[lower]))
    return tuple(found)


def _letters(lower: str) -> list[int]:
    first = ord(lower[0]) - ord("a") + 1
    if len(lower) == 1:
        return [first]
    values = []
    if len(set(lower)) == 1:
        values.append(26 * (len(lower) - 1) + first)
    if len(lower) == 2:
        pair = 26 * first + ord(lower[1]) - ord("a") + 1
        if pair not in values:
            values.append(pair)
    return values
