"""Turning the bytes of a register into clean texts.

1. A file is UTF-8 (with or without a byte order mark) or, when it holds no UTF-8 sequence
   beyond ASCII at all, Windows-1252. Anything else is refused; so is a mixture of the two.
2. HTML entities (named or numeric, closed by a semicolon) are decoded until nothing changes.
3. Invisible characters (controls, zero-width blanks, direction marks, soft hyphens) are dropped,
   runs of white space become one blank, the rest is Unicode NFC.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

from core.errors import UserError

_MULTIBYTE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}"
)
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SPACES: Final = re.compile(r"\s+")
_PLAIN: Final = re.compile(r"[!-%'-~]+(?: [!-%'-~]+)*")


class UnreadableRegister(UserError):
    """The file cannot be read as a register; the message says where and why."""

    code = "unreadable_register"
    status = 422


def decode_register(raw: bytes) -> str:
    """Return the text of a register file.

    Raises:
        UnreadableRegister: The file is empty, binary, UTF-16, or in no encoding that is accepted.
    """
    if not raw.strip():
        raise UnreadableRegister("The file is empty. Export the register again, with its header row.")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableRegister("The file is UTF-16 text. Save it as CSV UTF-8 and try again.")
    if raw[:4] == b"PK\x03\x04":
        raise UnreadableRegister("The file is a workbook or archive, not a CSV file. Save it as CSV UTF-8.")
    if b"\x00" in raw:
        line = raw[: raw.index(b"\x00")].count(b"\n") + 1
        raise UnreadableRegister(
            f"Line {line} holds a NUL byte: this is not a text file. Save it as CSV UTF-8."
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _windows_1252(raw, error)


def _windows_1252(raw: bytes, broken: UnicodeDecodeError) -> str:
    line = raw[: broken.start].count(b"\n") + 1
    if _MULTIBYTE.search(raw):
        raise UnreadableRegister(
            f"Line {line} is not valid UTF-8 (byte 0x{raw[broken.start]:02x}), other lines are."
            " Save the whole file as CSV UTF-8."
        )
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnreadableRegister(
            f"Line {line} holds byte 0x{raw[error.start]:02x}, which is neither UTF-8 nor Windows-1252."
            " Save the file as CSV UTF-8."
        ) from None


def clean(text: str) -> str:
    """Return one cell as people read it: entities decoded, invisible characters gone, blanks single."""
    if not text or _PLAIN.fullmatch(text):
        return text
    if "&" in text:
        text = decode_entities(text)
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def decode_entities(text: str) -> str:
    """Return ``text`` with HTML entities decoded until stable (``&amp;amp;`` is ``&``).

    Only entities closed by a semicolon count: ``Terms &notices`` keeps its letters.
    """
    while (decoded := _ENTITY.sub(_one_entity, text)) != text:
        text = decoded
    return text


def _one_entity(match: re.Match[str]) -> str:
    return html.unescape(match[0])
