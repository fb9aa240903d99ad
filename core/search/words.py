"""Words as the search keeps them and as people ask for them.

1. Text is folded and cut into words at everything that is neither letter nor figure, the same way
   when it is kept and when it is asked for: ``C-1001 Müller`` → ``c 1001 muller``.
2. A question finds what contains the beginning of every one of its words.
"""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchQuery

from core.search.fold import fold

MOST_WORDS = 12
#: The last place in a vector that PostgreSQL tells apart.
LAST_PLACE = 16_383
#: PostgreSQL refuses a vector of more than a megabyte; texts end well before.
LONGEST_TEXT = 100_000
#: What different words may take in a vector, in characters: each takes some bytes besides.
LONGEST_VECTOR = 500_000
#: A longer run of letters counts as several words; PostgreSQL refuses words of more than 2 kB.
WORD = re.compile(r"[^\W_]{1,100}")


def searchable(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return the words of ``text`` as the search keeps them: folded, punctuation gone."""
    return " ".join(WORD.findall(fold(text[:longest])))


def word_query(words: str) -> SearchQuery | None:
    """Return the query for "all of these words, the beginning of each being enough"; None: no word."""
    found = WORD.findall(fold(words))[:MOST_WORDS]
    if not found:
        return None
    return SearchQuery(" & ".join(f"{word}:*" for word in found), search_type="raw", config="simple")


def vector_text(*, name: str, marks: str = "", rest: str = "", longest: int = LONGEST_TEXT) -> str:
    """Return a search vector in the notation of PostgreSQL (``c:1A 1001:2A``).

    A word stands once, with its best weight and the place where it stood first. The words are cut
    here and not by ``to_tsvector``, which takes ten times as long.

    Args:
        name: What the thing is called; weighs most (A).
        marks: Numbers and names that it also goes by (B).
        rest: Everything else that may be looked for (C).
        longest: Most characters of each that are looked at.
    """
    places: dict[str, str] = {}
    length = 0
    for weight, text in (("A", name), ("B", marks), ("C", rest)):
        for word in searchable(text, longest).split():
            if word not in places and length < LONGEST_VECTOR:
                places[word] = f"{word}:{min(len(places) + 1, LAST_PLACE)}{weight}"
                length += len(word.encode()) + 8
    return " ".join(places.values())
