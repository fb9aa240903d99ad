"""How an alignment is said in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from contracts_app.rules.alignment import Change, Row

_SAID: Final = {
    Change.SAME: "Unchanged",
    Change.CHANGED: "Changed",
    Change.MOVED: "Moved",
    Change.RENUMBERED: "Renumbered",
    Change.SPLIT: "Split",
    Change.JOINED: "Joined",
    Change.ADDED: "Added",
    Change.REMOVED: "Removed",
}


def said_of(change: Change) -> str:
    """Return the word for what became of a clause."""
    return _SAID[change]


def summary_of(rows: Iterable[Row]) -> str:
    """Return one line that counts: how many clauses of each kind, and how many words."""
    rows = list(rows)
    counts = counts_of(rows)
    kinds = ", ".join(f"{count:,} {said_of(change).lower()}" for change, count in counts.items())
    added, removed = sum(row.words_added for row in rows), sum(row.words_removed for row in rows)
    words = f"{words_said(added)} added, {words_said(removed)} removed"
    return f"{kinds}; {words}." if kinds else "No clauses."


def counts_of(rows: Iterable[Row]) -> dict[Change, int]:
    """Return how many rows each kind has, in the order in which the kinds are told; none left out but 0."""
    counts = Counter(row.change for row in rows)
    return {change: counts[change] for change in _SAID if counts[change]}


def words_said(count: int) -> str:
    """Return a number of words in words."""
    return "1 word" if count == 1 else f"{count:,} words"
