"""A text set for reading: paragraphs and tables, as a page draws them. What is stored stays as it is.

1. Plain text and Word: each line is a paragraph of its own, as it is there.
2. A PDF has a line for each line of its paper. Lines of one paragraph are joined: a line goes on where it
   is full, or where the next begins small. A number, a letter in brackets, a bullet or a table begins anew.
3. Markdown: lines are joined up to a blank one, a list item, a heading, a quote or a table; marks are gone
   (``reading_marks``).
4. Lines ``| cell | cell |`` that follow each other are a table.
5. Nothing but white space and marks is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from contracts_app.rules.clause_lines import lead_length
from contracts_app.rules.reading_marks import Run, runs_of, strong_until

#: How wide lines are taken to be at least, in characters: lists of short lines stay lists.
_NARROWEST: Final = 40
#: A line is full when the first word of the next would have reached this share of the width.
_FULL: Final = 0.85
#: Of a text, so many characters are looked at for how wide its lines are.
_LOOK: Final = 60_000
_BEGINS_ANEW: Final = re.compile(
    r"\s*(?:[•●▪◦‣∙·o*–—-]\s|\(?(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})[.)]\s|\d+(?:\.\d+)+\.?\s|\d{1,3}\.?$|§|\[\d+\]"
    r"|(?:ARTICLE|Article|SECTION|Section|SCHEDULE|Schedule|EXHIBIT|Exhibit|ANNEX|Annex|APPENDIX|Appendix)\s+[\dIVXA-Z])"
)
_GAP: Final = re.compile(r"\S(?:\t| {3,})\S|\.{5,}|_{5,}")
_HEADING: Final = re.compile(r"#{1,6}[ \t]+")
_QUOTE: Final = re.compile(r"(?:>[ \t]?)+")
_ITEM: Final = re.compile(r"[*+-][ \t]+")
_NUMBERED: Final = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxl]{1,5})[.)][ \t]")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_RULE: Final = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+$")
_CELL_END: Final = re.compile(r"(?<!\\)\|")


class Form(StrEnum):
    """How a text is written."""

    PLAIN = "plain"
    PAGES = "pages"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``depth`` of a heading from 1, else 0; ``is_spaced`` where a blank line stands above."""

    runs: tuple[Run, ...]
    depth: int = 0
    is_spaced: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; ``has_head`` where the text says that the first row names the columns."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    has_head: bool = False

    @property
    def text(self) -> str:
        """Its words, cell by cell."""
        return " ".join("".join(run.text for run in cell) for row in self.rows for cell in row)


Block = Paragraph | Table


