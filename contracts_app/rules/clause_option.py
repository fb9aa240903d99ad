"""Where a simple number may belong: which open level it continues, or whether it opens a new one.

1. A number that is one more than the last on an open level continues that level.
2. A first number (1, a, i) opens a level below; elsewhere than at the beginning of a line only ``(a)`` does,
   behind a full stop or a number.
3. Two or three more than the last is a gap: only with a full stop, at the beginning of a line.
4. ``(i)`` behind ``(h)`` is the letter, unless ``(ii)`` follows. Of two levels that fit, the one is
   taken that looks alike (indentation, heading), then the one whose decimals follow, then the deeper.
5. A first number on a level that counts already begins it anew, below a heading of its own or when it looks
   alike; otherwise it is a list inside the clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contracts_app.rules.clause_level import Level, Style, style_of
from contracts_app.rules.clause_mark import Mark
from contracts_app.rules.clause_numeral import Reading

_EXACT: Final = 4.0
_OPENING: Final = 2.0
_GAP: Final = 1.5
_WIDEST_GAP: Final = 3
_LOOK: Final = 400


@dataclass(frozen=True, slots=True)
class Option:
    """One possibility: keep the first ``keep`` levels and add one, counted as ``reading``."""

    rank: float
    keep: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known when a number is placed.

    Attributes:
        levels: The open levels, highest first.
        counts: The last value of every style seen in this part of the document.
        ahead: The marks that follow.
        is_titled: Whether the number has a heading.
        is_after_heading: Whether a heading without a number came since the last number.
    """

    levels: list[Level]
    counts: dict[Style, int]
    ahead: Sequence[Mark]
    is_titled: bool
    is_after_heading: bool


def best_option(mark: Mark, around: Surroundings) -> Option | None:
    """Return where ``mark``, a simple number, belongs; None where it is no number of this document."""
    options = []
    for reading in mark.label.readings:
        options += _continuing(mark, reading, around)
        opening = _opening(mark, reading, around)
        if opening is not None:
            options.append(opening)
    return max(options, key=lambda option: option.rank, default=None)


def _continuing(mark: Mark, reading: Reading, around: Surroundings) -> list[Option]:
    style = style_of(mark.label, reading)
    options = []
    for index, level in enumerate(around.levels):
        if level.style != style:
            continue
        step = reading.value - level.value
        if step == 1 and _may_continue(mark):
            rank = _EXACT + _likeness(mark, level, around) + 0.01 * index
            options.append(Option(rank, index, reading))
        elif 1 < step <= _WIDEST_GAP and mark.is_first and mark.label.is_dotted and mark.is_capital:
            options.append(Option(_GAP + 0.01 * index, index, reading))
    return options


def _may_continue(mark: Mark) -> bool:
    """Within a line a letter continues only behind a full stop; an inline list is no clauses."""
    return mark.is_first or mark.label.form != "()" or mark.before.endswith((".", ".”", '."'))


def _likeness(mark: Mark, level: Level, around: Surroundings) -> float:
    likeness = 0.5 * (mark.line.indent == level.indent) + 0.6 * (around.is_titled == level.is_titled)
    return likeness + _leads_decimals(mark, level, around)


def _leads_decimals(mark: Mark, level: Level, around: Surroundings) -> bool:
    """Whether decimals below the next number of ``level`` follow, and no like number before them."""
    for each in around.ahead[:3]:
        if each.label.form == mark.label.form and each.label.written == mark.label.written:
            return False
        if each.label.form == "decimal":
            return bool(level.path) and each.label.path[:-1] == (*level.path[:-1], level.value + 1)
    return False


def _opening(mark: Mark, reading: Reading, around: Surroundings) -> Option | None:
    style = style_of(mark.label, reading)
    same = [index for index, level in enumerate(around.levels) if level.style == style]
    if reading.value != 1:
        is_next = around.counts.get(style) == reading.value - 1 and not same and mark.is_first
        is_excerpt = not around.counts and mark.is_first and mark.label.is_dotted
        is_excerpt = is_excerpt and (around.is_titled or _is_followed(reading, mark, around))
        if (is_next or is_excerpt) and mark.is_capital and reading.kind == "number":
            return Option(_OPENING, _base(around), reading)
        return None
    if not _may_open(mark, reading, around):
        return None
    rank = _OPENING
    if reading.kind == "roman" and _is_followed(reading, mark, around, near=True):
        rank = _EXACT + 2
    if same:
        return _again(mark, reading, around, same, rank)
    keep = _base(around) if _is_past_recitals(mark, reading, around) else len(around.levels)
    return Option(rank + 0.1 * (reading.kind == "letter"), keep, reading)


def _is_past_recitals(mark: Mark, reading: Reading, around: Surroundings) -> bool:
    """Whether the letters or bracketed numbers above were recitals or parties, which do not go on."""
    above = around.levels[_base(around) :]
    if reading.kind != "number" or mark.label.form not in (".", "", "section") or not above:
        return False
    kind, form, is_upper = above[0].style
    if kind in ("number", "decimal") and form != "()":
        return False
    following = Reading(kind, above[0].value + 1)
    alike = (each.label for each in around.ahead[:_LOOK] if (each.label.form or ".") == form)
    return not any(label.is_upper == is_upper and following in label.readings for label in alike)


def _again(mark: Mark, reading: Reading, around: Surroundings, same: list[int], rank: float) -> Option:
    """A first number where the level counts already: begun anew, or a list below."""
    level = around.levels[same[-1]]
    looks_alike = around.is_titled and level.is_titled and mark.line.indent == level.indent
    is_anew = around.is_after_heading or looks_alike or mark.label.form == "()"
    if reading.kind != "number" or is_anew or len(same) > 1:
        return Option(rank, same[0] if around.is_after_heading else same[-1], reading)
    return Option(rank, len(around.levels), reading)


def _may_open(mark: Mark, reading: Reading, around: Surroundings) -> bool:
    form = mark.label.form
    if not mark.is_first:
        if form == "()":
            return mark.is_behind or mark.before.endswith((".", ".”"))
        is_led = not mark.is_loose or mark.before.rpartition(" ")[2].isupper()
        return (
            form in (".", "section") and reading.kind == "number" and is_led and not _counts_numbers(around)
        )
    if form == "()":
        return True
    if form == "" and not (around.is_titled or mark.rest.isupper()):
        return False
    is_plain = reading.kind == "number" and mark.is_capital and mark.label.is_dotted
    return is_plain or _is_followed(reading, mark, around)


def _is_followed(reading: Reading, mark: Mark, around: Surroundings, *, near: bool = False) -> bool:
    """Whether the next number of the same form comes later; ``near``: before any other of that form."""
    following = Reading(reading.kind, reading.value + 1)
    form = mark.label.form or "."
    for each in around.ahead[:_LOOK]:
        if (each.label.form or ".") != form or each.label.is_upper != mark.label.is_upper:
            continue
        if following in each.label.readings:
            return True
        if near and each.is_first:
            return False
    return False


def _counts_numbers(around: Surroundings) -> bool:
    return any(style[0] == "number" and style[1] != "()" for style in around.counts)


def _base(around: Surroundings) -> int:
    """How many levels stay when the document's own count goes on: its articles and schedules."""
    return sum(level.style[0] in ("article", "schedule") for level in around.levels)
