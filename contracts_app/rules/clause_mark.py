"""Where a clause may begin: every number at the beginning of a line, and some within a line.

1. At the beginning of a line, after its dressing, every number is looked at.
2. Within a line only where a sentence ended or a gap stands before it, and a capital after it: that is
   how texts look that lost their line breaks.
3. A letter directly behind a number (``3.1 (a) The …``) may begin a clause of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from contracts_app.rules.clause_label import Label, label_at
from contracts_app.rules.clause_line import DRESSING, Line, plain

_WITHIN = re.compile(r"(?:(?<=[.;:!?)\]”\"])[ \t\xa0]+|[ \t\xa0]{2,})(?=[\dASCP§(])|[ \t\xa0](?=\d{1,3}\.)")
_LOOSE = re.compile(r"[^\s.;:!?)\]”\"]$")
_CAPITAL = re.compile(rf"{DRESSING}[\s\xa0]*{DRESSING}[A-Z\"“]")
_BEHIND = re.compile(rf"{DRESSING}[ \t\xa0]*")
_INLINE_FORMS: Final = ("decimal", "section", "article", "()", ".")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that may begin a clause.

    Attributes:
        start: Where its clause would begin: the line's beginning, or the number's within a line.
        label: The number.
        line: The line it stands in.
        is_first: Whether it begins its line.
        is_behind: Whether it stands directly behind another number.
        is_loose: Whether it stands within a line and neither a full stop nor a gap stands before it.
        rest: The words behind it on its line, plain.
        before: What stands before it: the words of the line above without a gap, or of its own line.
    """

    start: int
    label: Label
    line: Line
    is_first: bool
    is_behind: bool
    is_loose: bool
    rest: str
    before: str

    @property
    def is_capital(self) -> bool:
        """Whether the words behind it begin with a capital or a quotation mark, or there are none."""
        return not self.rest or self.rest[0].isupper() or self.rest[0] in "\"“‘'[_"


def marks_of(text: str, lines: list[Line]) -> list[Mark]:
    """Return every mark in order of place."""
    marks: list[Mark] = []
    above = ""
    for line in lines:
        if not line.is_blank and not line.is_table:
            marks += _marks_in(text, line, above)
        above = line.words
    return marks


def _marks_in(text: str, line: Line, above: str) -> list[Mark]:
    marks: list[Mark] = []
    label = label_at(text, line.body, line.end)
    if label is not None:
        marks.append(_mark(text, line, label, line.start, before=above))
        marks += _behind(text, line, label)
    for gap in _WITHIN.finditer(text, line.body, line.end):
        place = gap.end()
        if marks and place <= marks[-1].label.end:
            continue
        label = label_at(text, place, line.end)
        if label is None or label.form not in _INLINE_FORMS or not _may_begin(text, place, label, line):
            continue
        before = text[max(line.body, gap.start() - 40) : gap.start()]
        is_loose = gap.end() - gap.start() == 1 and bool(_LOOSE.search(before))
        marks.append(_mark(text, line, label, place, before=before, is_loose=is_loose))
        marks += _behind(text, line, label)
    return marks


def _may_begin(text: str, place: int, label: Label, line: Line) -> bool:
    """Whether a clause may begin within a line: a capital follows; an article or its title is in capitals."""
    if label.form != "article":
        return bool(_CAPITAL.match(text, label.end, line.end))
    words = text[label.end : min(line.end, label.end + 60)].split(maxsplit=1)
    is_titled = bool(words) and len(words[0]) > 2 and words[0].isupper()
    is_alone = not words or bool(_CAPITAL.match(text, label.end, line.end))
    return is_titled or (text[place : place + 4].isupper() and is_alone)


def _behind(text: str, line: Line, label: Label) -> list[Mark]:
    gap = _BEHIND.match(text, label.end, line.end)
    place = gap.end() if gap else label.end
    if label.form == "()" or place == label.end or not text.startswith("(", place):
        return []
    second = label_at(text, place, line.end)
    if second is None or second.form != "()":
        return []
    return [_mark(text, line, second, place, before="", is_behind=True)]


def _mark(
    text: str,
    line: Line,
    label: Label,
    start: int,
    *,
    before: str,
    is_behind: bool = False,
    is_loose: bool = False,
) -> Mark:
    rest = plain(text[label.end : min(line.end, label.end + 300)]).lstrip(" .:–—-")
    return Mark(start, label, line, start == line.start, is_behind, is_loose, rest, before.strip())
