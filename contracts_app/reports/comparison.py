"""Two texts side by side: what became of each clause, and which words changed.

The alignment is that of :mod:`contracts_app.rules.alignment`; here it gets the words that a reader needs:
where a moved clause stood, which number it had, and which clauses are folded because nothing happened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from contracts_app.reports.comparison_sides import Side, side_of
from contracts_app.rules.alignment import Change, Row, align
from contracts_app.rules.alignment_words import counts_of, said_of, words_said
from contracts_app.rules.clause import Clause
from contracts_app.rules.redline import is_glued
from contracts_app.rules.word_change import Run, RunKind

#: Clauses in order, and the row of each.
Text = tuple[Sequence[Clause], Sequence[int | None]]
_LONGEST_NAME: Final = 60
MARKS: Final = {
    Change.SAME: "=",
    Change.CHANGED: "~",
    Change.MOVED: "↕",
    Change.RENUMBERED: "#",
    Change.SPLIT: "<",
    Change.JOINED: ">",
    Change.ADDED: "+",
    Change.REMOVED: "−",
}


@dataclass(frozen=True, slots=True)
class ShownRun:
    """Words in a row that share one fate; ``gap`` stands before them: nothing, a space, or a line break."""

    kind: RunKind
    gap: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One clause of a comparison, as it is drawn.

    Attributes:
        place: Its place among all rows, from 1.
        change: What became of it.
        old: The clause before; None for an added one.
        new: The clause after; None for a removed one.
        old_id: Row of the clause before, where it is one of a version.
        new_id: Row of the clause after, the same.
        origin: From where it came, in words; empty where it stayed.
        runs: Its words.
        words_added: How many were added.
        words_removed: How many were removed.
    """

    place: int
    change: Change
    old: Clause | None
    new: Clause | None
    old_id: int | None
    new_id: int | None
    origin: str
    runs: tuple[ShownRun, ...]
    words_added: int
    words_removed: int

    @property
    def mark(self) -> str:
        """The sign for what became of it; a word always stands beside it."""
        return MARKS[self.change]

    @property
    def said(self) -> str:
        """The word for what became of it."""
        return said_of(self.change)

    @property
    def number(self) -> str:
        """Its number as it is cited, of the text after where it stands there."""
        return (self.new or self.old).number  # type: ignore[union-attr]

    @property
    def heading(self) -> str:
        """Its title; empty where it has none."""
        return (self.new.heading if self.new else "") or (self.old.heading if self.old else "")

    @property
    def name(self) -> str:
        """Number and title, or its first words where it has neither."""
        told = " ".join(part for part in (self.number, self.heading) if part)
        return told or named(self.new or self.old)

    @property
    def is_news(self) -> bool:
        """Tell whether there is anything to see."""
        return self.change is not Change.SAME

    @property
    def words(self) -> str:
        """Its words as they stand after, or stood before where it was removed."""
        left_out = RunKind.REMOVED if self.new else RunKind.ADDED
        return "".join(f"{run.gap}{run.text}" for run in self.runs if run.kind is not left_out)

    @property
    def counted(self) -> str:
        """How many words came and went, in words; empty where none did."""
        told = [(self.words_added, "added"), (self.words_removed, "removed")]
        return ", ".join(f"{words_said(count)} {word}" for count, word in told if count)


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows that follow each other and have no news; shown folded."""

    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides with what became of each clause, in the order of the new text."""

    old: Side
    new: Side
    rows: tuple[ShownRow, ...]

    @property
    def news(self) -> list[ShownRow]:
        """The rows that have something to see."""
        return [row for row in self.rows if row.is_news]

    @property
    def blocks(self) -> list[Fold | ShownRow]:
        """All rows in order, those without news folded."""
        return list(_folded(self.rows))

    @property
    def counts(self) -> list[tuple[Change, str, str, int]]:
        """Kind, mark, word and number of rows of each kind that occurs."""
        counts = counts_of(self.rows)  # type: ignore[arg-type]
        return [(change, MARKS[change], said_of(change), count) for change, count in counts.items()]

    @property
    def words_added(self) -> int:
        """How many words were added in all."""
        return sum(row.words_added for row in self.rows)

    @property
    def words_removed(self) -> int:
        """How many words were removed in all."""
        return sum(row.words_removed for row in self.rows)

    @property
    def summary(self) -> str:
        """One line that counts clauses and words."""
        kinds = ", ".join(f"{count:,} {said.lower()}" for _, _, said, count in self.counts)
        added, removed = words_said(self.words_added), words_said(self.words_removed)
        return f"{kinds}; {added} added, {removed} removed." if kinds else "No clauses."


