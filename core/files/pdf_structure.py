"""PDF: begins and ends where a PDF does, is not encrypted, and runs nothing when it is opened."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from core.files.refusal import RefusedFile

_HEADER = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\r\n \t%]")
_END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"\s*(xref\s|\d+\s+\d+\s+obj\b)")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_OBJECT_STREAM = re.compile(rb"/ObjStm\b(?:(?!endobj).)*?stream\r?\n(.*?)endstream", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_NAME_END = rb"(?=[\s/<>\[\]()%]|\Z)"
#: What a document may not hold, by the name that marks it.
_REFUSED: Final[dict[bytes, str]] = {
    b"JavaScript": "it runs a script when it is opened; print it to PDF again",
    b"JS": "it runs a script when it is opened; print it to PDF again",
    b"Launch": "it starts a program when it is opened; print it to PDF again",
    b"EmbeddedFile": "other files are attached inside; upload those by themselves",
    b"RichMedia": "it plays media; print it to PDF again",
    b"XFA": "it is a form that is filled by a program; print it to PDF again",
    b"Encrypt": "it is encrypted; save it without a password",
}
_MARKS = {name: re.compile(rb"/" + name + _NAME_END) for name in _REFUSED}
#: Unpacked object streams may hold so much, all together.
MOST_UNPACKED: Final = 100 * 1024 * 1024


def check_pdf(data: bytes) -> None:
    """Accept a PDF that is one from its first to its last byte and only shows something.

    Raises:
        RefusedFile: Anything else.
    """
    if not _HEADER.match(data):
        raise RefusedFile("its first bytes are not those of a PDF")
    end = _END.search(data, max(0, len(data) - 2048))
    if end is None:
        raise RefusedFile("it is cut off, or something follows the end of the document")
    if int(end[1]) >= len(data) or not _TABLE.match(data, int(end[1])):
        raise RefusedFile("it is damaged: its table of contents is not where it says")
    for part in _readable_parts(data):
        bare = _ESCAPED.sub(_unescape, _STRING.sub(b"()", part)) if b"/" in part else part
        for name, why in _REFUSED.items():
            if _MARKS[name].search(bare):
                raise RefusedFile(why)


def _readable_parts(data: bytes) -> Iterator[bytes]:
    """Yield what stands outside streams, then what stands inside packed object streams."""
    yield _STREAM.sub(b" ", data)
    left = MOST_UNPACKED
    for match in _OBJECT_STREAM.finditer(data):
        unpacked = _unpack(match[1], left)
        left -= len(unpacked)
        if left <= 0:
            raise RefusedFile("it unpacks to more than 100 MB")
        yield unpacked


def _unpack(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error:
        return packed


def _unescape(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)])
