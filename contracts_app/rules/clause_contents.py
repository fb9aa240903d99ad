"""Tables of contents: their numbers begin no clauses.

1. After the words Contents or Table of Contents, everything up to the place where the first number of the
   table stands again is the table.
2. Where it never stands again, the table is the lines that end in a page number.
3. Without such a title, four or more lines in a row that end in dots and a page number are a table, and so
   are six or more with numbers behind a gap that never fall.
"""

from __future__ import annotations

import re
from typing import Final

from contracts_app.rules.clause_line import Line
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
_MOST_ENTRIES: Final = 600
_TAIL: Final = 120
_DOTTED = re.compile(r"(?:[.…_·]\s?){3,}\s*(?:\d{1,3}|[ivx]{1,5})\s*$")
_LONGEST_TITLE: Final = 60
_LONGEST_ENTRY: Final = 200
_FORMS: Final = ("article", "schedule", "section", "decimal", ".", "")
FEWEST: Final = 4
#: No document has more; what follows is read as text.
MOST_TABLES: Final = 50
FEWEST_RISING: Final = 6
#: A short line of words with a page number behind a gap, or without any.
_LAST_NUMBER = re.compile(r"[^|]{0,8}[A-Z\[][^|]{2,100}(?:[A-Za-z)]|[^\d$€£ ] {2,}|\t)(\d{1,3})")


def contents_ranges(lines: list[Line], marks: list[Mark]) -> list[tuple[int, int]]:
    """Return the ranges of the text that are tables of contents, each ``(start, end)``, end excluded."""
    ranges = _dotted_runs(lines)[:MOST_TABLES]
    ranges += [found for found in _rising_runs(lines)[:MOST_TABLES] if not _is_inside(found[0], ranges)]
    titles = [index for index, line in enumerate(lines) if _may_be(line)][:MOST_TABLES]
    for index in titles:
        found = None if _has(ranges, lines[index]) else _table_at(index, lines, marks)
        if found is not None:
            ranges.append(found)
    return sorted(ranges[:MOST_TABLES])


def _may_be(line: Line) -> bool:
    return bool(_TITLE.match(line.words)) or _is_packed(line)


def _table_at(index: int, lines: list[Line], marks: list[Mark]) -> tuple[int, int] | None:
    """Return the range of the table that begins at line ``index``; None where none does."""
    line = lines[index]
    if not _TITLE.match(line.words):
        return (line.start, _last_paged(index, lines))
    end = _end_of(index, lines, marks)
    if end > line.end or _is_packed(line) or _is_list(line, marks):
        return (line.start, max(end, line.end))
    return None


def _dotted_runs(lines: list[Line]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and _DOTTED.search(line.words[-_TAIL:]):
            run.append(line)
        elif line is None or not line.is_blank:
            if len(run) >= FEWEST:
                runs.append((run[0].start, run[-1].end))
            run = []
    return runs


def _rising_runs(lines: list[Line]) -> list[tuple[int, int]]:
    """Return the runs of short lines that end in page numbers which never fall."""
    runs: list[tuple[int, int]] = []
    run: list[Line] = []
    last = 0
    for line in [*lines, None]:
        if line is not None and line.is_blank:
            continue
        page = _LAST_NUMBER.fullmatch(line.words[: _TAIL + 1]) if line is not None else None
        if line is not None and page and int(page[1]) >= last:
            run.append(line)
            last = int(page[1])
            continue
        if len(run) >= FEWEST_RISING:
            runs.append((run[0].start, run[-1].end))
        run, last = [], 0
    return runs


def _end_of(index: int, lines: list[Line], marks: list[Mark]) -> int:
    """Return where the table that is titled by line ``index`` ends; its own end where no table follows."""
    title = lines[index]
    if len(title.words) > _LONGEST_TITLE and not _is_packed(title) and not _is_list(title, marks):
        return title.end
    entries = [
        mark for mark in marks if mark.is_first and mark.start >= title.end and mark.label.form in _FORMS
    ]
    seen: dict[str, Mark] = {}
    for place, again in enumerate(entries):
        first = seen.setdefault(again.label.written.upper(), again)
        if first is not again and _is_same(first, again):
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
        if not _PAGED.search(line.words[-_TAIL:]) and not _is_packed(line):
            break
        end = line.end
    return end


def _is_same(first: Mark, again: Mark) -> bool:
    """Whether an entry with the same number has the same words, or none, when it stands again."""
    return not again.rest or first.rest[:6].upper() == again.rest[:6].upper()


def _is_packed(line: Line) -> bool:
    """Whether the line is a table of contents that lost its line breaks."""
    found = len(_PACKED.findall(line.words))
    return found >= 3 and found * _ENTRY > len(line.words)


def _is_list(line: Line, marks: list[Mark]) -> bool:
    """Whether the line is a table of contents that lost its line breaks and has no page numbers."""
    found = sum(line.start <= mark.start < line.end for mark in marks)
    return found > FEWEST and found * _ENTRY > len(line.words)


def _has(ranges: list[tuple[int, int]], line: Line) -> bool:
    return _is_inside(line.start, ranges)


def _is_inside(place: int, ranges: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in ranges)


def _is_table(entries: list[Mark]) -> bool:
    """Whether most of these are short lines, as the entries of a table are."""
    short = [mark for mark in entries if len(mark.line.words) <= _LONGEST_ENTRY or _is_packed(mark.line)]
    return len(entries) >= FEWEST - 1 and len(short) >= 0.8 * len(entries)
