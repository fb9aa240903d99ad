"""Chronic failure: a promise missed so often that the contract can be terminated.

The business rules, numbered (``docs/rules/claims.md`` has the same table):

1. The right arises when the promise was missed in ``missed`` of any ``window`` consecutive calendar months.
   Two misses in neighbouring months are enough for 2 of 3: the third month need not be over.
2. Where the contract asks for it, a month counts only if it was notified within so many days of its end.
   The last day is inclusive. Notice up to as many days before the end counts too; what came earlier does
   not, and can be given again.
3. A month without data counts as neither kept nor missed, and is told.
4. The right exists since the day on which the last thing it needs was there: the end of the month, or the
   notice about it. Where it must be used within so many days, the last day is inclusive.
5. What is missed and can still be notified is told with the last day for it: so is the right that it gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.rules.periods import add_days, add_months, month_end
from slas.rules.chronic_rule import ChronicRule, MonthJudged, MonthOutcome, MonthStanding
from slas.rules.credit_step import Step, StepValue


@dataclass(frozen=True, slots=True)
class ChronicWindow:
    """Consecutive months in which the promise was missed often enough.

    Attributes:
        first_month: First of the missed months that give the right.
        last_month: Last of them.
        months: All of them, in order.
        since_date: Since when the contract can be terminated; None as long as a notice is still needed.
        until_date: The last day to use the right; None without a limit.
        notify_by_date: The last day for the notice that is still needed; None where none is.
    """

    first_month: date
    last_month: date
    months: tuple[date, ...]
    since_date: date | None
    until_date: date | None = None
    notify_by_date: date | None = None


@dataclass(frozen=True, slots=True)
class ChronicResult:
    """What a history of months gives under a rule.

    Attributes:
        rights: Where the right has arisen, in the order in which it did.
        pending: Where a notice that can still be given would let it arise.
        months: How each month counts.
        steps: What decided, in order.
    """

    rights: tuple[ChronicWindow, ...]
    pending: tuple[ChronicWindow, ...]
    months: tuple[MonthJudged, ...]
    steps: tuple[Step, ...]

    def usable_on(self, day: date) -> ChronicWindow | None:
        """Return the newest right that can be used on a day; None without one."""
        usable = [
            one
            for one in self.rights
            if one.since_date is not None
            and one.since_date <= day
            and (one.until_date is None or day <= one.until_date)
        ]
        return usable[-1] if usable else None


def chronic_failure(rule: ChronicRule, outcomes: Sequence[MonthOutcome], on: date) -> ChronicResult:
    """Return whether a history of months gives the right to terminate.

    Args:
        rule: What the contract agrees.
        outcomes: Of months that are over or running, in any order; a month left out has no data.
        on: The day of asking: notice that can be given on it is not late. A month that is not over on it
            does not count yet.

    Raises:
        ValueError: If a month is not a first day, or stands twice.
    """
    ordered = sorted(outcomes, key=lambda one: one.month)
    if any(one.month.day != 1 for one in ordered):
        raise ValueError("a month is written as its first day")
    if len({one.month for one in ordered}) < len(ordered):
        raise ValueError("a month stands twice")
    judged = tuple(_judged(rule, one, on) for one in ordered if month_end(one.month) < on)
    rights = _windows(rule, [one for one in judged if one.standing is MonthStanding.COUNTS])
    likely = [one for one in judged if one.standing in (MonthStanding.COUNTS, MonthStanding.NOTIFY)]
    pending = tuple(one for one in _windows(rule, likely) if one.notify_by_date is not None)
    return ChronicResult(rights, pending, judged, tuple(_steps(rule, judged, rights, pending)))


def _judged(rule: ChronicRule, outcome: MonthOutcome, on: date) -> MonthJudged:
    """Return how a month that is over counts on a day."""
    if outcome.is_missed is None:
        return MonthJudged(outcome.month, MonthStanding.NO_DATA)
    if not outcome.is_missed:
        return MonthJudged(outcome.month, MonthStanding.KEPT)
    end = month_end(outcome.month)
    if rule.notice_days is None:
        return MonthJudged(outcome.month, MonthStanding.COUNTS, since_date=add_days(end, 1))
    first, last = add_days(end, -rule.notice_days), add_days(end, rule.notice_days)
    told = sorted(day for day in outcome.notified_dates if day <= on)
    in_time = [day for day in told if first <= day <= last]
    if in_time:
        since = max(add_days(end, 1), in_time[0])
        return MonthJudged(outcome.month, MonthStanding.COUNTS, since, None, last, in_time[0])
    if on <= last:
        return MonthJudged(outcome.month, MonthStanding.NOTIFY, None, first, last)
    late = [day for day in told if day > last]
    if late:
        return MonthJudged(outcome.month, MonthStanding.LATE, None, None, last, late[0])
    if told:
        return MonthJudged(outcome.month, MonthStanding.EARLY, None, first, last, told[-1])
    return MonthJudged(outcome.month, MonthStanding.NOT_NOTIFIED, None, None, last)


def _windows(rule: ChronicRule, counting: Sequence[MonthJudged]) -> tuple[ChronicWindow, ...]:
    """Return each run of missed months, as short as the rule needs, that lies within the window."""
    found = []
    for index in range(len(counting) - rule.missed + 1):
        run = counting[index : index + rule.missed]
        if run[-1].month > add_months(run[0].month, rule.window - 1):
            continue
        due = [one.last_date for one in run if one.since_date is None and one.last_date is not None]
        days = [one.since_date for one in run if one.since_date is not None]
        since = None if due else max(days)
        until = None
        if since is not None and rule.use_within_days is not None:
            until = add_days(since, rule.use_within_days)
        months = tuple(one.month for one in run)
        found.append(ChronicWindow(months[0], months[-1], months, since, until, min(due, default=None)))
    return tuple(sorted(found, key=lambda one: (one.since_date or date.max, one.first_month)))


def _steps(
    rule: ChronicRule,
    judged: Sequence[MonthJudged],
    rights: Sequence[ChronicWindow],
    pending: Sequence[ChronicWindow],
) -> Iterator[Step]:
    yield from (month.step() for month in judged)
    for one in (*rights, *pending):
        yield from _window_steps(rule, one)
    if not rights and not pending:
        yield Step.of("no_right", missed=rule.missed, window=rule.window)
    if rule.clause:
        yield Step.of("clause", clause=rule.clause)


def _window_steps(rule: ChronicRule, one: ChronicWindow) -> Iterator[Step]:
    params: dict[str, StepValue] = {"count": len(one.months), "window": rule.window}
    params |= {"first_month": one.first_month, "last_month": one.last_month}
    if one.since_date is not None:
        yield Step("right_arises", {**params, "since_date": one.since_date})
    if one.until_date is not None:
        yield Step("right_ends", {"until_date": one.until_date})
    if one.notify_by_date is not None:
        yield Step("right_pending", {**params, "last_date": one.notify_by_date})
