"""What changes between two answers: one by the terms on record, one by other terms.

1. Both answers are about the same day, so that only the terms differ.
2. A change names what changed, what it was and what it would be; of two dates it also says how many days
   later (or, below zero, earlier) the second lies.
3. What is the same in both is no change; the day asked about and the steps are no facts of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from renewals.rules.answer import DeadlineAnswer

#: What is compared, in the order in which people read it.
COMPARED: Final = (
    "status",
    "act_by_date",
    "send_by_date",
    "notice_by_date",
    "earliest_notice_date",
    "term_number",
    "term_start",
    "term_end",
    "renewal_date",
    "earliest_exit_date",
    "next_review_date",
    "if_nobody_acts",
    "spread_days",
    "missing",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs; ``days`` from the one date to the other, None unless both are dates."""

    name: str
    before: Any
    after: Any
    days: int | None


def changes_between(before: DeadlineAnswer, after: DeadlineAnswer) -> tuple[Change, ...]:
    """Return every fact of :data:`COMPARED` in which two answers differ, in that order."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in COMPARED)
    return tuple(Change(name, one, other, _days(one, other)) for name, one, other in pairs if one != other)


def _days(one: Any, other: Any) -> int | None:
    return (other - one).days if isinstance(one, date) and isinstance(other, date) else None
