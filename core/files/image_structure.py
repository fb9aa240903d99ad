"""Images: every chunk accounted for, from the first byte to the last."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from core.files.refusal import RefusedFile

LARGEST_SIDE: Final = 20_000
MOST_PIXELS: Final = 100_000_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_CHUNK_FRAME: Final = 12
_SCAN: Final = 0xDA
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD8)})


def check_png(data: bytes) -> None:
    """Accept a PNG whose chunks are whole, begin with IHDR and end with IEND.

    Raises:
        RefusedFile: Anything else, or an image of more than 100 million pixels.
    """
    if not data.startswith(_PNG):
        raise RefusedFile("its first bytes are not those of a PNG")
    kinds: list[bytes] = []
    place = len(_PNG)
    for kind, start, end in _chunks(data):
        if not kinds:
            _check_png_header(kind, end - start - 12, data, start)
        kinds.append(kind)
        place = end
    if kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds:
        raise RefusedFile("it is cut off")
    if place != len(data):
        raise RefusedFile("something follows the end of the image")


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start and end of each chunk, up to IEND; each is whole and its checksum is right."""
    place, kind = len(_PNG), b""
    while place < len(data) and kind != b"IEND":
        if len(data) - place < _CHUNK_FRAME:
            raise RefusedFile("it is cut off")
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + _CHUNK_FRAME + length
        if end > len(data):
            raise RefusedFile("it is cut off")
        if zlib.crc32(data[place + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise RefusedFile("it is damaged (a checksum is wrong)")
        yield kind, place, end
        place = end


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
    has_frame = False
    for marker, place, length in _segments(data):
        if marker in _FRAMES:
            has_frame = True
            _check_frame(data, place, length)
        if marker == _SCAN:
            _check_scan(data, place + 2 + length, has_frame)
            return
    raise RefusedFile("it holds no picture")


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield marker, place and length of each segment; each is whole."""
    place = 2
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
        yield marker, place, length
        place += 2 + length


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
