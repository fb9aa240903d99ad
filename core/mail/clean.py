"""Text from contracts made safe for headers and bodies of mail.

1. Line breaks and other control characters in a header become one blank: nobody injects a header.
2. Bidirectional controls and invisible format characters are dropped: nobody makes a name read backwards.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_SUBJECT: Final = 200
_SPACE = re.compile(r"\s+")
_KEPT_CONTROLS: Final = "\n\t"


def clean_header(text: str) -> str:
    """Return ``text`` on one line without control and format characters, cut to ``LONGEST_SUBJECT``."""
    spaced = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    plain = "".join(
        letter for letter in spaced if unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"}
    )
    single = _SPACE.sub(" ", plain).strip()
    return single if len(single) <= LONGEST_SUBJECT else single[: LONGEST_SUBJECT - 1].rstrip() + "…"


def clean_text(text: str) -> str:
    """Return ``text`` without control (except line breaks and tabs) and format characters."""
    kept = (
        letter
        for letter in text.replace("\r\n", "\n").replace("\r", "\n")
        if letter in _KEPT_CONTROLS or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return "".join(kept)
