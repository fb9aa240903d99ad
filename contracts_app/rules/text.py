"""How entered text is cleaned before it is stored.

1. Control characters, and the invisible characters that turn the direction of writing, are dropped:
   a title must read in a list, a mail or a report as it was meant.
2. One line: runs of white space become one blank. Several lines: line ends become ``\\n``.
3. Text is stored in composed Unicode (NFC), so that equal words are equal bytes.
4. A label (a tag) has one spelling for everybody: lower case.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = frozenset(
    "\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
_SPACE: Final = re.compile(r"\s+")
_KEPT: Final = frozenset("\n\t")


def _is_kept(letter: str) -> bool:
    if letter in _INVISIBLE:
        return False
    return letter in _KEPT or unicodedata.category(letter) not in {"Cc", "Cs"}


def clean_lines(text: str) -> str:
    """Return ``text`` of several lines without control and direction characters, trimmed."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(letter for letter in plain if _is_kept(letter)).strip()


def clean_line(text: str) -> str:
    """Return ``text`` as one line, its white space single."""
    return _SPACE.sub(" ", clean_lines(_SPACE.sub(" ", text))).strip()


def label(text: str) -> str:
    """Return the one spelling of a tag: one line in lower case."""
    return clean_line(text).lower()
