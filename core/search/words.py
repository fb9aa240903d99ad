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
#: A longer run of letters counts as several words; PostgreSQL refuses words of more than 2 kB.
_WORD = re.compile(r"[^\W_]{1,100}")


def searchable(text: str) -> str:
    """Return the words of ``text`` as the search keeps them: folded, punctuation gone."""
    return " ".join(_WORD.findall(fold(text[:LONGEST_TEXT])))


def word_query(words: str) -> SearchQuery | None:
    """Return the query for "all of these words, the beginning of each being enough"; None: no word."""
    found = _WORD.findall(fold(words))[:MOST_WORDS]
    if not found:
        return None
    return SearchQuery(" & ".join(f"{word}:*" for word in found), search_type="raw", config="simple")


def vector_text(*, name: str, marks: str = "", rest: str = "") -> str:
    """Return a search vector in the notation of PostgreSQL (``c:1A 1001:2A``).

    A word stands once, with its best weight and the place where it stood first. The words are cut
    here and not by ``to_tsvector``, which takes ten times as long.

    Args:
        name: What the thing is called; weighs most (A).
        marks: Numbers and names that it also goes by (B).
        rest: Everything else that may be looked for (C).
    """
    places: dict[str, str] = {}
    for weight, text in (("A", name), ("B", marks), ("C", rest)):
        for word in searchable(text).split():
            if word not in places:
                places[word] = f"{word}:{min(len(places) + 1, LAST_PLACE)}{weight}"
    return " ".join(places.values())
