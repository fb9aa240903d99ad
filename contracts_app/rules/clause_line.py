"""The lines of a text, with what dresses their beginning: indentation, Markdown marks, tags, bold.

1. Lines end at ``\\n``; nothing is changed, every line is a range of the text.
2. Dressing is indentation, ``>`` quotes, ``#`` headings, ``**``, ``*``, ``__``, tags and backslashes.
3. A row of a table (it begins with ``|``) is never the beginning of a clause.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

TAG: Final = r"</?[A-Za-z][^<>\n]{0,200}>"
#: What may stand between a number and its full stop, or around either.
DRESSING: Final = rf"(?:\*\*|__|\*|{TAG}|\\)*"
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)*")
_HASHES = re.compile(r"(#{1,6})[ \t]+")
_DRESSED = re.compile(rf"[ \t\f\xa0]*{DRESSING}[ \t\xa0]*")
TAB: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``start`` to ``end`` in the text (its line break included); ``body`` is where words begin.

    Attributes:
        indent: Columns before the first sign, tabs to every fourth.
        depth: As a marked heading (1 is the highest); 0 for any other line.
        is_bare: Whether nothing but indentation stands before the words.
    """

    start: int
    end: int
    body: int
    indent: int
    depth: int
    is_bare: bool
    words: str

    @property
    def is_blank(self) -> bool:
        """Whether the line says nothing."""
        return not self.words

    @property
    def is_table(self) -> bool:
        """Whether the line is a row of a table."""
        return self.words.startswith("|")


def lines_of(text: str, headings: Mapping[int, int]) -> list[Line]:
    """Return the lines of ``text`` in order; together they are the text."""
    lines = []
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        lines.append(_line(text, start, end, headings.get(start, 0)))
        start = end
    return lines


def _line(text: str, start: int, end: int, depth: int) -> Line:
    quote = _QUOTE.match(text, start, end)
    body = quote.end() if quote else start
    indent = len(text[start:body].expandtabs(TAB))
    first = body
    hashes = _HASHES.match(text, body, end)
    if hashes:
        depth = depth or len(hashes[1])
        body = hashes.end()
    dressed = _DRESSED.match(text, body, end)
    body = dressed.end() if dressed else body
    return Line(start, end, body, indent, depth, body == first, text[body:end].strip())


def plain(marked: str) -> str:
    """Return ``marked`` without Markdown marks and tags, its white space made single spaces."""
    bare = re.sub(rf"{TAG}|\*\*|__|\\|[*#]", "", marked)
    return " ".join(bare.split())
