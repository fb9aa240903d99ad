"""Folding: how a text is made comparable, without any database extension.

1. Compatibility decomposition, then combining marks dropped: ``Müller`` → ``muller``.
2. Letters that do not decompose are spelt out: ``ß`` → ``ss``, ``ø`` → ``o``, ``æ`` → ``ae``.
3. Case-folded; runs of white space become one blank.
"""

from __future__ import annotations

import re
import unicodedata

_SPELT = str.maketrans(
    {"ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ł": "l", "Ł": "l", "đ": "d"}
)
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return ``text`` without accents and case, its white space single."""
    if text.isascii():
        return _SPACE.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKD", text.translate(_SPELT))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _SPACE.sub(" ", bare.casefold()).strip()


def name_key(name: str) -> str:
    """Return the key by which two spellings of one name are the same party.

    Accents, case and white space do not count; punctuation and legal forms do
    (``Nord GmbH`` and ``Nord AG`` are different companies).
    """
    return fold(name)
