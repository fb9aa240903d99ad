"""The open levels of a document's numbering, and the number that a clause is cited by.

1. Decimal numbers say their whole path; inside a schedule it comes after the schedule's name.
2. A number under a number is ``1.1``; a letter under anything is ``1.1(a)``; under an article or a
   schedule a number comes behind a comma: ``Article II, 3``.
3. A number under a letter is ``1.1(a)(1)``; capitals with a full stop keep it: ``I.A``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contracts_app.rules.clause_label import Label
from contracts_app.rules.clause_numeral import Reading

Style = tuple[str, str, bool]
DECIMAL: Final[Style] = ("decimal", "", False)
ARTICLE: Final[Style] = ("article", "", True)
SCHEDULE: Final[Style] = ("schedule", "", True)


@dataclass(frozen=True, slots=True)
class Level:
    """One open level: the last clause on it.

    Attributes:
        style: Which numerals count on it.
        value: The last one.
        number: The clause's whole number.
        depth: The clause's level, from 1.
        path: Its decimal path, where it has one.
        indent: Columns before it.
        is_titled: Whether it has a heading.
        is_list: Whether it is an item of a Markdown list.
    """

    style: Style
    value: int
    number: str
    depth: int
    path: tuple[int, ...] = ()
    indent: int = 0
    is_titled: bool = False
    is_list: bool = False


def style_of(label: Label, reading: Reading) -> Style:
    """Return the style in which ``label`` counts, read as ``reading``."""
    form = "." if label.form == "" else label.form
    is_upper = label.is_upper and reading.kind != "number"
    return (reading.kind, form, is_upper)


def number_under(parent: Level | None, label: Label, written: str) -> str:
    """Return the whole number of a clause with the simple numeral ``written`` under ``parent``."""
    if parent is None:
        return f"({written})" if label.form == "()" else written
    above = parent.number
    if label.form == "()" or (written.isalpha() and not label.is_upper):
        return f"{above}({written})"
    if parent.style in (ARTICLE, SCHEDULE):
        return f"{above}, {written}"
    if above.endswith(")"):
        return f"{above}({written})"
    return f"{above}.{written}"


def decimal_number(levels: list[Level], label: Label) -> str:
    """Return the whole number of a decimal clause: behind the schedule's name when it stands in one."""
    schedule = next((level for level in levels if level.style == SCHEDULE), None)
    return f"{schedule.number}, {label.written}" if schedule else label.written


def path_under(parent: Level | None, label: Label, value: int) -> tuple[int, ...]:
    """Return the decimal path of a simple number under ``parent``; empty where it has none."""
    if label.form in ("()", ")") or not label.written.isdecimal():
        return ()
    if parent is None or parent.style in (SCHEDULE, ARTICLE):
        return (value,)
    return (*parent.path, value) if parent.path else ()
