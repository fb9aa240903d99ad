"""What two clauses are matched by: their words, their title, the clause that they lie below.

1. A title is the heading; for a definition it is the term in quotes that the words begin with.
2. Likeness is the share of pairs of neighboring words that two clauses have in common, from 0 to 1. A clause
   that stands almost whole within a longer one is like it too, though less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contracts_app.rules.clause import Clause
from contracts_app.rules.word_change_text import Words, words_of

#: A clause within a longer one is so like it at most.
_WITHIN: Final = 0.75
#: With fewer pairs of words a clause may stand within another by chance.
_FEW: Final = 8
_LONGEST_TERM: Final = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause prepared for matching.

    Attributes:
        number: As it is cited; empty for none.
        title: Heading or defined term in small letters; empty for none.
        words: Its words, the number not among them.
        grams: How often each pair of neighboring words stands in it, in small letters, punctuation left out;
            the first word has a pair of its own.
        size: How many pairs that are.
        parent: Index of the numbered clause that it lies below; None for the highest.
    """

    number: str
    title: str
    words: Words
    grams: Counter[tuple[str, str]]
    size: int
    parent: int | None


def pieces_of(clauses: Sequence[Clause]) -> list[Piece]:
    """Return the clauses of one text, in order, prepared for matching."""
    pieces: list[Piece] = []
    open_clauses: list[tuple[int, int]] = []
    for index, clause in enumerate(clauses):
        while open_clauses and open_clauses[-1][0] >= clause.level:
            open_clauses.pop()
        parent = open_clauses[-1][1] if open_clauses else None
        if clause.number:
            open_clauses.append((clause.level, index))
        pieces.append(_piece(clause, parent))
    return pieces


def _piece(clause: Clause, parent: int | None) -> Piece:
    words = words_of(clause.text, clause.number)
    plain = [key.casefold() for key in words.keys if key[0].isalnum()]
    grams = Counter(zip(["", *plain], plain, strict=False))
    title = " ".join(key.casefold() for key in words_of(clause.heading).keys if key[0].isalnum())
    return Piece(clause.number, title or _term(words), words, grams, grams.total(), parent)


def _term(words: Words) -> str:
    """Return the term that the words begin by defining; empty where they begin otherwise."""
    if not words.keys or words.keys[0] != '"':
        return ""
    for place, key in enumerate(words.keys[1 : _LONGEST_TERM + 2]):
        if key == '"':
            return f'"{" ".join(words.keys[1 : place + 1]).casefold()}"'
    return ""


def likeness(old: Piece, new: Piece) -> float:
    """Return how like two clauses are: 1 for the same words, 0 for none in common."""
    if not old.size or not new.size:
        return float(old.size == new.size)
    few, many = (old, new) if len(old.grams) <= len(new.grams) else (new, old)
    common = sum(min(count, many.grams[gram]) for gram, count in few.grams.items() if gram in many.grams)
    like = 2 * common / (old.size + new.size)
    least = min(old.size, new.size)
    return max(like, _WITHIN * common / least) if least >= _FEW else like
