"""The numbering of a document, followed from its beginning: which numbers are clauses, and at which level.

1. A number counts only when it continues or opens a sequence (see ``clause_option`` for simple numbers).
2. A decimal number continues its siblings, or is the first below a clause that has its beginning as number;
   a number that lies behind the last one is a reference.
3. Articles rise; a schedule or exhibit starts a numbering of its own. Where the numbering of the main
   part goes on behind a list of exhibits, it goes on.
4. Items of a Markdown list are children of the item that they are indented below, whatever they count.
5. ``(b)`` at the beginning of a line whose ``(a)`` stands inside the clause above makes that a clause too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from contracts_app.rules.clause_doubt import is_doubtful
from contracts_app.rules.clause_heading import heading_of, is_title
from contracts_app.rules.clause_level import (
    ARTICLE,
    DECIMAL,
    SCHEDULE,
    Level,
    Style,
    decimal_number,
    number_under,
    path_under,
    style_of,
)
from contracts_app.rules.clause_mark import Mark
from contracts_app.rules.clause_numeral import Reading, roman
from contracts_app.rules.clause_option import Option, Surroundings, best_option

_WIDEST_GAP: Final = 5
_CHILD_INDENT: Final = 2
_LONGEST_SCHEDULE: Final = 120
#: How far behind a clause's number its inline ``(a)`` is looked for.
_REACH: Final = 5_000
_MAIN_FORMS: Final = (".", "decimal", "section", "article")
_FULL_LINE: Final = (60, 200)


@dataclass(frozen=True, slots=True)
class Placed:
    """The beginning of a clause: where, behind which number its words begin, its number and level."""

    start: int
    label_end: int
    number: str
    depth: int


class Outline:
    """Follows the numbers of one text in order."""

    def __init__(self, text: str, *, is_markdown: bool) -> None:
        """Begin a text."""
        self._text = text
        self._is_markdown = is_markdown
        self._levels: list[Level] = []
        self._counts: dict[Style, int] = {}
        self._main: tuple[list[Level], dict[Style, int]] | None = None
        self._is_after_heading = False
        self._last: Placed | None = None

    def meet_heading(self) -> None:
        """Take note of a heading without a number: lists end, and a count may begin anew.

        A schedule before any clause that has none itself stood in a list of schedules.
        """
        self._is_after_heading = True
        while self._levels and self._levels[-1].is_list:
            self._levels.pop()
        if self._main is not None and not self._main[1] and set(self._counts) == {SCHEDULE}:
            self._levels, self._counts, self._main = [], {}, None

    def place(self, mark: Mark, ahead: Sequence[Mark]) -> list[Placed]:
        """Return the clauses that begin at ``mark``, or just before it by rule 5; none if it is none."""
        if mark.is_behind and (self._last is None or not _is_behind(self._last, mark)):
            return []
        if not self._is_list_item(mark) and (is_doubtful(mark) or self._is_inline_item(mark, ahead)):
            return []
        found = self._try(mark, ahead) or self._try_main(mark, ahead)
        if found:
            self._is_after_heading = False
            self._last = found[-1]
        return found

    def _try_main(self, mark: Mark, ahead: Sequence[Mark]) -> list[Placed]:
        """Place ``mark`` where the main part left off, before the schedules named last."""
        if self._main is None or not self._main[0] or mark.label.form not in _MAIN_FORMS:
            return []
        inside = (self._levels, self._counts)
        self._levels, self._counts = self._main
        found = self._try(mark, ahead)
        if found:
            self._main = None
        else:
            self._levels, self._counts = inside
        return found

    def _is_inline_item(self, mark: Mark, ahead: Sequence[Mark]) -> bool:
        """Whether a line was merely broken before ``mark``, in a list that runs on inside a sentence."""
        if mark.label.form != "()" or mark.is_behind:
            return False
        if mark.is_first and not _is_full(mark.before, mark.line.words):
            return False
        peers = [each for each in ahead if _is_peer(mark, each)]
        firsts = list(takewhile(lambda each: each.label.form == "()", peers))
        end = next((each.start for each in peers if each.label.form != "()"), mark.line.end)
        return any(
            self._runs_on(mark.label.end, reading, mark.label.is_upper, firsts, end)
            for reading in mark.label.readings
        )

    def _runs_on(self, place: int, reading: Reading, is_upper: bool, firsts: list[Mark], end: int) -> bool:
        """Whether an item after ``reading`` stands inside a sentence between ``place`` and ``end``."""
        while True:
            reading = Reading(reading.kind, reading.value + 1)
            written = _written(reading, is_upper)
            sibling = next((each for each in firsts if each.label.written == written), None)
            limit = sibling.start if sibling else end
            inline = re.compile(rf"(?:[,;]|\band|\bor)[ \t]+\({written}\)[ \t]")
            if written and inline.search(self._text, place, limit):
                return True
            if sibling is None or sibling.start < place:
                return False
            place = sibling.label.end

    def _try(self, mark: Mark, ahead: Sequence[Mark]) -> list[Placed]:
        form = mark.label.form
        if form == "schedule":
            placed = self._schedule(mark, ahead)
        elif form == "article":
            placed = self._article(mark)
        elif form == "decimal":
            placed = self._decimal(mark)
        elif self._is_list_item(mark):
            placed = self._list_item(mark)
        else:
            return self._simple(mark, ahead)
        return [placed] if placed else []

    def _open(self, keep: int, level: Level, mark: Mark) -> Placed:
        self._levels = [*self._levels[:keep], level]
        self._counts[level.style] = level.value
        return Placed(mark.start, mark.label.end, level.number, level.depth)

    def _depth(self, keep: int) -> int:
        return self._levels[keep - 1].depth + 1 if keep else 1

    def _is_titled(self, mark: Mark) -> bool:
        return bool(heading_of(self._text, mark.label.end, mark.line.end))

    def _schedule(self, mark: Mark, ahead: Sequence[Mark]) -> Placed | None:
        label = mark.label
        is_short = len(mark.line.words) <= _LONGEST_SCHEDULE
        is_line = mark.is_first and is_short and (not mark.rest or is_title(mark.rest) or mark.rest.isupper())
        number = label.written
        is_filing = number[-1].isdecimal() and len(number.split()[-1]) > 1 and not self._counts
        is_listed = not self._counts and _is_list_of_schedules(mark, ahead)
        if not is_line or is_filing or is_listed or any(level.number == number for level in self._levels):
            return None
        if self._main is None:
            self._main = (self._levels, dict(self._counts))
        self._levels, self._counts = [], {}
        return self._open(0, Level(SCHEDULE, 1, number, 1, is_titled=True), mark)

    def _article(self, mark: Mark) -> Placed | None:
        value = mark.label.readings[-1].value
        keep = sum(level.style == SCHEDULE for level in self._levels)
        last = next((level.value for level in self._levels if level.style == ARTICLE), None)
        step = value - (last or 0)
        if not (step == 1 or (last is None and mark.is_first) or (mark.is_first and 1 < step <= _WIDEST_GAP)):
            return None
        prefix = f"{self._levels[0].number}, " if keep else ""
        number = prefix + mark.label.written
        return self._open(keep, Level(ARTICLE, value, number, self._depth(keep), (value,)), mark)

    def _decimal(self, mark: Mark) -> Placed | None:
        label = mark.label
        keep = self._sub_keep(mark) if label.subs else None
        if keep is not None:
            parent = self._levels[keep - 1]
            level = Level(
                ("letter", "()", False), _last_sub(label.subs), parent.number + label.subs, parent.depth + 1
            )
            return self._open(keep, level, mark)
        keep = self._decimal_keep(mark)
        if keep is None:
            return None
        number = decimal_number(self._levels, label) + label.subs
        depth = self._depth(keep)
        if not keep or self._levels[keep - 1].path != label.path[:-1]:
            depth += len(label.path) - 1
            self._levels = [*self._levels[:keep], *self._implied(keep, label.path)]
            keep = len(self._levels)
        level = Level(
            DECIMAL, label.path[-1], number, depth, label.path, mark.line.indent, self._is_titled(mark)
        )
        return self._open(keep, level, mark)

    def _implied(self, keep: int, path: tuple[int, ...]) -> list[Level]:
        """Return the level of whole numbers above a decimal that has none written."""
        if len(path) != 2:
            return []
        return [
            Level(("number", ".", False), path[0], str(path[0]), self._depth(keep), path[:1], is_titled=True)
        ]

    def _sub_keep(self, mark: Mark) -> int | None:
        for index, level in enumerate(self._levels):
            if level.path == mark.label.path:
                return index + 1
        return None

    def _decimal_keep(self, mark: Mark) -> int | None:
        """Return how many levels stay above the decimal ``mark``; None where it is no clause."""
        path = mark.label.path
        for index in reversed(range(len(self._levels))):
            level = self._levels[index]
            if level.path == path[:-1]:
                is_first_child = path[-1] <= 1 or (path[-1] <= 3 and mark.is_first and mark.is_capital)
                return index + 1 if is_first_child else None
            if level.style == DECIMAL and level.path[:-1] == path[:-1]:
                step = path[-1] - level.value
                is_gap = 1 < step <= _WIDEST_GAP and mark.is_first and mark.is_capital
                return index if step == 1 or is_gap else self._anew(path)
        return self._new_branch(mark)

    def _anew(self, path: tuple[int, ...]) -> int | None:
        return self._base() if self._is_after_heading and path == (1, 1) else None

    def _new_branch(self, mark: Mark) -> int | None:
        """Return the levels above a decimal whose beginning no open level has."""
        path = mark.label.path
        last = max((level.path for level in self._levels if level.path), key=len, default=())
        if not last:
            return self._base() if path[-1] <= 1 and (mark.is_first or mark.is_capital) else None
        is_later = last < path and (path[0] > last[0] or len(path) > len(last))
        is_next = is_later and path[0] - last[0] <= 1 and all(part <= 1 for part in (*path[2:], path[-1]))
        is_behind_a_gap = is_later and path[0] - last[0] <= _WIDEST_GAP and len(path) == 2 and path[1] <= 3
        if mark.is_first and (
            is_next or (is_behind_a_gap and self._is_titled(mark) and not mark.label.has_word)
        ):
            return self._base()
        return self._anew(path)

    def _base(self) -> int:
        return sum(level.style in (SCHEDULE, ARTICLE) for level in self._levels)

    def _is_list_item(self, mark: Mark) -> bool:
        return self._is_markdown and mark.is_first and mark.line.is_bare and mark.label.form in (".", ")")

    def _list_keep(self, indent: int) -> int:
        """Return how many levels stay for a list item: up to the last item not indented further."""
        lists = [index for index, level in enumerate(self._levels) if level.is_list]
        fitting = [index for index in lists if self._levels[index].indent <= indent + 1]
        if fitting:
            return fitting[-1] + 1
        return lists[0] if lists else len(self._levels)

    def _list_item(self, mark: Mark) -> Placed | None:
        label, indent = mark.label, mark.line.indent
        keep = self._list_keep(indent)
        above = self._levels[keep - 1] if keep else None
        if above is not None and above.is_list and indent < above.indent + _CHILD_INDENT:
            reading = _next_in(label.readings, above)
            keep -= 1
            parent = self._levels[keep - 1] if keep else None
            is_automatic = reading.kind == "number" and reading.value == 1
            value = above.value + 1 if is_automatic else reading.value
        else:
            parent = above
            reading = min(label.readings, key=lambda each: each.value)
            value = reading.value
        written = str(value) if reading.kind == "number" else label.written
        number = number_under(parent, label, written)
        style, path = style_of(label, reading), path_under(parent, label, value)
        level = Level(
            style, value, number, self._depth(keep), path, indent, self._is_titled(mark), is_list=True
        )
        return self._open(keep, level, mark)

    def _simple(self, mark: Mark, ahead: Sequence[Mark]) -> list[Placed]:
        around = Surroundings(
            self._levels, self._counts, ahead, self._is_titled(mark), self._is_after_heading
        )
        option = best_option(mark, around)
        if option is not None:
            return [self._take(option, mark, around.is_titled)]
        return self._with_first(mark)

    def _take(self, option: Option, mark: Mark, is_titled: bool) -> Placed:
        parent = self._levels[option.keep - 1] if option.keep else None
        value, label = option.reading.value, mark.label
        level = Level(
            style_of(label, option.reading),
            value,
            number_under(parent, label, label.written),
            self._depth(option.keep),
            path_under(parent, label, value),
            mark.line.indent,
            is_titled,
        )
        return self._open(option.keep, level, mark)

    def _with_first(self, mark: Mark) -> list[Placed]:
        """Place a second item at the beginning of a line together with the first inside the clause above."""
        label, last = mark.label, self._last
        if not mark.is_first or label.form != "()" or last is None:
            return []
        for reading in label.readings:
            first = {"letter": "a", "roman": "i", "number": "1"}[reading.kind]
            first = first.upper() if label.is_upper else first
            match = re.compile(rf"(?<![\w)])\({first}\)(?=\s)").search(
                self._text, last.label_end, min(mark.start, last.label_end + _REACH)
            )
            is_open = any(level.style == style_of(label, reading) for level in self._levels)
            if reading.value != 2 or is_open or match is None or self._text[match.start() - 1] == "\n":
                continue
            keep = len(self._levels)
            parent = self._levels[-1] if keep else None
            style = style_of(label, reading)
            level = Level(style, 1, number_under(parent, label, first), self._depth(keep))
            self._open(keep, level, mark)
            opened = Placed(match.start(), match.end(), level.number, level.depth)
            return [opened, self._take(Option(0, keep, reading), mark, is_titled=False)]
        return []


def _is_behind(last: Placed, mark: Mark) -> bool:
    return last.label_end <= mark.start <= last.label_end + 12


def _is_list_of_schedules(mark: Mark, ahead: Sequence[Mark]) -> bool:
    """Whether ``mark``, before any clause, stands in a list of schedules or above the whole agreement."""
    following = next((each.label.form for each in ahead if each.is_first), "")
    again = any(each.is_first and each.label.written == mark.label.written for each in ahead)
    return again or following in ("schedule", "article") or "EXHIBIT" in mark.rest


def _is_peer(mark: Mark, other: Mark) -> bool:
    """Whether ``other`` may go on with the list of ``mark``: at a line's beginning, or in the same line."""
    if mark.is_first:
        return other.is_first
    return other.line is mark.line and (other.label.form != "()" or other.before.endswith((".", ".”")))


def _is_full(above: str, words: str) -> bool:
    """Whether the line above is as full as a broken line is."""
    least, most = _FULL_LINE
    return least <= len(above) <= most and len(words) <= most and len(above) >= 0.8 * len(words)


def _written(reading: Reading, is_upper: bool) -> str:
    if reading.kind == "number":
        return str(reading.value)
    last = chr(ord("a") + reading.value - 1) if reading.value <= 26 else ""
    written = last if reading.kind == "letter" else roman(reading.value)
    return written.upper() if is_upper else written


def _last_sub(subs: str) -> int:
    last = subs.rstrip(")").rpartition("(")[2]
    return ord(last[0].lower()) - ord("a") + 1 if last[:1].isalpha() else 1


def _next_in(readings: tuple[Reading, ...], above: Level) -> Reading:
    """Return the reading that goes on best behind ``above``."""
    kind = above.style[0]
    same = [reading for reading in readings if reading.kind == kind]
    return same[0] if same else readings[0]
