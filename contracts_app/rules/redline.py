"""A redline: one text with marked changes from which both texts come back.

1. Accepting all changes gives the new words in the new order, rejecting all gives the old words in the old
   order. Quotes, dashes, capitals and white space of words that stayed are written as in the new text.
2. Every clause is a paragraph, its number before its words. A paragraph's end is marked too: where an added
   end is rejected, or a removed one accepted, the paragraph goes on in the next.
3. Clauses that kept their place show which words changed. A clause that was split or joined shows it where
   its parts stand together in the right order.
4. A moved clause is removed where it stood and added where it stands: what it stands behind is its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from contracts_app.rules.alignment import Change, Row
from contracts_app.rules.clause import Clause
from contracts_app.rules.word_change import Run, RunKind
from contracts_app.rules.word_change_text import words_of

#: What holds a word together (``14.3``, ``60-day``) makes one word of two as well.
_WORD_ENDS: Final = re.compile(r"\w[’'.,\-‑/&@]?$")
_WORD_BEGINS: Final = re.compile(r"[’'.,\-‑/&@]?\w")
_IN_PLACE: Final = (Change.SAME, Change.CHANGED, Change.RENUMBERED)


@dataclass(frozen=True, slots=True)
class Segment:
    """Text of one fate within a paragraph."""

    kind: RunKind
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One clause, or a part of one.

    Attributes:
        segments: Its text in order.
        end: The fate of its end.
        level: How deep the clause lies; 1 is the highest.
        is_heading: Whether it is little more than a title.
        note: What a reader should know of it ("moved from behind 7.1 Fees"); no part of either text.
    """

    segments: tuple[Segment, ...]
    end: RunKind
    level: int
    is_heading: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows that keep their place: the first clause of each side, and the one behind the last."""

    old: tuple[int, int]
    new: tuple[int, int]
    rows: tuple[Row, ...]


def redline_of(old: Sequence[Clause], new: Sequence[Clause], rows: Sequence[Row]) -> tuple[Paragraph, ...]:
    """Return the redline of two texts from their alignment."""
    return tuple(_paragraphs(old, new, rows))


def accepted(paragraphs: Iterable[Paragraph]) -> list[str]:
    """Return the paragraphs after all changes were accepted."""
    return _resolved(paragraphs, RunKind.REMOVED)


def rejected(paragraphs: Iterable[Paragraph]) -> list[str]:
    """Return the paragraphs after all changes were rejected."""
    return _resolved(paragraphs, RunKind.ADDED)


def _resolved(paragraphs: Iterable[Paragraph], gone: RunKind) -> list[str]:
    found: list[str] = []
    text = ""
    for paragraph in paragraphs:
        text += "".join(each.text for each in paragraph.segments if each.kind is not gone)
        if paragraph.end is not gone:
            found.append(text)
            text = ""
    return [*found, text] if text else found


def _paragraphs(old: Sequence[Clause], new: Sequence[Clause], rows: Sequence[Row]) -> Iterator[Paragraph]:
    moved = {row.new: row for row in rows if row.change is Change.MOVED}
    before = after = 0
    end = _Block((len(old), len(old)), (len(new), len(new)), ())
    for block in (*_blocks(rows), end):
        for clause in old[before : block.old[0]]:
            yield _whole(clause, RunKind.REMOVED)
        for place in range(after, block.new[0]):
            row = moved.get(place)
            yield _whole(new[place], RunKind.ADDED, _moved_note(row, old) if row else "")
        yield from _kept(block, old, new)
        before, after = block.old[1], block.new[1]


def _blocks(rows: Sequence[Row]) -> list[_Block]:
    """Return the blocks that stand in the same order in both texts."""
    single = [
        _Block((row.old, row.old + 1), (row.new, row.new + 1), (row,))
        for row in rows
        if row.change in _IN_PLACE and row.old is not None and row.new is not None
    ]
    found = _rising(single)
    for block in (*_of_parts(rows, Change.SPLIT), *_of_parts(rows, Change.JOINED)):
        if all(_keep_order(block, other) for other in found):
            found.append(block)
    return sorted(found, key=lambda block: block.new)


def _rising(blocks: list[_Block]) -> list[_Block]:
    found: list[_Block] = []
    for block in sorted(blocks, key=lambda block: block.new):
        if not found or block.old[0] >= found[-1].old[1]:
            found.append(block)
    return found


def _keep_order(one: _Block, other: _Block) -> bool:
    is_before = one.old[1] <= other.old[0] and one.new[1] <= other.new[0]
    return is_before or (other.old[1] <= one.old[0] and other.new[1] <= one.new[0])


def _of_parts(rows: Sequence[Row], change: Change) -> Iterator[_Block]:
    """Yield a block for each clause that was split or joined and whose parts stand one behind the other."""
    by_whole: dict[int, list[Row]] = {}
    for row in rows:
        if row.change is change and row.old is not None and row.new is not None:
            by_whole.setdefault(row.old if change is Change.SPLIT else row.new, []).append(row)
    for whole, parts in by_whole.items():
        places = [(row.new if change is Change.SPLIT else row.old) or 0 for row in parts]
        if places != list(range(places[0], places[0] + len(places))):
            continue
        one, many = (whole, whole + 1), (places[0], places[-1] + 1)
        yield _Block(one, many, tuple(parts)) if change is Change.SPLIT else _Block(many, one, tuple(parts))


def _kept(block: _Block, old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[Paragraph]:
    """Yield a block as one paragraph for each row, the ends between the parts of a clause marked."""
    last = len(block.rows) - 1
    for place, row in enumerate(block.rows):
        before, after = old[row.old or 0], new[row.new or 0]
        fate = RunKind.ADDED if row.change is Change.SPLIT else RunKind.REMOVED
        opposite = RunKind.REMOVED if fate is RunKind.ADDED else RunKind.ADDED
        if place:
            number = after.number if row.change is Change.SPLIT else before.number
            lead = [
                *_numbers(number if fate is RunKind.REMOVED else "", number if fate is RunKind.ADDED else "")
            ]
            lead.insert(0, Segment(opposite, " "))
        else:
            lead = list(_numbers(before.number, after.number))
        end = fate if place < last else RunKind.STAYED
        yield Paragraph((*lead, *_segments(row.runs)), end, after.level, _is_heading(after))


def _whole(clause: Clause, kind: RunKind, note: str = "") -> Paragraph:
    words = words_of(clause.text, clause.number).text
    lead = f"{clause.number} " if clause.number and words else clause.number
    return Paragraph((Segment(kind, lead + words),), kind, clause.level, _is_heading(clause), note)


def _numbers(before: str, after: str) -> Iterator[Segment]:
    if before == after:
        if after:
            yield Segment(RunKind.STAYED, f"{after} ")
        return
    if before:
        yield Segment(RunKind.REMOVED, f"{before} ")
    if after:
        yield Segment(RunKind.ADDED, f"{after} ")


def _segments(runs: Iterable[Run]) -> Iterator[Segment]:
    """Yield the runs as text; words that stayed are set apart from what only the old text has before them."""
    last_old, is_first = "", True
    for run in runs:
        if not len(run.words):
            continue
        gap = "" if is_first else run.words.gaps[0]
        text = run.words.text
        if run.kind is RunKind.STAYED and not gap and is_glued(last_old, text):
            yield Segment(RunKind.REMOVED, " ")
        yield Segment(run.kind, f"{gap}{text}")
        is_first = False
        if run.kind is not RunKind.ADDED:
            last_old = text


def is_glued(before: str, after: str) -> bool:
    """Tell whether two texts would become one word where nothing stood between them."""
    return bool(_WORD_ENDS.search(before) and _WORD_BEGINS.match(after))


def _moved_note(row: Row, old: Sequence[Clause]) -> str:
    before = old[row.old or 0]
    told = " ".join(part for part in (before.number, before.heading) if part)
    return f"Moved: it was {told or 'elsewhere'}."


def _is_heading(clause: Clause) -> bool:
    """Tell whether a clause is little more than its title."""
    return bool(clause.heading) and len(clause.text.strip()) <= len(clause.number) + len(clause.heading) + 12