def compare(user: Any, old: str, new: str, now: dt.datetime) -> Comparison | None:
    """Return the comparison of two sides named as in an address; None where ``user`` does not see both."""
    before, after = side_of(user, old, now), side_of(user, new, now)
    if before is None or after is None:
        return None
    return comparison_of(before, after)


def comparison_of(old: Side, new: Side) -> Comparison:
    """Return what became of each clause; no rows where one side has no words."""
    if not old.clauses or not new.clauses:
        return Comparison(old, new, ())
    rows = aligned(old.clauses, new.clauses)
    texts = (old.clauses, old.ids), (new.clauses, new.ids)
    return Comparison(old, new, tuple(shown_row(row, place, *texts) for place, row in enumerate(rows, 1)))


@lru_cache(maxsize=32)
def aligned(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> tuple[Row, ...]:
    """Return the alignment of two texts; the same pair is drawn, printed and loaded one after the other."""
    return align(old, new)


def named(clause: Clause | None) -> str:
    """Return what a clause is called in a sentence: number and title, or its first words."""
    if clause is None:
        return ""
    told = " ".join(part for part in (clause.number, clause.heading) if part)
    if told:
        return told
    words = " ".join(clause.text.strip(" \t\n#*|").split())
    return words if len(words) <= _LONGEST_NAME else f"{words[:_LONGEST_NAME].rstrip()} …"


def shown_row(row: Row, place: int, old: Text, new: Text) -> ShownRow:
    """Return a row of an alignment as it is drawn; the texts are clauses in order with the row of each."""
    before = old[0][row.old] if row.old is not None else None
    after = new[0][row.new] if row.new is not None else None
    return ShownRow(
        place=place,
        change=row.change,
        old=before,
        new=after,
        old_id=old[1][row.old] if row.old is not None else None,
        new_id=new[1][row.new] if row.new is not None else None,
        origin=_origin(row, old[0], new[0]),
        runs=tuple(_shown_runs(row.runs)),
        words_added=row.words_added,
        words_removed=row.words_removed,
    )


def _origin(row: Row, old: Sequence[Clause], new: Sequence[Clause]) -> str:
    """Say where a clause came from: the number it had, what it stood behind, what it was a part of."""
    if row.old is None or row.new is None:
        return ""
    before, after = old[row.old], new[row.new]
    if row.change is Change.SPLIT:
        return f"split from {named(before)}"
    if row.change is Change.JOINED:
        return f"joined from {named(before)}"
    told = []
    if before.number != after.number:
        told.append(f"was {before.number or 'without a number'}")
    if row.change is Change.MOVED:
        told.append(
            f"moved from behind “{named(old[row.old - 1])}”" if row.old else "moved from the beginning"
        )
    return ", ".join(told)


def _shown_runs(runs: Iterable[Run]) -> Iterator[ShownRun]:
    """Yield runs as they are drawn: words of two fates never stand as one word."""
    before = ""
    for run in runs:
        if not len(run.words):
            continue
        text = run.words.text
        gap = run.words.gaps[0] if before else ""
        yield ShownRun(run.kind, gap or (" " if is_glued(before, text) else ""), text)
        before = text


def _folded(rows: Iterable[ShownRow]) -> Iterator[Fold | ShownRow]:
    for has_news, group in groupby(rows, key=lambda row: row.is_news):
        if has_news:
            yield from group
        else:
            yield Fold(tuple(group))
