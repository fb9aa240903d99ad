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
9. Besides the days of its policy an act-by date is reminded of on the day of its leverage pack
   (:mod:`renewals.rules.pack`), on the day the decision is due, and daily in the last week, until it is
   settled (:mod:`renewals.rules.standing`).
10. A snooze leaves out what falls into it, and reminds on its last day (``renewals.snoozed``); a deadline
    that nobody acknowledges climbs (:mod:`renewals.rules.climb`).
11. A contract that runs from month to month, or can be ended to every month's or quarter's end, has its next
    deadline at once: it is neither reminded of daily nor does it climb, and no leverage pack is presented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from core.rules.calendars import Calendar
from renewals.rules.answer import DeadlineAnswer, DeadlineStatus
from renewals.rules.climb import climbs_of
from renewals.rules.policy import STANDARD, ReminderRule
from renewals.rules.standing import NOTHING, Standing

ACT_BY: Final = "renewals.act_by"
TERM_ENDS: Final = "renewals.term_ends"
REVIEW: Final = "renewals.review"
SNOOZED: Final = "renewals.snoozed"

#: The kinds whose days before are a policy.
LADDERS: Final = (ACT_BY, TERM_ENDS)
REVIEW_LADDER: Final = (14, 0)
MONTH_TO_MONTH: Final = "month_to_month"
LAST_WEEK: Final = tuple(range(7, -1, -1))
LONGEST_RUNG: Final = {"month_end": 14, "quarter_end": 60}
MISSED_BEFORE: Final = "The last day for notice had passed when this was recorded."


@dataclass(frozen=True, slots=True)
class Owing:
    """A date that reminders count back from.

    Attributes:
        kind: The key of the reminder kind.
        reference_date: The day counted back from.
        ladder: Offsets in days, the longest first.
        floor_date: Rungs before this day are not owed; the day itself always is.
        skip_reason: Why rows that do not exist yet are not sent; empty: they are.
        period: Names the period; empty: the reference date does.
    """

    kind: str
    reference_date: date
    ladder: tuple[int, ...]
    floor_date: date = date.min
    skip_reason: str = ""
    period: str = ""


def owings_of(
    answer: DeadlineAnswer,
    record: Mapping[str, Any],
    policy: ReminderRule = STANDARD,
    standings: Mapping[date, Standing] | None = None,
    calendar: Calendar | None = None,
) -> tuple[Owing, ...]:
    """Return what a contract in force owes according to its answer; nothing where it is over.

    Args:
        answer: The deadline of the contract.
        record: What it rests on, as ``contracts_app`` gives it; the anchor of the notice shortens the ladder.
        policy: The reminder policy that counts for it.
        standings: How far people have got, by act-by date.
        calendar: Whose working days count until it climbs; None: Monday to Friday.
    """
    if answer.status is DeadlineStatus.EXPIRED:
        return ()
    floor = answer.term_start or date.min
    if answer.status is DeadlineStatus.NO_DEADLINE:
        review = answer.next_review_date
        return (Owing(REVIEW, review, REVIEW_LADDER),) if review else ()
    if answer.act_by_date is None or record["status"] == "notice_served":
        return (Owing(TERM_ENDS, answer.term_end, policy.offsets, floor),) if answer.term_end else ()
    ladder = act_by_ladder(policy, record)
    following = answer.next_exit.act_by_date if answer.next_exit else None
    is_missed = answer.status is DeadlineStatus.MISSED
    rows = [Owing(ACT_BY, answer.act_by_date, ladder, floor, MISSED_BEFORE if is_missed else "")]
    if is_missed and following:
        rows.append(Owing(ACT_BY, following, ladder, floor))
    known = standings or {}
    patience = 0 if comes_again_soon(record) else policy.acknowledge_days
    return tuple(
        owing
        for row in rows
        for owing in _standing_now(row, known.get(row.reference_date, NOTHING), patience, calendar)
    )


def comes_again_soon(record: Mapping[str, Any]) -> bool:
    """Tell whether a missed deadline costs a month or a quarter only: the next one follows at once."""
    return record["term"]["type"] == MONTH_TO_MONTH or _anchor(record) in LONGEST_RUNG


def decision_days_of(policy: ReminderRule, record: Mapping[str, Any]) -> int:
    """Return how many days before act-by the decision is due; never longer than the ladder may be."""
    return min(policy.decision_days, LONGEST_RUNG.get(_anchor(record), policy.decision_days))


def pack_days_of(policy: ReminderRule, record: Mapping[str, Any]) -> int:
    """Return how many days before act-by the leverage pack is presented; 0 where it never is."""
    return 0 if comes_again_soon(record) else policy.pack_days


def act_by_ladder(policy: ReminderRule, record: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the days before act-by on which people are reminded, the longest first."""
    days = {*policy.offsets, decision_days_of(policy, record)}
    if not comes_again_soon(record):
        days |= {*LAST_WEEK, pack_days_of(policy, record)}
    longest = LONGEST_RUNG.get(_anchor(record), max(days))
    return tuple(sorted((one for one in days if one <= longest), reverse=True))


def _anchor(record: Mapping[str, Any]) -> str:
    return (record["notice"] or {}).get("anchor") or ""


def _standing_now(
    owing: Owing, standing: Standing, patience: int, calendar: Calendar | None
) -> Iterator[Owing]:
    """Give what is owed of a period that people have got so far with."""
    if standing.is_settled:
        return
    act_by, skip_reason = owing.reference_date, owing.skip_reason
    heard = tuple(days for days in owing.ladder if not standing.is_quiet_on(act_by - timedelta(days=days)))
    yield replace(owing, ladder=heard)
    heard_on = {act_by - timedelta(days=days) for days in heard}
    for day in standing.wakes:
        if day not in heard_on:
            yield Owing(SNOOZED, day, (0,), skip_reason=skip_reason, period=f"{act_by}>{day}")
    for kind, day in climbs_of(standing, act_by, patience, calendar):
        yield Owing(kind, day, (0,), skip_reason=skip_reason, period=act_by.isoformat())
