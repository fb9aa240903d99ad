"""The Legal Entity Identifier and its check digits (ISO 17442, ISO/IEC 7064 MOD 97-10).

1. An LEI has 20 characters: 18 letters or digits, then two check digits.
2. Letters count A = 10 … Z = 35; the resulting number modulo 97 is 1.
"""

from __future__ import annotations

import re

_SHAPE = re.compile(r"[0-9A-Z]{18}[0-9]{2}")


def lei_problem(lei: str) -> str:
    """Return what is wrong with ``lei`` in a user-safe sentence, empty when it is valid."""
    if not _SHAPE.fullmatch(lei):
        return "An LEI has 20 characters: 18 capital letters or digits, then two digits."
    number = int("".join(str(int(character, 36)) for character in lei))
    if number % 97 != 1:
        return "The check digits of this LEI do not fit. Compare it with the register."
    return ""
