"""When people are told of a missed promise, and reminded of a claim that is not with the vendor yet.

The business rules, numbered (``docs/reminders.md`` says them for readers):

1. A missed promise is told once, on the day on which it was found, in UTC. All that one run of judging finds
   of a contract is told together. A figure that a correction changes, and that stays a miss, is not told
   again; one that was corrected to kept, and is missed after all, is.
2. A claim is reminded of 30, 14, 7, 3 and 1 days before the last day to claim by the earliest reading of its
   window, and on that day, until it is submitted. Days before the claim was found are left out.
3. Three days before, and on the last day, it goes to the manager of the owner too.
4. Where no last day is recorded, or it is not known, a claim is reminded of 7 and 30 days after it was
   found.
5. A claim that lapsed is told once, on the day of it in UTC.
6. A claim that was found when its window was over by every reading is neither reminded of nor told as lost:
   there was nothing left to do. The message about the miss has told of it.
7. Days are days of the department of the contract, but for what is told at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final, NamedTuple

from slas.rules.claim import BEFORE_SUBMISSION, ClaimStatus

BREACH: Final = "slas.breach"
CLAIM: Final = "slas.claim"
CLAIM_TO_MANAGER: Final = "slas.claim_to_manager"
CLAIM_LOST: Final = "slas.claim_lost"
#: Subjects of reminders: the promises of a contract, and a claim.
BREACH_SUBJECT: Final = "sla_contract"
CLAIM_SUBJECT: Final = "sla_claim"

CLAIM_LADDER: Final = (30, 14, 7, 3, 1, 0)
MANAGER_LADDER: Final = (3, 0)
#: Without a last day: counted back from 30 days after the claim was found.
_PATIENCE: Final = dt.timedelta(days=30)
_PATIENCE_LADDER: Final = (23, 0)
#: What was found longer ago is not told any more: an installation begins to send, or a copy is restored.
_TOO_OLD: Final = dt.timedelta(days=30)


class Told(NamedTuple):
    """What a claim owes: one ladder of one kind.

    Attributes:
        kind: Of the reminder.
        day: Counted back from.
        ladder: Days before it.
        is_too_late: It is recorded and not sent: there was nothing left to do when it was found.
        is_at_once: ``day`` is a day in UTC.
    """

    kind: str
    day: dt.date
    ladder: tuple[int, ...]
    is_too_late: bool = False
    is_at_once: bool = False


def missed_since(versions: Iterable[tuple[bool | None, dt.datetime]]) -> dt.datetime | None:
    """Return when the miss that counts now was found; None: the newest version was not missed.

    Args:
        versions: Whether each version of a result was kept, and when it was computed, the oldest first.
    """
    found = None
    for is_met, computed_at in versions:
        found = None if is_met is not False else found or computed_at
    return found


def key_of_run(at: dt.datetime) -> str:
    """Return what names a run of judging within a contract: its instant, to the microsecond, in UTC."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.%f}"


def instant_of_run(key: str) -> dt.datetime:
    """Return the instant that a key of :func:`key_of_run` names."""
    return dt.datetime.fromisoformat(key).replace(tzinfo=dt.UTC)


def is_old_news(day: dt.date, today: dt.date) -> bool:
    """Return whether something was found so long ago that it is not told any more."""
    return today - day > _TOO_OLD


def told_of_claim(
    status: str,
    *,
    found_on: dt.date,
    last_date: dt.date | None,
    latest_date: dt.date | None,
    lapsed_on: dt.date | None,
) -> tuple[Told, ...]:
    """Return what a claim owes at present; nothing once it is submitted or given up.

    Args:
        status: A ``ClaimStatus``.
        found_on: The day on which the claim was found.
        last_date: The last day to claim by the earliest reading of the window; None: none is known.
        latest_date: By the latest reading; None: none is known.
        lapsed_on: The day on which its window was found to be over; None: it did not lapse.
    """
    too_late = latest_date is not None and found_on > latest_date
    if status in BEFORE_SUBMISSION:
        if last_date is None:
            return (Told(CLAIM, found_on + _PATIENCE, _PATIENCE_LADDER),)
        return (
            Told(CLAIM, last_date, CLAIM_LADDER, is_too_late=too_late),
            Told(CLAIM_TO_MANAGER, last_date, MANAGER_LADDER, is_too_late=too_late),
        )
    if status == ClaimStatus.LOST and lapsed_on is not None:
        return (Told(CLAIM_LOST, lapsed_on, (0,), is_too_late=too_late, is_at_once=True),)
    return ()
