"""Archives: bounded before anything is unpacked.

1. The archive begins at the first byte and ends at the last; its parts do not overlap.
2. No part is encrypted, leaves its folder, or stands twice; only stored and deflated parts are taken.
3. At most 5,000 parts and 300 MB unpacked; no part over 1 MB is packed more than 200-fold.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from typing import Final

from core.files.refusal import RefusedFile

MOST_PARTS: Final = 5_000
MOST_UNPACKED: Final = 300 * 1024 * 1024
MOST_RATIO: Final = 200
SMALL: Final = 1024 * 1024
_LOCAL_HEADER: Final = 30
_ENCRYPTED: Final = 0x1 | 0x40
#: How encrypted Office files begin, and those of before 2007.
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return the archive, checked; reading a part of it is then bounded.

    Raises:
        RefusedFile: It is damaged, too large unpacked, or more than one thing.
    """
    _check_beginning(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError):
        raise RefusedFile("its archive is damaged") from None
    if data.rfind(b"PK\x05\x06") != len(data) - 22 - len(archive.comment) or archive.comment:
        raise RefusedFile("something follows the end of the archive")
    parts = archive.infolist()
    if not 0 < len(parts) <= MOST_PARTS:
        raise RefusedFile(f"it has {len(parts)} parts")
    names = {part.filename.casefold() for part in parts}
    if len(names) != len(parts):
        raise RefusedFile("a part stands in it twice")
    for part in parts:
        _check_part(part)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise RefusedFile("it unpacks to more than 300 MB")
    _check_places(parts)
    return archive


def _check_beginning(data: bytes) -> None:
    if data.startswith(_COMPOUND):
        raise RefusedFile("it is encrypted or of an old format; save it as .docx or .xlsx without a password")
    if not data.startswith(b"PK\x03\x04"):
        raise RefusedFile("its first bytes are not those of an Office file")


def _check_part(part: zipfile.ZipInfo) -> None:
    name = part.orig_filename
    if (
        name.startswith(("/", "\\"))
        or "\\" in name
        or "\x00" in name
        or ":" in name
        or ".." in name.split("/")
    ):
        raise RefusedFile("a part leaves its folder")
    if stat.S_ISLNK(part.external_attr >> 16):
        raise RefusedFile("a part is a link")
    if part.flag_bits & _ENCRYPTED:
        raise RefusedFile("it is encrypted; save it without a password")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RefusedFile("a part is packed in an unusual way")
    if part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1):
        raise RefusedFile("a part unpacks to more than 200 times its size")


def _check_places(parts: list[zipfile.ZipInfo]) -> None:
    end = 0
    for part in sorted(parts, key=lambda each: each.header_offset):
        if part.header_offset < end or (end == 0 and part.header_offset != 0):
            raise RefusedFile("its parts overlap")
        end = part.header_offset + _LOCAL_HEADER + part.compress_size


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one part unpacked.

    Raises:
        RefusedFile: The part is damaged, or larger than the archive says.
    """
    part = archive.getinfo(name)
    try:
        with archive.open(part) as file:
            content = file.read(part.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        raise RefusedFile("a part is damaged") from None
    if len(content) != part.file_size:
        raise RefusedFile("a part is not as large as the archive says")
    return content
