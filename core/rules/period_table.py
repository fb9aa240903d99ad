"""A table of worked examples, checked against the conventions: what agrees, what does not, what is unknown.

1. A row has the columns ``id``, ``anchor_date``, ``direction``, ``amount``, ``unit``, ``rule``, ``calendar``
   and ``expected``; further columns are ignored. Dates are ISO.
2. A rule that no convention covers is not supported: it is counted apart and never approximated.
3. A row that cannot be read, or asks for a direction, unit or calendar that is not known, is named by its
   row and column. It counts as a row and agrees with nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from core.rules.calendars import UnknownCalendarError
from core.rules.conventions import DIRECTIONS, UNITS, PeriodCase, UnsupportedRuleError, apply_rule
from core.rules.periods import PeriodRangeError

COLUMNS: Final = ("id", "anchor_date", "direction", "amount", "unit", "rule", "calendar", "expected")

_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNT: Final = re.compile(r"[0-9]{1,9}")
_LONGEST_ECHO: Final = 40


class PeriodRowError(ValueError):
    """Raised for a row that cannot be read; names its column and what would do."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row whose published date differs from the computed one."""

    id: str
    rule: str
    expected: date
    computed: date


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that cannot be read: its number in the file, its id, the column, and why."""

    row: int
    id: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class TableCheck:
    """What a table of worked examples came to.

    Attributes:
        total: Rows in the table.
        agreed: Rows whose date is the computed one.
        disagreements: Rows whose date is another.
        unsupported: The ids of the rows under each rule that no convention covers, by rule.
        unreadable: Rows that cannot be read.
    """

    total: int
    agreed: int
    disagreements: tuple[Disagreement, ...]
    unsupported: Mapping[str, tuple[str, ...]]
    unreadable: tuple[Unreadable, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every row could be read and none disagrees."""
        return not self.disagreements and not self.unreadable

    def as_json(self) -> dict[str, Any]:
        """Return the check as plain values, dates ISO."""
        return {
            "rows": self.total,
            "agreed": self.agreed,
            "disagreements": [
                {
                    "id": one.id,
                    "rule": one.rule,
                    "expected": one.expected.isoformat(),
                    "computed": one.computed.isoformat(),
                }
                for one in self.disagreements
            ],
            "unsupported": {rule: list(ids) for rule, ids in self.unsupported.items()},
            "unreadable": [
                {"row": one.row, "id": one.id, "column": one.column, "reason": one.reason}
                for one in self.unreadable
            ],
        }


def check_rows(rows: Iterable[tuple[int, Mapping[str, str | None]]]) -> TableCheck:
    """Return how a table of worked examples compares with what the conventions give.

    Args:
        rows: The number of each row in its file, and its cells by column.
    """
    total = agreed = 0
    wrong: list[Disagreement] = []
    unsupported: dict[str, tuple[str, ...]] = {}
    unreadable: list[Unreadable] = []
    for number, row in rows:
        total += 1
        row_id = (row.get("id") or "").strip()
        try:
            expected = _day(row, "expected")
            case = read_case(row)
            computed = _computed(case)
        except PeriodRowError as error:
            unreadable.append(Unreadable(number, row_id, error.column, error.reason))
        except UnsupportedRuleError:
            rule = _text(row, "rule")
            unsupported[rule] = (*unsupported.get(rule, ()), row_id or f"row {number}")
        else:
            if computed == expected:
                agreed += 1
            else:
                wrong.append(Disagreement(row_id or f"row {number}", case.rule, expected, computed))
    return TableCheck(total, agreed, tuple(wrong), unsupported, tuple(unreadable))


def read_case(row: Mapping[str, str | None]) -> PeriodCase:
    """Return the question that a row asks.

    Raises:
        PeriodRowError: Naming the column that is wrong.
    """
    amount = _text(row, "amount")
    if not _COUNT.fullmatch(amount):
        raise PeriodRowError("amount", f"{_shown(amount)} is not a whole number, zero or more")
    return PeriodCase(
        anchor=_day(row, "anchor_date"),
        direction=_word(row, "direction", DIRECTIONS),
        amount=int(amount),
        unit=_word(row, "unit", UNITS),
        rule=_text(row, "rule"),
        calendar=(row.get("calendar") or "").strip(),
    )


def _computed(case: PeriodCase) -> date:
    try:
        return apply_rule(case)
    except UnknownCalendarError as error:
        raise PeriodRowError("calendar", str(error)) from None
    except PeriodRangeError as error:
        raise PeriodRowError("amount", str(error)) from None


def _text(row: Mapping[str, str | None], column: str) -> str:
    value = (row.get(column) or "").strip()
    if not value:
        raise PeriodRowError(column, "is empty")
    return value


def _word(row: Mapping[str, str | None], column: str, known: Iterable[str]) -> str:
    value = _text(row, column)
    if value not in known:
        raise PeriodRowError(column, f"{_shown(value)} is not one of {', '.join(known)}")
    return value


def _day(row: Mapping[str, str | None], column: str) -> date:
    value = _text(row, column)
    try:
        if _ISO_DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PeriodRowError(column, f"{_shown(value)} is not a day of the calendar as YYYY-MM-DD")


def _shown(value: str) -> str:
    """Return a cell as it is repeated in a message."""
    return repr(value if len(value) <= _LONGEST_ECHO else f"{value[:_LONGEST_ECHO]}…")
