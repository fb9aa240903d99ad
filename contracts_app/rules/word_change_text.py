"""The words of a clause: what texts are compared by, free of dressing, white space and the clause's number.

1. Markdown marks, tags, escapes and bullets are dressing and no words; ``&rsquo;`` is the sign that it means.
2. White space says only where a word or a paragraph begins: texts that differ in nothing else have the same
   words.
3. Curly and straight quotes are equal, and so are the dashes; capitals and small letters are not.
4. A sign of punctuation is a word of its own that does not count: ``60 days.`` has two words that count.
5. The number that a clause begins with is none of its words: renumbering changes no word.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from contracts_app.rules.clause_label import label_at
from contracts_app.rules.clause_line import DRESSING, TAG

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")
_RULE_OF_TABLE: Final = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|?)+[ \t]*$", re.MULTILINE)
_DRESSING: Final = re.compile(
    rf"{TAG}|\*\*|__|\\(?=[^\w\s])|(?m:^[ \t>]*[-*+•·▪‣][ \t]+)|(?m:^[ \t]*>[ \t>]*)"
    r"|(?<!\S)#{1,6}[ \t]+|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)"
)
_BEFORE_NUMBER: Final = re.compile(rf"(?:[\s>\xa0]|#{{1,6}}[ \t]+|{TAG}|\*\*|__|\*(?=\S)|\\)*")
_AFTER_NUMBER: Final = re.compile(rf"{DRESSING}[ \t\xa0]*")
#: A word with what holds it together (``60-day``, ``14.3``, ``Customer's``, ``1,000``), or a single sign;
#: before it the white space that it stands behind.
_WORD: Final = re.compile(r"(\s*)(\w+(?:[’'.,\-‑/&@]\w+)*|[^\w\s])")
_PARAGRAPH: Final = re.compile(
    r"(?<=[.:;|!?])[ \t\r\f\xa0]*\n|\n[ \t\r\f\xa0]*\n|\n(?=[ \t\xa0]*(?:\||\([A-Za-z0-9]{1,4}\)))"
)
#: White space that stands for the beginning of a paragraph.
_BREAK: Final = "\x1e"
_EQUAL_SIGNS: Final = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-"}
)


@dataclass(frozen=True, slots=True)
class Words:
    """Words in order, as three columns of one length.

    Attributes:
        texts: The words as written.
        gaps: What stands before each: nothing, a space, or a line break where a paragraph begins.
        keys: What they are compared by.
    """

    texts: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)

    def part(self, start: int, end: int) -> Words:
        """Return the words from ``start`` up to ``end``, the latter not included."""
        return Words(self.texts[start:end], self.gaps[start:end], self.keys[start:end])

    @property
    def text(self) -> str:
        """The words as text, paragraphs apart, what stands before the first word left out."""
        parts = [part for pair in zip(self.gaps, self.texts, strict=True) for part in pair]
        return "".join(parts[1:])

    @property
    def count(self) -> int:
        """How many words count: signs of punctuation do not."""
        return sum(1 for key in self.keys if key[0].isalnum() or key[0] == "_")


def joined(parts: Sequence[Words]) -> Words:
    """Return several runs of words as one; each later one begins a paragraph."""
    if len(parts) == 1:
        return parts[0]
    gaps = [("\n", *part.gaps[1:]) if index and part.gaps else part.gaps for index, part in enumerate(parts)]
    return Words(
        tuple(text for part in parts for text in part.texts),
        tuple(gap for each in gaps for gap in each),
        tuple(key for part in parts for key in part.keys),
    )


def borders_of(parts: Sequence[Words]) -> list[int]:
    """Return where each of ``parts`` begins in them joined, and last how many words they are."""
    return [0, *accumulate(len(part) for part in parts)]


@lru_cache(maxsize=8192)
def words_of(text: str, number: str = "") -> Words:
    """Return the words of a clause's text; the number at its beginning, where it has one, left out."""
    if number:
        text = text[_number_end(text) :]
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    if "--" in text:
        text = _RULE_OF_TABLE.sub("", text)
    text = _DRESSING.sub("", text)
    if "\n" in text:
        text = _PARAGRAPH.sub(_BREAK, text.strip())
    found = _WORD.findall(text)
    texts = tuple(word for _, word in found)
    gaps = tuple("\n" if _BREAK in gap else " " if gap else "" for gap, _ in found)
    keys = texts if text.isascii() else tuple(word.translate(_EQUAL_SIGNS) for word in texts)
    return Words(texts, gaps, keys)


def _number_end(text: str) -> int:
    """Return where the number that ``text`` begins with ends; 0 where it begins with none."""
    before = _BEFORE_NUMBER.match(text)
    place = before.end() if before else 0
    label = label_at(text, place, len(text))
    if label is None:
        return 0
    after = _AFTER_NUMBER.match(text, label.end)
    return after.end() if after else label.end
