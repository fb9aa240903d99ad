"""Plain text: readable as text, and not something else under a text's name."""

from __future__ import annotations

import re
from typing import Final

from core.files.refusal import RefusedFile

_BINARY: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_OTHER: Final[dict[bytes, str]] = {
    b"%pdf-": "it is a PDF",
    b"pk\x03\x04": "it is an archive",
    b"mz": "it is a program",
    b"\x7felf": "it is a program",
    b"#!": "it is a script",
    b"{\\rtf": "it is an RTF document",
    b"<?php": "it is a script",
    b"<?xml": "it is an XML file",
    b"<!doctype": "it is an HTML or XML file",
    b"<html": "it is an HTML file",
    b"<script": "it is an HTML file",
    b"<svg": "it is an SVG image",
}


def check_text(data: bytes) -> None:
    """Accept UTF-8 and Windows-1252 text.

    Raises:
        RefusedFile: It holds binary data, or begins like a program, a script, a page or another document.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise RefusedFile("it is UTF-16 text; save it as UTF-8")
    head = data.removeprefix(b"\xef\xbb\xbf")[:200].lstrip().lower()
    for magic, what in _OTHER.items():
        if head.startswith(magic) and not (magic == b"mz" and _is_readable(data)):
            raise RefusedFile(what)
    if not _is_readable(data):
        raise RefusedFile("it holds binary data")


def _is_readable(data: bytes) -> bool:
    if _BINARY.search(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            data.decode("cp1252")
        except UnicodeDecodeError:
            return False
    return True
