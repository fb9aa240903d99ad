"""Words as the search keeps them and as people ask for them.

1. Text is folded and cut into words at everything that is neither letter nor figure, the same way
   when it is kept and when it is asked for: ``C-1001 Müller`` → ``c 1001 muller``.
2. A question finds what contains the beginning of every one of its words.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import TextField, Value

from core.search.fold import fold

MOST_WORDS = 12
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


def document(*, name: str, marks: str = "", rest: str = "") -> Any:
    """Return what to store in a ``search_vector``.

    Args:
        name: What the thing is called; weighs most (A).
        marks: Numbers and names that it also goes by (B).
        rest: Everything else that may be looked for (C).
    """
    return _part(name, "A") + _part(marks, "B") + _part(rest, "C")


def _part(text: str, weight: str) -> SearchVector:
    return SearchVector(Value(searchable(text), output_field=TextField()), weight=weight, config="simple")
