"""Tables of contents: their numbers begin no clauses.

1. After the words Contents or Table of Contents, everything up to the place where the first number of the
   table stands again is the table.
2. Where it never stands again, the table is the lines that end in a page number.
3. Without such a title, four or more lines in a row that end in dots and a page number are a table.
"""

from __future__ import annotations

import re
from typing import Final

from contracts_app.rules.clause_line import Line, plain
from contracts_app.rules.clause_mark import Mark

_TITLE = re.compile(r"(?i)[#*_ ]*(?:table\s+of\s+contents?|contents|index)\b")
_PAGED = re.compile(
    r"(?:[.…_·]\s?){3,}\s*(?:\d{1,3}|[ivx]{1,5})\s*$|(?:\t|\s{2,})\d{1,3}\s*$"
    r"|^.{0,110}\s\d{1,3}$|^[ivx\d]{1,4}$"
)
#: One entry behind another in a line that lost its breaks: a page number, then the next number.
_PACKED = re.compile(
    r"\s\d{1,3}\s+(?:ARTICLE\b|Article\b|SECTION\b|Section\b|\d{1,2}\.\d{0,2}\s|\d{1,2}\.?\s*[A-Z])"
)
_ENTRY: Final = 120
_DOTTED = re.compile(r"(?:[.…_·]\s?){3,}\s*(?:\d{1,3}|[ivx]{1,5})\s*$")
_LONGEST_TITLE: Final = 60
_LONGEST_ENTRY: Final = 200
_FORMS: Final = ("article", "schedule", "section", "decimal", ".", "")
FEWEST: Final = 4


def contents_ranges(lines: list[Line], marks: list[Mark]) -> list[tuple[int, int]]:
    """Return the ranges of the text that are tables of contents, each ``(start, end)``, end excluded."""
    ranges = _dotted_runs(lines)
    for index, line in enumerate(lines):
        if _has(ranges, line):
            continue
        if _TITLE.match(line.words):
            end = _end_of(index, lines, marks)
            if end > line.end or _is_packed(line) or _is_list(line, marks):
                ranges.append((line.start, max(end, line.end)))
        elif _is_packed(line):
            ranges.append((line.start, _last_paged(index, lines)))
    return sorted(ranges)


def _dotted_runs(lines: list[Line]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and _DOTTED.search(line.words):
            run.append(line)
        elif line is None or not line.is_blank:
            if len(run) >= FEWEST:
                runs.append((run[0].start, run[-1].end))
            run = []
    return runs


def _end_of(index: int, lines: list[Line], marks: list[Mark]) -> int:
    """Return where the table that is titled by line ``index`` ends; its own end where no table follows."""
    title = lines[index]
    if len(title.words) > _LONGEST_TITLE and not _is_packed(title) and not _is_list(title, marks):
        return title.end
    entries = [
        mark for mark in marks if mark.is_first and mark.start >= title.end and mark.label.form in _FORMS
    ]
    for place, again in enumerate(entries):
        if any(_is_same(entry, again) for entry in entries[:place]):
            return _with_article(entries, place) if _is_table(entries[:place]) else title.end
    return _last_paged(index, lines)


def _with_article(entries: list[Mark], place: int) -> int:
    """Return where the body begins: at the article just above the first number that stands again."""
    above = entries[place - 1]
    is_near = entries[place].start - above.start <= _LONGEST_ENTRY
    return above.start if above.label.form == "article" and is_near else entries[place].start


def _last_paged(index: int, lines: list[Line]) -> int:
    """Return where the lines below line ``index`` end that end in a page number."""
    end = lines[index].end
    for line in lines[index + 1 :]:
        if line.is_blank:
            continue
        if not _PAGED.search(line.words) and not _is_packed(line):
            break
        end = line.end
    return end


def _is_same(first: Mark, again: Mark) -> bool:
    """Whether the first entry of a table stands again: the same number, with the same or no words."""
    words, others = (plain(mark.rest)[:6].upper() for mark in (first, again))
    return first.label.written.upper() == again.label.written.upper() and (not others or words == others)


def _is_packed(line: Line) -> bool:
    """Whether the line is a table of contents that lost its line breaks."""
    found = len(_PACKED.findall(line.words))
    return found >= 3 and found * _ENTRY > len(line.words)


def _is_list(line: Line, marks: list[Mark]) -> bool:
    """Whether the line is a table of contents that lost its line breaks and has no page numbers."""
    found = sum(line.start <= mark.start < line.end for mark in marks)
    return found > FEWEST and found * _ENTRY > len(line.words)


def _has(ranges: list[tuple[int, int]], line: Line) -> bool:
    return any(start <= line.start < end for start, end in ranges)


def _is_table(entries: list[Mark]) -> bool:
    """Whether most of these are short lines, as the entries of a table are."""
    short = [mark for mark in entries if len(mark.line.words) <= _LONGEST_ENTRY or _is_packed(mark.line)]
    return len(entries) >= FEWEST - 1 and len(short) >= 0.8 * len(entries)
