"""Aligning the clauses of two texts: what stayed, changed, moved, was split, joined, added, removed.

1. Each old and each new clause stands in the alignment exactly once; a clause that was split, and one that
   others were joined into, stands once with each of its parts.
2. A clause that was moved or renumbered is never removed and added.
3. The kinds, the first that fits: split, joined, moved, changed (its words), renumbered, same. A moved clause
   may have changed words too, and a changed one another number.
4. Aligning the other way round gives the same rows with old and new exchanged: removed for added, joined for
   split.
5. The same two texts always give the same alignment; a text aligned with itself is the same throughout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contracts_app.rules.alignment_match import match
from contracts_app.rules.alignment_order import moved_of
from contracts_app.rules.alignment_part import parts_of
from contracts_app.rules.alignment_piece import Piece, pieces_of
from contracts_app.rules.clause import Clause
from contracts_app.rules.word_change import Run, RunKind, counted, runs_between, runs_by_piece
from contracts_app.rules.word_change_text import borders_of, joined


class Change(StrEnum):
    """What became of a clause."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    SPLIT = "split"
    JOINED = "joined"
    ADDED = "added"
    REMOVED = "removed"


_MIRRORED = {
    Change.ADDED: Change.REMOVED,
    Change.REMOVED: Change.ADDED,
    Change.SPLIT: Change.JOINED,
    Change.JOINED: Change.SPLIT,
}


@dataclass(frozen=True, slots=True)
class _Fate:
    """Old clauses that became new clauses: one of each, or several of one side, or none of one side."""

    change: Change
    old: tuple[int, ...]
    new: tuple[int, ...]

    def mirrored(self) -> _Fate:
        return _Fate(_MIRRORED.get(self.change, self.change), self.new, self.old)


@dataclass(frozen=True, slots=True)
class Row:
    """One clause in an alignment.

    Attributes:
        change: What became of it.
        old: Its index among the old clauses; None for an added one.
        new: Its index among the new clauses; None for a removed one.
        runs: Its words, those that stayed, were added and were removed. Of a clause that was split, the part
            that went into ``new``; of one that was joined, the part that came from ``old``.
    """

    change: Change
    old: int | None
    new: int | None
    runs: tuple[Run, ...]

    @property
    def words_added(self) -> int:
        """How many words were added, punctuation not counted."""
        return counted(self.runs, RunKind.ADDED)

    @property
    def words_removed(self) -> int:
        """How many words were removed, punctuation not counted."""
        return counted(self.runs, RunKind.REMOVED)

    @property
    def is_reworded(self) -> bool:
        """Whether any word or sign changed."""
        return any(run.kind is not RunKind.STAYED for run in self.runs)


def align(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[Row, ...]:
    """Return what became of each clause of ``old`` in ``new``, in the order of ``new``.

    A removed clause stands behind the one that it stood behind before.
    """
    ours, theirs = pieces_of(old), pieces_of(new)
    if _signature(theirs) < _signature(ours):
        fates = [fate.mirrored() for fate in _fates(theirs, ours)]
    else:
        fates = list(_fates(ours, theirs))
    return tuple(_in_order([row for fate in fates for row in _rows(fate, ours, theirs)]))


def _signature(pieces: list[Piece]) -> tuple[int, list[tuple[str, tuple[str, ...]]]]:
    return len(pieces), [(piece.number, piece.words.keys) for piece in pieces]


def _fates(old: list[Piece], new: list[Piece]) -> Iterator[_Fate]:
    matching = match(old, new)
    split, joining = parts_of(matching)
    moved = moved_of(old, new, matching.to_new)
    yield from (_Fate(Change.SPLIT, (whole,), tuple(parts)) for whole, parts in split.items())
    yield from (_Fate(Change.JOINED, tuple(parts), (whole,)) for whole, parts in joining.items())
    old_told = {*split, *(part for parts in joining.values() for part in parts)}
    new_told = {*joining, *(part for parts in split.values() for part in parts)}
    for index, partner in matching.to_new.items():
        if index not in old_told and partner not in new_told:
            change = _change(old[index], new[partner], is_moved=index in moved)
            yield _Fate(change, (index,), (partner,))
    yield from (_Fate(Change.REMOVED, (index,), ()) for index in matching.old_left() if index not in old_told)
    yield from (_Fate(Change.ADDED, (), (index,)) for index in matching.new_left() if index not in new_told)


def _change(old: Piece, new: Piece, *, is_moved: bool) -> Change:
    if is_moved:
        return Change.MOVED
    if old.words.keys != new.words.keys:
        return Change.CHANGED
    return Change.SAME if old.number == new.number else Change.RENUMBERED


def _rows(fate: _Fate, old: list[Piece], new: list[Piece]) -> Iterator[Row]:
    ours, theirs = [old[index].words for index in fate.old], [new[index].words for index in fate.new]
    runs = runs_between(joined(ours), joined(theirs))
    if fate.change is Change.SPLIT:
        cuts = runs_by_piece(runs, borders_of(theirs), RunKind.ADDED)
        yield from (
            Row(fate.change, fate.old[0], part, cut) for part, cut in zip(fate.new, cuts, strict=True)
        )
    elif fate.change is Change.JOINED:
        cuts = runs_by_piece(runs, borders_of(ours), RunKind.REMOVED)
        yield from (
            Row(fate.change, part, fate.new[0], cut) for part, cut in zip(fate.old, cuts, strict=True)
        )
    else:
        yield Row(fate.change, next(iter(fate.old), None), next(iter(fate.new), None), runs)


def _in_order(rows: list[Row]) -> Iterator[Row]:
    """Yield the rows in the order of the new text, removed ones behind the clause that they stood behind."""
    kept = sorted((row for row in rows if row.new is not None), key=lambda row: (row.new, row.old or 0))
    followed: dict[int, int] = {}
    for row in kept:
        if row.old is not None and row.new is not None:
            followed.setdefault(row.old, row.new)
    gone: dict[int, list[Row]] = {}
    removed = sorted(
        (row for row in rows if row.new is None), key=lambda row: -1 if row.old is None else row.old
    )
    for row in removed:
        place = (row.old or 0) - 1
        while place >= 0 and place not in followed:
            place -= 1
        gone.setdefault(followed[place] if place >= 0 else -1, []).append(row)
    yield from gone.get(-1, [])
    for index, row in enumerate(kept):
        yield row
        if row.new is not None and (index + 1 == len(kept) or kept[index + 1].new != row.new):
            yield from gone.get(row.new, [])
