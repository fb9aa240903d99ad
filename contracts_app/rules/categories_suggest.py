"""Suggesting the categories of a clause by its words, with the words that led to it.

1. Each category has phrases with points (``categories_phrases``). A phrase counts once, however often it
   stands in a clause.
2. A phrase of headings counts ``HEADING`` in the clause's own heading, ``ABOVE`` in the heading of a clause
   that it belongs to: words that name a whole part say less about each of its clauses.
3. Words that are found for two phrases of one category count once, as the phrase with more points.
4. A category is suggested from ``THRESHOLD`` points on, where at least one word of the clause itself, its own
   heading included, speaks for it.
5. A clause that is a number and a heading alone, with its words in the clauses under it, is in no category.
6. Phrases with points below nothing speak against a category; the reader is shown them too. In a clause of
   more than ``LONG`` characters, which says many things, they count nothing.
7. The same clause always gets the same suggestions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contracts_app.rules.categories_phrase import Phrase
from contracts_app.rules.categories_phrases import PHRASES

THRESHOLD: Final = 5
HEADING: Final = 5
ABOVE: Final = 3
#: Of a clause, so many characters are looked at: no clause is longer that says one thing.
LOOKED_AT: Final = 20_000
LONG: Final = 2_000
#: A clause with fewer words behind number and heading has none of its own.
_FEWEST_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that led to a suggestion.

    Attributes:
        words: As they stand in the clause.
        points: What they count; below nothing they speak against it.
        where: ``text``, ``heading`` (its own) or ``above`` (a heading that it stands under).
    """

    words: str
    points: int
    where: str

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"words": self.words, "points": self.points, "where": self.where}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category that fits a clause, and why."""

    category: str
    evidence: tuple[Evidence, ...]

    @property
    def points(self) -> int:
        """Return how much speaks for it."""
        return sum(each.points for each in self.evidence)


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked at of a clause: its heading, its text, and the headings that it stands under."""

    heading: str
    text: str
    above: tuple[str, ...] = ()


def suggest(words: Words) -> tuple[Suggestion, ...]:
    """Return the categories that the words of a clause suggest, the strongest first."""
    text = words.text[:LOOKED_AT]
    if not _has_words(words.heading, text):
        return ()
    found = []
    seen = _Looked(text), _Looked(words.heading), _Looked("\n".join(words.above))
    for category, (in_text, in_heading) in PHRASES.items():
        evidence = _each_once(_evidence(seen, in_text, in_heading))
        is_own = any(each.points > 0 and each.where != "above" for each in evidence)
        made = Suggestion(category, evidence)
        if is_own and made.points >= THRESHOLD:
            found.append(made)
    return tuple(sorted(found, key=lambda each: -each.points))


def headings_above(clauses: Sequence[tuple[int, str]]) -> list[tuple[str, ...]]:
    """Return for each clause, given as level and heading in order, the headings of those it belongs to."""
    path: list[tuple[int, str]] = []
    found = []
    for level, heading in clauses:
        while path and path[-1][0] >= level:
            path.pop()
        found.append(tuple(above for _, above in path if above))
        path.append((level, heading))
    return found


class _Looked:
    """A text with its lower case beside it."""

    __slots__ = ("lowered", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lowered = text.lower()

    def find(self, phrase: Phrase) -> str:
        return phrase.found_in(self.text, self.lowered)


def _evidence(
    seen: tuple[_Looked, _Looked, _Looked], in_text: Sequence[Phrase], in_heading: Sequence[Phrase]
) -> Iterator[Evidence]:
    text, heading, above = seen
    for where, points, looked in (("heading", HEADING, heading), ("above", ABOVE, above)):
        words = next((found for phrase in in_heading if (found := looked.find(phrase))), "")
        if words:
            yield Evidence(words, points, where)
            break
    is_long = len(text.text) > LONG
    for phrase in in_text:
        if (phrase.points > 0 or not is_long) and (words := text.find(phrase)):
            yield Evidence(words, phrase.points, "text")


def _each_once(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence with the same words told once, by the points that count most."""
    best: dict[tuple[str, bool], Evidence] = {}
    for each in found:
        key = (each.words.lower(), each.where == "text")
        if key not in best or abs(best[key].points) < abs(each.points):
            best[key] = each
    return tuple(best.values())


def _has_words(heading: str, text: str) -> bool:
    """Tell whether a clause says anything besides its number and heading."""
    rest = len(text.split()) - len(heading.split())
    return rest > _FEWEST_WORDS
