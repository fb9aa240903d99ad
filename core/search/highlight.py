"""Showing where the words of a search stand in a text.

1. A word is found by its beginning, folded as the search folds it (``core.search.words``).
2. A snippet begins a little before the first word found and is cut between words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from core.search.fold import fold
from core.search.words import MOST_WORDS, WORD

#: So many characters stand before the first word found.
_BEFORE: Final = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: words that were looked for, or what stands between them."""

    text: str
    is_hit: bool = False


def wanted_words(words: str) -> tuple[str, ...]:
    """Return the folded words that are looked for, as the search takes them."""
    return tuple(WORD.findall(fold(words))[:MOST_WORDS])


def highlighted(text: str, wanted: tuple[str, ...]) -> list[Piece]:
    """Return ``text`` in pieces, those that begin with a wanted word marked; joined they are the text."""
    if not wanted:
        return [Piece(text)] if text else []
    pieces: list[Piece] = []
    done = 0
    for found in WORD.finditer(text):
        if not _fold_word(found[0]).startswith(wanted):
            continue
        if found.start() > done:
            pieces.append(Piece(text[done : found.start()]))
        pieces.append(Piece(found[0], is_hit=True))
        done = found.end()
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return pieces


def snippet(text: str, wanted: tuple[str, ...], length: int = 240) -> list[Piece]:
    """Return a part of ``text`` of about ``length`` characters around the first wanted word, in pieces.

    White space is single; an ellipsis stands where text was left out.
    """
    first = next((one.start() for one in WORD.finditer(text) if _hits(one[0], wanted)), 0)
    begin = _between_words(text, max(0, first - _BEFORE)) if first > _BEFORE else 0
    end = _between_words(text, begin + length) if begin + length < len(text) else len(text)
    shown = " ".join(text[begin:end].split())
    pieces = highlighted(shown, wanted)
    if begin > 0:
        pieces.insert(0, Piece("… "))
    if end < len(text.rstrip()):
        pieces.append(Piece(" …"))
    return pieces


def _hits(word: str, wanted: tuple[str, ...]) -> bool:
    return bool(wanted) and _fold_word(word).startswith(wanted)


def _fold_word(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)


def _between_words(text: str, place: int) -> int:
    """Return the next place from ``place`` on where white space stands, at most thirty characters on."""
    for at in range(place, min(place + 30, len(text))):
        if text[at].isspace():
            return at
    return place