def width_of(text: str) -> int:
    """Return how wide the lines of a text are: so many characters that a tenth of its words stand beyond."""
    lengths = sorted(len(line.rstrip()) for line in text[:_LOOK].split("\n") if line.strip())
    if not lengths:
        return _NARROWEST
    return max(_NARROWEST, lengths[len(lengths) * 9 // 10])


def blocks_of(
    text: str, form: Form, *, width: int = 0, number: str = "", heading: str = ""
) -> tuple[Block, ...]:
    """Return a clause set for reading.

    Args:
        text: Its exact words.
        form: How they are written.
        width: As ``width_of`` the whole text; 0: as this one.
        number: Its number, set strong where the text begins with it.
        heading: Its heading, set strong.
    """
    width = width or width_of(text)
    blocks: list[Block] = []
    for is_table, lines in _parts(text.split("\n")):
        blocks += [_table(lines, form)] if is_table else _paragraphs(lines, form, width)
    return _with_lead(blocks, number, heading)


def _parts(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """Yield the lines of tables and those between, in order."""
    held: list[str] = []
    is_table = False
    for line in lines:
        bare = line.strip()
        is_row = len(bare) > 1 and bare[0] == "|" == bare[-1]
        if held and is_row != is_table:
            yield is_table, held
            held = []
        is_table = is_row
        held.append(line)
    if held:
        yield is_table, held


def _table(lines: Sequence[str], form: Form) -> Table:
    rows = [_CELL_END.split(line.strip()[1:-1]) for line in lines if not _RULE.fullmatch(line.strip())]
    set_words = runs_of if form is Form.MARKDOWN else _as_written
    has_head = len(lines) > 1 and bool(_RULE.fullmatch(lines[1].strip()))
    cells = tuple(tuple(set_words(cell.strip()) for cell in row) for row in rows)
    return Table(cells, has_head=has_head)


def _as_written(words: str) -> tuple[Run, ...]:
    return (Run(words),) if words else ()


def _paragraphs(lines: Sequence[str], form: Form, width: int) -> Iterator[Paragraph]:
    if form is Form.MARKDOWN:
        yield from _marked_down(lines)
        return
    for spaced, group in _groups(lines, width if form is Form.PAGES else 0):
        yield Paragraph(_as_written(group), is_spaced=spaced)


def _groups(lines: Sequence[str], width: int) -> Iterator[tuple[bool, str]]:
    """Yield paragraphs with whether a blank line stands above; without a width each line is one."""
    held, last, spaced, is_blank = "", "", False, False
    for line in lines:
        if not line.strip():
            is_blank = True
            continue
        said = line.strip() if width else line.rstrip()
        if held and not is_blank and width and _goes_on(last, said, width):
            held = _joined(held, said)
        else:
            if held:
                yield spaced, held
            held, spaced = said, is_blank
        last, is_blank = said, False
    if held:
        yield spaced, held


def _goes_on(line: str, following: str, width: int) -> bool:
    """Tell whether a line of a page goes on in the following one."""
    if _BEGINS_ANEW.match(following) or _GAP.search(line) or _GAP.search(following):
        return False
    if following[0].islower():
        return True
    first = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(first) >= _FULL * width


def _joined(before: str, line: str) -> str:
    is_hyphened = len(before) > 1 and before[-1] == "-" and before[-2].isalpha() and line[0].islower()
    return f"{before}{line}" if is_hyphened else f"{before} {line}"


def _marked_down(lines: Sequence[str]) -> Iterator[Paragraph]:
    held: list[str] = []
    spaced = is_blank = False
    for line in lines:
        said = _QUOTE.sub("", line.strip(), count=1) if line.lstrip().startswith(">") else line.strip()
        heading = _HEADING.match(said)
        item = _ITEM.match(said)
        is_new = bool(is_blank or not said or heading or item or _NUMBERED.match(said))
        if is_new and held:
            yield from _set(held, spaced)
            held = []
        if not said:
            is_blank = True
            continue
        spaced = is_blank if not held else spaced
        is_blank = False
        if heading:
            words = said[heading.end() :].rstrip("# \t")
            yield Paragraph(_strong(runs_of(words)), depth=len(heading[0].rstrip()), is_spaced=spaced)
            continue
        held.append(f"• {said[item.end() :]}" if item else said)
        if line.endswith("  ") or said.endswith("\\"):
            held[-1] = held[-1].rstrip("\\") + "<br>"
    if held:
        yield from _set(held, spaced)


def _set(lines: Sequence[str], spaced: bool) -> Iterator[Paragraph]:
    for words in _BREAK.split(" ".join(lines)):
        runs = runs_of(words.strip())
        if runs:
            yield Paragraph(runs, is_spaced=spaced)
            spaced = False


def _strong(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(replace(run, is_strong=True) for run in runs)


def _with_lead(blocks: Sequence[Block], number: str, heading: str) -> tuple[Block, ...]:
    """Set number and heading strong where the first paragraphs begin with them."""
    first = []
    for block in blocks[:4]:
        if isinstance(block, Table):
            break
        first.append(block)
    left = lead_length("\n".join(block.text for block in first), number, heading)
    made: list[Block] = []
    for block in first:
        made.append(replace(block, runs=strong_until(block.runs, left)))
        left -= len(block.text) + 1
    return (*made, *blocks[len(first) :])
