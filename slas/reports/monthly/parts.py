"""Cuts a monthly report into the parts in which its PDF is printed, of about ten pages each.

1. How high something is on paper is reckoned roughly: a part may be a page longer or shorter.
2. A section stays whole where it fits into a part. A longer one is cut between its tables and charts, and a
   longer table between its rows.
3. What goes on in the next part says so in its heading and caption: ``(continued)``.
4. Every part but the first begins on a new page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from core.rules.section import Cell, Heading, SectionTable
from slas.reports.sections import ChartWithTable, ReportSection

#: Heights in millimeters. A page of A4 has 257 between its margins.
PART: Final = 2_570
_HEADING: Final = 14
_TABLE: Final = 14
_LINE: Final = 4
_PADDING: Final = 2
_CHART: Final = 62
#: How many letters a line holds, by the kind of column; what is not named here is short.
_LETTERS: Final = {"long": 36, "text": 18}
_SENTENCE: Final = 110
CONTINUED: Final = "(continued)"


def parts_of(sections: tuple[ReportSection, ...]) -> list[tuple[ReportSection, ...]]:
    """Return the sections of each part, in order; one part without sections for a report without any."""
    parts: list[list[ReportSection]] = [[]]
    left = PART
    for section in sections:
        for piece in _pieces(section):
            height = _height(piece)
            if height > left and parts[-1]:
                parts.append([])
                left = PART
            _add(parts[-1], piece)
            left -= height
    return [tuple(part) for part in parts]


def _add(part: list[ReportSection], piece: ReportSection) -> None:
    """Add a piece to a part; what goes on with the last section there becomes one with it again."""
    last = part[-1] if part else None
    if last is None or last.key != piece.key:
        part.append(piece)
        return
    part[-1] = replace(last, tables=last.tables + piece.tables, charts=last.charts + piece.charts)


def _pieces(section: ReportSection) -> Iterator[ReportSection]:
    """Yield a section whole where it fits into a part, else what it consists of."""
    if _height(section) <= PART or not (section.tables or section.charts):
        yield section
        return
    head = replace(section, tables=(), charts=())
    for table in section.tables:
        for piece in _cut(table):
            yield replace(head, tables=(piece,))
            head = _next(section)
    for chart in section.charts:
        yield replace(head, charts=(chart,))
        head = _next(section)


def _next(section: ReportSection) -> ReportSection:
    """Return what a section says where it goes on, still without its tables and charts."""
    return ReportSection(key=section.key, label=_continued(section.label))


def _cut(table: SectionTable) -> Iterator[SectionTable]:
    """Yield a table in pieces that fit into a part; its note stands below the last."""
    start, height, caption = 0, _HEADING + _TABLE, table.caption
    for number, row in enumerate(table.rows):
        this = _row_height(table.headings, row)
        if height + this > PART and number > start:
            yield replace(table, caption=caption, rows=table.rows[start:number], note="")
            start, height, caption = number, _HEADING + _TABLE, _continued(table.caption)
        height += this
    yield replace(table, caption=caption, rows=table.rows[start:])


def _continued(words: str) -> str:
    return f"{words} {CONTINUED}"


def _height(section: ReportSection) -> int:
    sentences = (*section.steps, section.note)
    return (
        _HEADING
        + sum(_LINE * (1 + len(one) // _SENTENCE) for one in sentences)
        + (_LINE + 1) * len(section.facts)
        + sum(_table_height(one) for one in section.tables)
        + sum(_chart_height(one) for one in section.charts)
    )


def _table_height(table: SectionTable) -> int:
    return _TABLE + sum(_row_height(table.headings, row) for row in table.rows)


def _chart_height(chart: ChartWithTable) -> int:
    return _CHART + _table_height(chart.table)


def _row_height(headings: tuple[Heading, ...], row: tuple[Cell, ...]) -> int:
    lines = max(
        sum(1 + max(len(line) - 1, 0) // _LETTERS.get(heading.kind, 30) for line in cell.text.split("\n"))
        for heading, cell in zip(headings, row, strict=True)
    )
    return _LINE * lines + _PADDING
