"""File names as they may be stored and shown.

1. Only the last part of a path counts, whichever way its slashes lean.
2. Control characters, direction marks and invisible characters are dropped: ``exe.fdp`` must not
   read as ``pdf.exe`` backwards. White space becomes single blanks; dots and blanks at both ends go.
3. At most 150 characters; the extension stays. A name of which nothing is left is ``file``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 150
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_UNSAFE = re.compile(r'[<>:"|?*;%\\/]')


def safe_name(name: str) -> str:
    """Return a name for ``name`` that is safe in a page, a header and a file system."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(letter for letter in last if letter.isspace() or unicodedata.category(letter)[0] != "C")
    plain = _UNSAFE.sub("_", re.sub(r"\s+", " ", seen)).strip(" .")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    if not plain:
        return "file"
    stem, dot, extension = plain.rpartition(".")
    if not dot or not stem:
        return plain[:LONGEST]
    return f"{stem[: LONGEST - len(extension[:10]) - 1].rstrip(' .')}.{extension[:10]}"


def extension_of(name: str) -> str:
    """Return the extension of a safe name in lower case, without its dot; blank when it has none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""
