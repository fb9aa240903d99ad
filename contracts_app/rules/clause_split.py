"""Splitting a text into its clauses: rules in ``clause_outline``, headings in ``clause_heading``.

1. The clauses in order, joined, are the text: for every text.
2. Places rise; a clause's text is what stands from its beginning to that of the next.
3. A table of contents is text of the clause that it stands in.
4. Text before the first number or heading is a clause of level 0 without a number.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from contracts_app.rules.clause import Clause, ClauseSource
from contracts_app.rules.clause_contents import contents_ranges
from contracts_app.rules.clause_heading import heading_of, is_heading
from contracts_app.rules.clause_line import Line, lines_of, plain
from contracts_app.rules.clause_mark import Mark, marks_of
from contracts_app.rules.clause_outline import Outline

#: How far behind a number words are looked for.
_LOOK: Final = 200


@dataclass(frozen=True, slots=True)
class _Start:
    start: int
    label_end: int
    number: str
    level: int
    heading: str | None


def split_clauses(source: ClauseSource) -> tuple[Clause, ...]:
    """Return the clauses of ``source`` in order; joining their texts gives its text back."""
    if not source.text:
        return ()
    starts = _starts(source)
    if not starts or starts[0].start > 0:
        starts.insert(0, _Start(0, 0, "", 0, ""))
    ends = [*(each.start for each in starts[1:]), len(source.text)]
    return tuple(
        _clause(source, begin, end, order)
        for order, (begin, end) in enumerate(zip(starts, ends, strict=True))
    )


def _clause(source: ClauseSource, begin: _Start, end: int, order: int) -> Clause:
    heading = begin.heading
    if heading is None:
        heading = heading_of(source.text, begin.label_end, end)
    page = bisect_right(source.page_starts, begin.start) if source.page_starts else None
    return Clause(
        number=begin.number,
        heading=heading,
        level=begin.level,
        text=source.text[begin.start : end],
        order=order,
        start=begin.start,
        page=page,
    )


def _starts(source: ClauseSource) -> list[_Start]:
    lines = lines_of(source.text, source.headings)
    marks = marks_of(source.text, lines)
    ranges = contents_ranges(lines, marks)
    marks = [mark for mark in marks if not _is_inside(mark.start, ranges)]
    outline = Outline(source.text, is_markdown=source.is_markdown)
    by_line: dict[int, list[int]] = {}
    for index, mark in enumerate(marks):
        by_line.setdefault(mark.line.start, []).append(index)
    starts: list[_Start] = []
    for number, line in enumerate(lines):
        placed = _placed_in(by_line.get(line.start, []), marks, outline)
        starts += placed
        is_numbered = any(each.start == line.start for each in placed)
        if (
            not is_numbered
            and not _is_inside(line.start, ranges)
            and _heads(source.text, lines, number, starts)
        ):
            outline.meet_heading()
            heading = plain(line.words).rstrip(" :")
            starts.append(_Start(line.start, line.end, "", max(line.depth, 1), heading))
    return sorted({each.start: each for each in starts}.values(), key=lambda each: each.start)


def _placed_in(indexes: list[int], marks: list[Mark], outline: Outline) -> list[_Start]:
    placed: list[_Start] = []
    for index in indexes:
        found = outline.place(marks[index], marks[index + 1 : index + 401])
        placed += [_Start(each.start, each.label_end, each.number, each.depth, None) for each in found]
    return placed


def _heads(text: str, lines: list[Line], number: int, starts: list[_Start]) -> bool:
    """Whether the line is a heading of its own: not the title of the number alone on the line before."""
    line = lines[number]
    above = lines[number - 1] if number else None
    below = next((each for each in lines[number + 1 : number + 6] if not each.is_blank), None)
    if not is_heading(line, above, below):
        return False
    if not starts or not starts[-1].number:
        return True
    behind = starts[-1].label_end
    return bool(text[behind : min(line.start, behind + _LOOK)].strip())


def _is_inside(place: int, ranges: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in ranges)
