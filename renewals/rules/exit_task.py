"""What must be done when a vendor ends a contract: four tasks, each with a day that follows from the notice.

1. A replacement is found 90 days before the last day in force, our data is back 14 days before, the service
   is switched off on that day, the final invoice is checked 30 days after it. Days are calendar days.
2. Where a day before the end would come too soon, it is 14 days after the notice was received, though never
   after the last day in force.
3. A task that was done, or whose day somebody changed, keeps its day when the notice is corrected.
4. Tasks are owed while the notice is open or accepted; refused or withdrawn, nothing is left to do.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from renewals.rules.letter import ENDING_KINDS
from renewals.rules.vendor_notice import VendorOutcome


class ExitTaskKind(StrEnum):
    """What is to be done."""

    REPLACEMENT = "replacement"
    DATA = "data"
    LAST_DAY = "last_day"
    FINAL_INVOICE = "final_invoice"


TASK_LABELS: Final[dict[ExitTaskKind, str]] = {
    ExitTaskKind.REPLACEMENT: "Find a replacement",
    ExitTaskKind.DATA: "Get our data back",
    ExitTaskKind.LAST_DAY: "Switch the service off",
    ExitTaskKind.FINAL_INVOICE: "Check the final invoice",
}
_DAYS_AFTER_END: Final[dict[ExitTaskKind, int]] = {
    ExitTaskKind.REPLACEMENT: -90,
    ExitTaskKind.DATA: -14,
    ExitTaskKind.LAST_DAY: 0,
    ExitTaskKind.FINAL_INVOICE: 30,
}
_TIME_TO_ACT: Final = timedelta(days=14)
#: Days before its due date on which a task is reminded of.
LADDER: Final = (14, 7, 1, 0)
REMINDER: Final = "renewals.exit_task"
SUBJECT: Final = "exit_task"
#: Outcomes of a notice under which its tasks are owed; empty is open.
OWED_UNDER: Final = frozenset({"", VendorOutcome.ACCEPTED.value})


def due_dates(received: date, last_day: date) -> dict[ExitTaskKind, date]:
    """Return the day of each task, in the order in which they are done.

    Args:
        received: The day on which the vendor's notice was received.
        last_day: The last day in force.
    """
    return {kind: _due(days, received, last_day) for kind, days in _DAYS_AFTER_END.items()}


def _due(days: int, received: date, last_day: date) -> date:
    due = last_day + timedelta(days=days)
    return due if days >= 0 else max(due, min(received + _TIME_TO_ACT, last_day))


def is_owed(*, is_done: bool, kind: str, outcome: str) -> bool:
    """Tell whether a task is still to be done, by the kind and the outcome of its notice."""
    return not is_done and kind in ENDING_KINDS and outcome in OWED_UNDER
