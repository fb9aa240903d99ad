"""Two rules of one contract: non-renewal, or the exercise of an option, beside termination for convenience.

1. Both stay what they are. The deadline, its window, its status and what happens if nobody acts are those of
   the rule that leads; termination for convenience misses no day.
2. The earliest exit is the earlier of the two, and a step says which rule gives it. On the same day the
   leading rule gives it: it needs no second reason.
3. What the rule on convenience lacks, or contradicts, does not make the deadline unknown: a step names it.
4. A contract that is over has no exit.
5. A minimum of the rule on convenience holds back that rule alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from renewals.rules.answer import DeadlineAnswer, DeadlineStatus, Step
from renewals.rules.deadline import compute_deadline
from renewals.rules.notice import NoticeRule
from renewals.rules.term import Term

CONVENIENCE: Final = "convenience"
_ONE_DAY: Final = timedelta(days=1)
#: Two exits that move with each day keep their order but around the ends of months and holidays.
_LOOKS_AHEAD: Final = 92


def compute_both(
    term: Term,
    notice: NoticeRule | None,
    convenience: NoticeRule | None,
    as_of: date,
    *,
    lead_days: int = 0,
    locked_reading: str | None = None,
    explain: bool = True,
) -> DeadlineAnswer:
    """Return what the terms of a contract mean on a day, with the earliest exit by either rule.

    Args:
        term: The terms.
        notice: The rule that leads, or None.
        convenience: Our rule on termination for convenience beside it; None where there is none.
        as_of: The day asked about.
        lead_days: Working days between act-by and send-by.
        locked_reading: Name of the reading of ``notice`` that legal has locked.
        explain: Whether to give the steps.
    """
    leading = compute_deadline(
        term, notice, as_of, lead_days=lead_days, locked_reading=locked_reading, explain=explain
    )
    if convenience is None or leading.status is DeadlineStatus.EXPIRED:
        return leading
    other = compute_deadline(term, convenience, as_of, explain=False)
    is_sooner = _is_sooner(other.earliest_exit_date, leading.earliest_exit_date)
    found = replace(
        leading,
        earliest_exit_date=other.earliest_exit_date if is_sooner else leading.earliest_exit_date,
        is_exit_moving=other.is_exit_moving if is_sooner else leading.is_exit_moving,
        earliest_exit_rule=CONVENIENCE if is_sooner else None,
        next_change_date=_next_change(term, notice, convenience, leading, other),
    )
    if explain:
        found = replace(found, steps=(*leading.steps, *_steps(convenience, leading, other, is_sooner)))
    return found


def without_convenience(leading: DeadlineAnswer, names: tuple[str, ...], *, explain: bool) -> DeadlineAnswer:
    """Return the answer by the leading rule alone, with what is wrong with the rule on convenience."""
    if not explain:
        return leading
    return replace(leading, steps=(*leading.steps, _unknown(names)))


def _is_sooner(one: date | None, other: date | None) -> bool:
    """Return whether an exit is known and lies before another, or is the only one known."""
    return one is not None and (other is None or one < other)


def _steps(
    rule: NoticeRule, leading: DeadlineAnswer, other: DeadlineAnswer, is_sooner: bool
) -> tuple[Step, ...]:
    """Return which rule gives the earliest exit. A day that moves with each day is not named."""
    missing = tuple(name for name in other.missing if name not in leading.missing)
    if missing:
        return (_unknown(missing),)
    held = _minimum_steps(rule, other)
    if not is_sooner or other.earliest_exit_date is None:
        return (*held, Step("convenience_no_sooner")) if other.earliest_exit_date is not None else ()
    if other.is_exit_moving:
        step = Step("convenience_at_any_time", {"quantity": rule.quantity or 0, "unit": str(rule.unit)})
    else:
        step = Step("convenience_sooner", {"exit_date": other.earliest_exit_date})
    if not rule.clause_ref:
        return (*held, step)
    return *held, step, Step("convenience_clause", {"clause": rule.clause_ref})


def _minimum_steps(rule: NoticeRule, other: DeadlineAnswer) -> tuple[Step, ...]:
    """Return until when the rule's own minimum lets nobody leave; nothing once that is over."""
    last = other.minimum_end_date
    if rule.minimum is None or last is None or last < other.as_of:
        return ()
    return (Step("convenience_minimum", {"end_date": last}),)


def _unknown(names: tuple[str, ...]) -> Step:
    return Step("convenience_unknown", {"names": ", ".join(names)})


def _next_change(
    term: Term,
    notice: NoticeRule | None,
    convenience: NoticeRule,
    leading: DeadlineAnswer,
    other: DeadlineAnswer,
) -> date | None:
    """Return the first later day on which either answer changes, or the other rule gives the earliest exit.

    Where both exits move with each day, they are compared for ``_LOOKS_AHEAD`` days, and again then.
    """
    as_of = leading.as_of
    changes = [day for day in (leading.next_change_date, other.next_change_date) if day is not None]
    one, two = leading.earliest_exit_date, other.earliest_exit_date
    if one is not None and two is not None and max(as_of, two) < date.max:
        if leading.is_exit_moving and other.is_exit_moving:
            changes.append(_first_day_other_way(term, notice, convenience, as_of, two < one))
        elif other.is_exit_moving and two < one:
            changes.append(_first_day_at(term, convenience, as_of, one))
        elif leading.is_exit_moving and one <= two:
            changes.append(_first_day_at(term, notice, as_of, two + _ONE_DAY))
    return min((day for day in changes if day > as_of), default=None)


def _first_day_other_way(
    term: Term, notice: NoticeRule | None, convenience: NoticeRule, as_of: date, is_sooner: bool
) -> date:
    """Return the first later day on which the other rule is sooner; at most ``_LOOKS_AHEAD`` days on."""
    day = as_of
    for _ in range(_LOOKS_AHEAD):
        if day == date.max:
            return day
        day += _ONE_DAY
        one = compute_deadline(term, notice, day, explain=False).earliest_exit_date
        two = compute_deadline(term, convenience, day, explain=False).earliest_exit_date
        if _is_sooner(two, one) != is_sooner:
            return day
    return day


def _first_day_at(term: Term, rule: NoticeRule | None, as_of: date, exit_date: date) -> date:
    """Return the first day after ``as_of`` on which notice leads out on ``exit_date`` or later.

    Notice given later never leads out earlier, and never before the day it is given.
    """
    before, after = as_of.toordinal(), max(exit_date, as_of + _ONE_DAY).toordinal()
    while after - before > 1:
        middle = (before + after) // 2
        found = compute_deadline(term, rule, date.fromordinal(middle), explain=False).earliest_exit_date
        if found is None or found >= exit_date:
            after = middle
        else:
            before = middle
    return date.fromordinal(after)
