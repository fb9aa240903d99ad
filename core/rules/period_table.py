"""A table of worked examples, checked against the conventions: what agrees, what does not, what is unknown.

A row has the columns ``id``, ``anchor_date``, ``direction``, ``amount``, ``unit``, ``rule``, ``calendar`` and
``expected``; further columns are ignored. Dates are ISO.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.rules.calendars import UnknownCalendarError
from core.rules.conventions import PeriodCase, UnsupportedRuleError, apply_rule
from core.rules.periods import PeriodRangeError

COLUMNS: Final = ("id", "anchor_date", "direction", "amount", "unit", "rule", "calendar", "expected")


class PeriodRowError(ValueError):
    """Raised for a row that cannot be read; names its column and what would do."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row whose published date differs from the computed one."""

    id: str
    rule: str
    expected: date
    computed: date


@dataclass(frozen=True, slots=True)
class TableCheck:
    """What a table of worked examples came to.

    Attributes:
        total: Rows in the table.
        agreed: Rows whose date was computed as published.
        disagreements: Rows computed otherwise.
        unsupported: Rows whose rule, unit or calendar is not known, by row id, with the reason.
        unreadable: Rows that cannot be read, by row id, with the reason.
    """

    total: int
    agreed: int
    disagreements: tuple[Disagreement, ...]
    unsupported: tuple[tuple[str, str], ...]
    unreadable: tuple[tuple[str, str], ...]


def check_rows(rows: Iterable[Mapping[str, str | None]]) -> TableCheck:
    """Return how a table of worked examples compares with what the conventions give."""
    total = agreed = 0
    wrong: list[Disagreement] = []
    unsupported: list[tuple[str, str]] = []
    unreadable: list[tuple[str, str]] = []
    for number, row in enumerate(rows, start=1):
        total += 1
        row_id = (row.get("id") or "").strip() or f"row {number}"
        try:
            expected = _day(row, "expected")
            case = read_case(row)
            computed = apply_rule(case)
        except PeriodRowError as error:
            unreadable.append((row_id, str(error)))
        except (UnsupportedRuleError, UnknownCalendarError, PeriodRangeError) as error:
            unsupported.append((row_id, str(error)))
        else:
            if computed == expected:
                agreed += 1
            else:
                wrong.append(Disagreement(row_id, case.rule, expected, computed))
    return TableCheck(total, agreed, tuple(wrong), tuple(unsupported), tuple(unreadable))


def read_case(row: Mapping[str, str | None]) -> PeriodCase:
    """Return the question that a row asks.

    Raises:
        PeriodRowError: Naming the column that is wrong.
    """
    amount = _text(row, "amount")
    if not amount.isascii() or not amount.isdigit():
        raise PeriodRowError(f"amount: {amount!r} is not a whole number, zero or more")
    return PeriodCase(
        anchor=_day(row, "anchor_date"),
        direction=_text(row, "direction"),
        amount=int(amount),
        unit=_text(row, "unit"),
        rule=_text(row, "rule"),
        calendar=(row.get("calendar") or "").strip(),
    )


def _text(row: Mapping[str, str | None], column: str) -> str:
    value = (row.get(column) or "").strip()
    if not value:
        raise PeriodRowError(f"{column}: is empty")
    return value


def _day(row: Mapping[str, str | None], column: str) -> date:
    value = _text(row, column)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PeriodRowError(f"{column}: {value!r} is not a day as YYYY-MM-DD") from None
