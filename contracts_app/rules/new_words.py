"""New words of a clause, as the clauses that they are.

1. The words may begin with the number of their clause or leave it out; where they leave it out, number and
   heading are put in front, so that a text reads the same whoever typed it.
2. Words that bring numbered clauses below their own are split into them, by the rules for documents; their
   numbers hang under the clause's. Words whose other numbers do not lie below it are one clause.
3. Each text ends with a line break, so that joined clauses do not run into each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contracts_app.rules.clause import Clause, ClauseSource
from contracts_app.rules.clause_number import is_same, key_of
from contracts_app.rules.clause_split import split_clauses

#: What a list item of its own begins with: ``(b)`` of ``12.3(b)``.
_LAST_PART: Final = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause of new words."""

    number: str
    heading: str
    level: int
    text: str


def pieces_of(number: str, heading: str, words: str, level: int) -> tuple[Piece, ...]:
    """Return the clause ``number`` with new words, and the numbered clauses below it that they bring.

    Args:
        number: The number of the clause.
        heading: Its heading, put in front of words that have neither number nor heading.
        words: The words as entered.
        level: The level of the clause.
    """
    words = words.strip("\n") + "\n"
    parts = split_clauses(ClauseSource(words))
    has_number = _begins_with(words, parts, number)
    below = _below(parts, number)
    own = parts[0].text if below else words
    if has_number:
        title = parts[0].heading if parts and parts[0].number else heading
        first = Piece(number, title or heading, level, own)
    else:
        front = f"{number} {heading}".strip()
        first = Piece(number, heading, level, f"{front}\n{own}" if heading else f"{front} {own}")
    return (first, *(Piece(name, one.heading, level + step, one.text) for name, step, one in below))


def _begins_with(words: str, parts: Sequence[Clause], number: str) -> bool:
    if parts and parts[0].number and is_same(parts[0].number, number):
        return True
    begin = key_of(words[: len(number) * 2 + 20])
    own = _LAST_PART.search(key_of(number))
    return begin.startswith(key_of(number)) or bool(own and begin.startswith(own[0]))


def _below(parts: Sequence[Clause], number: str) -> list[tuple[str, int, Clause]]:
    """Return the clauses below ``number`` with their number and how much deeper they lie; empty for none."""
    if len(parts) < 2:
        return []
    first, *rest = parts
    if first.number and not (is_same(first.number, number) or key_of(number).endswith(key_of(first.number))):
        return []
    found: list[tuple[str, int, Clause]] = []
    for one in rest:
        name = _hung(one.number, first.number, number)
        if one.number and not name:
            return []
        found.append((name, max(one.level - first.level, 1), one))
    return found if any(name for name, _, _ in found) else []


def _hung(number: str, first: str, under: str) -> str:
    """Return a number of the split words as it hangs under the clause; empty where it does not."""
    if not first:
        return f"{under}{number}" if number.startswith("(") else ""
    if not number.startswith(first) or len(number) == len(first):
        return ""
    return under + number[len(first) :] if number[len(first)] in ".(," else ""
