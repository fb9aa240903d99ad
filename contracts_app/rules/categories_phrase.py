"""Phrases that are looked for in clauses.

1. A phrase is words in their order; case does not count, nor does what stands between words (a line's end,
   a comma, a bracket).
2. ``liab*`` is any word that begins so; ``total|aggregate`` is either word; ``...`` leaves out up to six
   words, ``....`` up to thirty, neither across the end of a sentence.
3. What is found is told in the words of the clause, not in those of the phrase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_BETWEEN: Final = r"[^\w]{1,6}"
_GAPS: Final = {
    "...": r"[^\w.;]{1,6}(?:\w+[^\w.;]{1,6}){0,6}?",
    "....": r"[^\w.;]{1,6}(?:\w+[^\w.;]{1,6}){0,30}?",
}
_SPACE: Final = re.compile(r"\s+")
_CONTINUED: Final = re.compile(r"\s+\|")


def _token(token: str) -> str:
    words = (
        re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in token.split("|")
    )
    return f"(?:{'|'.join(words)})"


def _pattern(words: str) -> re.Pattern[str]:
    built, before = "", ""
    for token in words.split():
        if token not in _GAPS and before and before not in _GAPS:
            built += _BETWEEN
        built += _GAPS.get(token) or _token(token)
        before = token
    return re.compile(rf"(?<!\w){built}(?!\w)", re.IGNORECASE)


def _needles(words: str) -> tuple[tuple[str, ...], ...]:
    """Return for each word of a phrase the beginnings of which one stands in every text that has it."""
    tokens = [token for token in words.split() if token not in _GAPS]
    return tuple(
        tuple(word.rstrip("*").lower() for word in token.split("|"))
        for token in sorted(tokens, key=lambda each: -min(map(len, each.split("|"))))
    )


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and what it counts: points for a category, or against it where they are below nothing."""

    words: str
    points: int
    pattern: re.Pattern[str] = field(init=False, compare=False, repr=False)
    needles: tuple[tuple[str, ...], ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", _pattern(self.words))
        object.__setattr__(self, "needles", _needles(self.words))

    def found_in(self, text: str, lowered: str) -> str:
        """Return the words of ``text`` that are this phrase, the first of them; empty for none.

        Args:
            text: Where it is looked for.
            lowered: The same in lower case, which tells fast that a phrase is not there.
        """
        for needles in self.needles:
            if not any(needle in lowered for needle in needles):
                return ""
        match = self.pattern.search(text)
        return _SPACE.sub(" ", match.group()) if match else ""


def phrases_of(table: str) -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    """Read a table of phrases, one a line: points, then the words; ``heading`` for what only headings say.

    A line that begins with ``|`` goes on with the one before.

    Returns:
        The phrases of texts, and those of headings.
    """
    in_text: list[Phrase] = []
    in_heading: list[Phrase] = []
    for line in _CONTINUED.sub("|", table).strip().splitlines():
        first, _, words = line.strip().partition(" ")
        if first == "heading":
            in_heading.append(Phrase(words, 0))
        else:
            in_text.append(Phrase(words, int(first)))
    return tuple(in_text), tuple(in_heading)
