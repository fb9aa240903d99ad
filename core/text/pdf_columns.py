"""Pages of two columns whose lines are drawn across both: read column by column.

1. A page is looked at as boxes of words. Two columns are two blocks of full lines beside each other with a
   gap between them that next to nothing crosses. A table is none: its cells are not full of words.
2. Only where the drawing goes to and fro between the columns is anything changed; else the order of the
   document is right already.
3. A line across both columns parts what is above it from what is below.
4. Every letter of the page is kept, once.
"""

from __future__ import annotations

import ctypes
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

#: A word goes on in the next line; said as PDFium says it where it knows the order of the lines.
_DIVIDED: Final = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_])")
#: Fewer lines in a column are no column.
_FEWEST_LINES: Final = 6
#: The gap lies in this part of the width, from the left.
_MIDDLE: Final = (0.35, 0.65)
_NARROWEST_GAP: Final = 6.0
#: So many lines may cross the gap, as a share of all.
_CROSSING: Final = 0.25
#: A line is full from this share of its column's width on; so many lines must be.
_FULL, _FULL_LINES = 0.8, 0.5
_NARROWEST_COLUMN: Final = 0.3


@dataclass(slots=True)
class _Box:
    """Words in a row: where they stand, and which they are (looked up only where it matters)."""

    left: float
    bottom: float
    right: float
    top: float
    words: str = ""

    @property
    def middle(self) -> float:
        """How high it stands."""
        return (self.bottom + self.top) / 2

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left


def text_by_columns(page: pypdfium2.PdfTextPage) -> str | None:
    """Return the text of a page column by column; None where its own order is right."""
    boxes = [_Box(*page.get_rect(index)) for index in range(page.count_rects())]
    boxes = [box for box in boxes if box.width > 0 and box.top > box.bottom]
    gap = _gap(boxes)
    if gap is None or not _goes_to_and_fro(boxes, gap):
        return None
    text = "\n".join(_in_order(_lines(_words(page, gap), gap), gap))
    return _DIVIDED.sub("\ufffe\n", text)


def _gap(boxes: Sequence[_Box]) -> float | None:
    """Return where the gap between two columns is; None where there are none."""
    if len(boxes) < 2 * _FEWEST_LINES:
        return None
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    width = right - left
    places = [left + width * (_MIDDLE[0] + step * (_MIDDLE[1] - _MIDDLE[0]) / 30) for step in range(31)]
    crossed, _, gap = min(
        (sum(box.left < place < box.right for box in boxes), abs(place - left - width / 2), place)
        for place in places
    )
    if crossed > _CROSSING * len(boxes):
        return None
    sides = [[box for box in boxes if box.right <= gap], [box for box in boxes if box.left >= gap]]
    if not all(_is_column(side, width) for side in sides):
        return None
    return gap if min(box.left for box in sides[1]) - _edge(sides[0]) >= _NARROWEST_GAP else None


def _edge(side: Sequence[_Box]) -> float:
    return max(box.right for box in side)


def _is_column(side: Sequence[_Box], width: float) -> bool:
    """Tell whether the boxes of one side are lines that are full of words."""
    lines = _rows(side)
    if len(lines) < _FEWEST_LINES:
        return False
    widths = sorted(max(box.right for box in line) - min(box.left for box in line) for line in lines)
    usual = widths[len(widths) * 9 // 10]
    full = sum(each >= _FULL * usual for each in widths)
    return usual >= _NARROWEST_COLUMN * width and full >= _FULL_LINES * len(widths)


def _rows(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """Return boxes as lines, the highest first, each from left to right."""
    rows: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda each: -each.middle):
        if rows and abs(rows[-1][0].middle - box.middle) < (box.top - box.bottom) / 2:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _goes_to_and_fro(boxes: Sequence[_Box], gap: float) -> bool:
    sides = [box.left >= gap for box in boxes if box.right <= gap or box.left >= gap]
    switches = sum(one != other for one, other in itertools.pairwise(sides))
    lines = min(sides.count(True), sides.count(False))
    return switches >= max(4, 0.4 * lines)


def _words(page: pypdfium2.PdfTextPage, gap: float) -> list[_Box]:
    """Return the words of a page as boxes, in the order of the document; none crosses the gap by a leap."""
    found: list[_Box] = []
    held: _Box | None = None
    for sign, box in _signs(page):
        if sign in "\r\n" or (held and box and _leaps(held, box, gap)):
            held = None
        if sign in "\r\n":
            continue
        if box is None:
            if held:
                held.words += sign
            continue
        if held is None:
            held = _Box(*box)
            found.append(held)
        held.words += sign
        held.left, held.bottom = min(held.left, box[0]), min(held.bottom, box[1])
        held.right, held.top = max(held.right, box[2]), max(held.top, box[3])
    return found


def _signs(page: pypdfium2.PdfTextPage) -> Iterator[tuple[str, tuple[float, float, float, float] | None]]:
    """Yield every sign with where it stands; None for white space and what has no extent."""
    edges = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = edges
    references = [ctypes.byref(edge) for edge in edges]
    for index in range(page.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(page, index))
        if sign.isspace() or not pdfium.FPDFText_GetCharBox(page, index, *references):
            yield sign, None
            continue
        box = (left.value, bottom.value, right.value, top.value)
        yield sign, box if box[2] > box[0] or box[3] > box[1] else None


def _leaps(held: _Box, box: tuple[float, float, float, float], gap: float) -> bool:
    """Tell whether the next letter stands elsewhere: on another line, before, or beyond the gap."""
    height = max(held.top - held.bottom, box[3] - box[1])
    is_elsewhere = abs((box[1] + box[3]) / 2 - held.middle) > height or box[0] < held.right - 2 * height
    is_beyond = held.right <= gap <= box[0] and box[0] - held.right >= _NARROWEST_GAP
    return is_elsewhere or is_beyond


def _lines(boxes: Sequence[_Box], gap: float) -> list[_Box]:
    """Return whole lines of either column, and those across both, the highest first."""
    lines: list[_Box] = []
    for side in (
        [box for box in boxes if box.right <= gap],
        [box for box in boxes if box.left >= gap],
        [box for box in boxes if box.left < gap < box.right],
    ):
        lines += [_line(row) for row in _rows(side)]
    return sorted(lines, key=lambda line: -line.middle)


def _line(row: Sequence[_Box]) -> _Box:
    words = row[0].words
    for before, box in itertools.pairwise(row):
        is_apart = box.left - before.right > (box.top - box.bottom) / 8
        words += f" {box.words}" if is_apart and not words.endswith(" ") else box.words
    bottom, top = min(box.bottom for box in row), max(box.top for box in row)
    return _Box(row[0].left, bottom, max(box.right for box in row), top, words)


def _in_order(lines: Sequence[_Box], gap: float) -> Iterator[str]:
    """Yield the lines: between two that cross the gap the left column, then the right one."""
    columns: tuple[list[str], list[str]] = ([], [])
    for line in lines:
        if line.left < gap < line.right:
            yield from (*columns[0], *columns[1])
            columns = ([], [])
            yield line.words.rstrip()
        else:
            columns[line.left >= gap].append(line.words.rstrip())
    yield from (*columns[0], *columns[1])
