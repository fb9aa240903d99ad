"""Where clauses and words came from: their way through the steps of a text.

A step is a version of a document, or the text as an amendment left it.

1. Every clause of every step has one way: where it first appeared, and what became of it at each step since.
   A moved, renumbered, split or joined clause goes on; a clause that was joined into another goes on in it.
2. A clause that was taken out and comes back with the same words goes on where it was.
3. Every word of a clause knows the step that it came with; a word that stayed keeps it wherever its clause
   went.
4. The same steps always give the same ways; steps that are added behind change nothing of those before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from contracts_app.rules.alignment import Change, Row, align
from contracts_app.rules.clause import Clause
from contracts_app.rules.word_change import RunKind
from contracts_app.rules.word_change_text import Words, words_of

#: A clause with fewer words does not come back: others say the same.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Step:
    """A text on its way.

    Attributes:
        label: What it is called: "Version 2", "Amendment 2".
        on: The day it took effect, or was recorded where that is not known.
        author: Who it is from; empty where nobody is known.
        clauses: All its clauses, in order.
    """

    label: str
    on: dt.date | None
    author: str
    clauses: tuple[Clause, ...]

    @property
    def said(self) -> str:
        """What is told to a reader: ``Amendment 2, 3 Mar 2025, by L. Haas``."""
        day = f"{self.on.day} {self.on:%b %Y}" if self.on else ""
        by = f"by {self.author}" if self.author else ""
        return ", ".join(part for part in (self.label, day, by) if part)


@dataclass(frozen=True, slots=True)
class Stage:
    """What became of a clause at one step.

    Attributes:
        step: Index of the step.
        order: Its place among the clauses of that step; None where it was removed.
        rows: What became of it, one row for each clause that it comes from; at the first step one of words
            that were added.
        is_back: Whether it had been taken out before and came back.
    """

    step: int
    order: int | None
    rows: tuple[Row, ...]
    is_back: bool = False

    @property
    def is_news(self) -> bool:
        """Whether a reader has anything to see: it is other than at the step before."""
        return any(row.change is not Change.SAME for row in self.rows)


@dataclass(frozen=True, slots=True)
class Way:
    """A clause on its way up to one step.

    Attributes:
        stages: What became of it, the first step in which it stood first.
        origins: For each of its words the index of the step that it came with.
    """

    stages: tuple[Stage, ...]
    origins: tuple[int, ...]

    @property
    def first(self) -> int:
        """Index of the step in which the clause first appeared."""
        return self.stages[0].step


@dataclass(frozen=True, slots=True)
class Ways:
    """All clauses of some steps.

    Attributes:
        by_step: For each step the way of each of its clauses up to there, in order.
        gone: The ways of clauses that were taken out and did not come back, the last stage the removal.
    """

    by_step: tuple[tuple[Way, ...], ...]
    gone: tuple[Way, ...]


@dataclass(slots=True)
class _Open:
    """What is known before the next step: the ways, and by their words those of clauses that are out."""

    ways: list[Way] = field(default_factory=list)
    out: dict[tuple[str, ...], list[Way]] = field(default_factory=dict)


def ways_of(steps: Sequence[Step]) -> Ways:
    """Return the way of every clause of ``steps``, the earliest step first."""
    state = _Open()
    found: list[tuple[Way, ...]] = []
    before: tuple[Clause, ...] = ()
    for index, step in enumerate(steps):
        state.ways = _next(state, align(before, step.clauses), index, before, step.clauses)
        found.append(tuple(state.ways))
        before = step.clauses
    return Ways(tuple(found), tuple(way for ways in state.out.values() for way in ways))


def whole_way(ways: Ways, step: int, order: int) -> Way:
    """Return the way of a clause as far as it goes: to the last step that has it, or took it out.

    Of the parts of a clause that was split the one that went on longest counts; one that stands counts before
    one that the same step took out.

    Args:
        ways: All ways.
        step: Index of a step.
        order: Place of the clause among those of that step.
    """
    standing = (way for later in reversed(ways.by_step[step:]) for way in later)
    longest = next(way for way in standing if _passes(way, step, order))
    gone = [way for way in ways.gone if _passes(way, step, order) and _last(way) > _last(longest)]
    return max(gone, key=_last, default=longest)


def _passes(way: Way, step: int, order: int) -> bool:
    return any((stage.step, stage.order) == (step, order) for stage in way.stages)


def _last(way: Way) -> int:
    return way.stages[-1].step


def _next(
    state: _Open, rows: Sequence[Row], index: int, before: Sequence[Clause], after: Sequence[Clause]
) -> list[Way]:
    """Return the ways at the next step; clauses that were taken out are kept aside."""
    by_new: dict[int, list[Row]] = {}
    places: dict[tuple[int, int], int] = {}
    ends: dict[int, int] = {}
    for row in rows:
        if row.new is None and row.old is not None:
            way = state.ways[row.old]
            words = words_of(before[row.old].text, before[row.old].number).keys
            state.out.setdefault(words, []).append(
                Way((*way.stages, Stage(index, None, (row,))), way.origins)
            )
        elif row.new is not None:
            by_new.setdefault(row.new, []).append(row)
            if row.old is not None:
                places[row.old, row.new] = ends.get(row.old, 0)
                ends[row.old] = places[row.old, row.new] + _old_size(row)
    return [
        _way(state, by_new[order], places, index, words_of(clause.text, clause.number))
        for order, clause in enumerate(after)
    ]


def _way(state: _Open, rows: list[Row], places: dict[tuple[int, int], int], index: int, words: Words) -> Way:
    order = rows[0].new
    sources = [row for row in rows if row.old is not None]
    if sources:
        main = max(sources, key=_stayed)
        stages = state.ways[main.old or 0].stages
        return Way(
            (*stages, Stage(index, order, tuple(rows))), tuple(_origins(state, sources, places, index))
        )
    back = state.out.get(words.keys, []) if len(words) >= _FEW else []
    if back:
        way = back.pop()
        return Way((*way.stages, Stage(index, order, tuple(rows), is_back=True)), way.origins)
    return Way((Stage(index, order, tuple(rows)),), (index,) * len(words))


def _origins(
    state: _Open, rows: Sequence[Row], places: dict[tuple[int, int], int], index: int
) -> Iterator[int]:
    """Yield for each word of a clause its step: the one before for words that stayed, else this one."""
    for row in rows:
        if row.old is None or row.new is None:
            continue
        known = state.ways[row.old].origins
        place = places[row.old, row.new]
        for run in row.runs:
            size = len(run.words)
            if run.kind is RunKind.ADDED:
                yield from (index,) * size
                continue
            if run.kind is RunKind.STAYED:
                yield from known[place : place + size]
            place += size


def _stayed(row: Row) -> int:
    return sum(len(run.words) for run in row.runs if run.kind is RunKind.STAYED)


def _old_size(row: Row) -> int:
    return sum(len(run.words) for run in row.runs if run.kind is not RunKind.ADDED)
