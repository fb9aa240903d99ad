"""Images: every chunk accounted for, from the first byte to the last."""

from __future__ import annotations

import struct
import zlib
from typing import Final

from core.files.refusal import RefusedFile

LARGEST_SIDE: Final = 20_000
MOST_PIXELS: Final = 100_000_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD8)})


def check_png(data: bytes) -> None:
    """Accept a PNG whose chunks are whole, begin with IHDR and end with IEND.

    Raises:
        RefusedFile: Anything else, or an image of more than 100 million pixels.
    """
    if not data.startswith(_PNG):
        raise RefusedFile("its first bytes are not those of a PNG")
    place, kinds = len(_PNG), []
    while place < len(data):
        if len(data) - place < 12:
            raise RefusedFile("it is cut off")
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            raise RefusedFile("it is cut off")
        if zlib.crc32(data[place + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise RefusedFile("it is damaged (a checksum is wrong)")
        if not kinds:
            _check_png_header(kind, length, data, place)
        kinds.append(kind)
        place = end
        if kind == b"IEND":
            break
    if kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds:
        raise RefusedFile("it is cut off")
    if place != len(data):
        raise RefusedFile("something follows the end of the image")


def _check_png_header(kind: bytes, length: int, data: bytes, place: int) -> None:
    if kind != b"IHDR" or length != 13:
        raise RefusedFile("its header is missing")
    _check_size(*struct.unpack_from(">II", data, place + 8))


def check_jpeg(data: bytes) -> None:
    """Accept a JPEG whose segments are whole and that ends with its end mark.

    Raises:
        RefusedFile: Anything else, or an image of more than 100 million pixels.
    """
    if not data.startswith(b"\xff\xd8\xff"):
        raise RefusedFile("its first bytes are not those of a JPEG")
    if not data.endswith(b"\xff\xd9"):
        raise RefusedFile("it is cut off, or something follows the end of the image")
    place, has_frame = 2, False
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            raise RefusedFile("it is damaged")
        marker = data[place + 1]
        if marker == 0xFF or marker in _BARE:
            place += 1 if marker == 0xFF else 2
            continue
        length = struct.unpack_from(">H", data, place + 2)[0]
        if length < 2 or place + 2 + length > len(data):
            raise RefusedFile("it is damaged")
        if marker in _FRAMES:
            has_frame = True
            _check_frame(data, place, length)
        if marker == 0xDA:
            _check_scan(data, place + 2 + length, has_frame)
            return
        place += 2 + length
    raise RefusedFile("it holds no picture")


def _check_frame(data: bytes, place: int, length: int) -> None:
    if length < 8:
        raise RefusedFile("it is damaged")
    height, width = struct.unpack_from(">HH", data, place + 5)
    _check_size(width, height)


def _check_scan(data: bytes, place: int, has_frame: bool) -> None:
    """After the last scan stands the end mark and nothing else; progressive images have several scans."""
    if not has_frame:
        raise RefusedFile("it holds no picture")
    end = data.find(b"\xff\xd9", place)
    if end != len(data) - 2:
        raise RefusedFile("something follows the end of the image")


def _check_size(width: int, height: int) -> None:
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE and width * height <= MOST_PIXELS):
        raise RefusedFile(f"the image measures {width} × {height} pixels")
