"""When people are reminded: the ladders that count back from a date.

1. A contract with an act-by date is reminded of on the days before that its policy names
   (:mod:`renewals.rules.policy`), and on the day itself (``renewals.act_by``).
2. A contract without one, whose present term ends, is reminded of its last day in the same rhythm
   (``renewals.term_ends``): a last term, or one whose notice rule is not known.
3. A contract without a deadline is reminded of its next review, 14 days before and on the day
   (``renewals.review``).
4. A rung that falls before the first day of the present term is not owed; the day itself always is.
5. Where notice can be given to every month's or quarter's end, the ladder is shorter than the distance
   between two such days: 14 days and 60 days.
6. A contract that is over owes nothing. After our notice was served nobody must act any more: the last day
   in force is reminded of instead.
7. A deadline that had been missed when it was first recorded is not reminded of: its page and the lists
   say so.
8. Once this term's deadline is missed, the next exit that can still be reached is reminded of in the same
   rhythm: where the notice is as long as the term, or nearly, its day lies in the present term too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from renewals.rules.answer import DeadlineAnswer, DeadlineStatus
from renewals.rules.policy import STANDARD, ReminderRule

ACT_BY: Final = "renewals.act_by"
TERM_ENDS: Final = "renewals.term_ends"
REVIEW: Final = "renewals.review"
KINDS: Final = (ACT_BY, TERM_ENDS, REVIEW)

REVIEW_LADDER: Final = (14, 0)
LONGEST_RUNG: Final = {"month_end": 14, "quarter_end": 60}
MISSED_BEFORE: Final = "The last day for notice had passed when this was recorded."


@dataclass(frozen=True, slots=True)
class Owing:
    """A date that reminders count back from.

    Attributes:
        kind: One of ``KINDS``.
        reference_date: The day counted back from.
        ladder: Offsets in days, the longest first.
        floor_date: Rungs before this day are not owed; the day itself always is.
        skip_reason: Why rows that do not exist yet are not sent; empty: they are.
    """

    kind: str
    reference_date: date
    ladder: tuple[int, ...]
    floor_date: date = date.min
    skip_reason: str = ""


def owings_of(
    answer: DeadlineAnswer, record: Mapping[str, Any], policy: ReminderRule = STANDARD
) -> tuple[Owing, ...]:
    """Return what a contract in force owes according to its answer; nothing where it is over.

    Args:
        answer: The deadline of the contract.
        record: What it rests on, as ``contracts_app`` gives it; the anchor of the notice shortens the ladder.
        policy: The reminder policy that counts for it.
    """
    if answer.status is DeadlineStatus.EXPIRED:
        return ()
    floor = answer.term_start or date.min
    if answer.status is DeadlineStatus.NO_DEADLINE:
        review = answer.next_review_date
        return (Owing(REVIEW, review, REVIEW_LADDER),) if review else ()
    if answer.act_by_date is None or record["status"] == "notice_served":
        return (Owing(TERM_ENDS, answer.term_end, policy.offsets, floor),) if answer.term_end else ()
    longest = LONGEST_RUNG.get((record["notice"] or {}).get("anchor") or "", policy.offsets[0])
    ladder = tuple(days for days in policy.offsets if days <= longest)
    if answer.status is not DeadlineStatus.MISSED:
        return (Owing(ACT_BY, answer.act_by_date, ladder, floor),)
    missed = Owing(ACT_BY, answer.act_by_date, ladder, floor, MISSED_BEFORE)
    following = answer.next_exit.act_by_date if answer.next_exit else None
    return (missed, Owing(ACT_BY, following, ladder, floor)) if following else (missed,)
