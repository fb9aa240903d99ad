"""The exits of a contract: this term's, the next one still reachable, and notice at any time.

1. ``term_end`` and ``renewal_date`` lead out at the end of the current term; a term that ends inside
   the agreed minimum gives way to the first that does not.
2. ``anniversary`` leads out the day before the next anniversary of the start date.
3. ``month_end``, ``quarter_end`` and ``fixed_day`` lead out on the next such day still reachable.
4. ``rolling`` leads out the length of the notice after it was given. So does a rule that counts from
   the end of a term where the contract has no such end (evergreen, perpetual, holdover).
5. No exit lies before the start date or inside the agreed minimum, and none after the end of a
   contract that ends by itself. Notice is not given before the contract starts.
6. A contract that goes on in holdover can be left at any time once no exit of its terms is in reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Final

from core.rules.calendars import Calendar
from core.rules.periods import (
    MONTHS_IN_A_YEAR,
    ONE_DAY,
    PeriodRangeError,
    add_days,
    add_months,
    month_end,
)
from core.rules.tiling import Span
from core.rules.value import value
from renewals.rules.answer import NextExit
from renewals.rules.notice import PERIODIC, Anchor, NoticeRule, NoticeUnit
from renewals.rules.term import AfterLastTerm, Phase, Position, Term, TermType
from renewals.rules.window import Exit, Window, calendar_days, window_of

_READINGS_DIFFER_BY: Final = 4
"""By how many days, at most, counting forwards can be later than counting back by any reading."""


@value()
class Case:
    """One question: these terms, this rule, this day; everything in it is known and countable.

    Attributes:
        term: The terms.
        rule: The notice rule.
        as_of: The day asked about.
        position: Where the contract stands on that day.
        calendar: Of the rule; None where it names none.
        floor: Earliest last day in force that the agreed minimum allows; None without a minimum.
        locked_reading: Locked by legal, or None.
    """

    term: Term
    rule: NoticeRule
    as_of: date
    position: Position
    calendar: Calendar | None
    floor: date | None
    locked_reading: str | None

    def window(self, way_out: Exit) -> Window:
        """Return the notice window of an exit."""
        return window_of(self.rule, way_out, self.calendar, self.locked_reading)

    def is_reachable(self, way_out: Exit) -> bool:
        """Return whether a notice given on the day asked about, or once it has started, is in time."""
        return self.window(way_out).acting.notice_by_date >= max(self.as_of, self.position.span.start)


def own_end(term: Term, position: Position) -> date | None:
    """Return the day on which a contract ends by itself, in this term or after its last renewal.

    None where it renews without limit, or runs on.
    """
    if term.after_last_term is AfterLastTerm.HOLDOVER or position.phase is Phase.HOLDOVER:
        return None
    if position.is_last or term.type is TermType.OPTION:
        return position.span.end
    last = None if position.last_number is None else position.term(position.last_number)
    return None if last is None else last.end


def is_at_any_time(rule: NoticeRule, position: Position) -> bool:
    """Return whether notice can be given on any day, to take effect its own length later."""
    if rule.anchor in PERIODIC or rule.anchor is Anchor.ANNIVERSARY:
        return False
    return rule.anchor is Anchor.ROLLING or position.span.end is None or position.phase is Phase.HOLDOVER


def exit_at_any_time(case: Case) -> date:
    """Return the last day in force for a notice given at any time, on the day asked about."""
    day = _after_the_notice(case)
    day = max(day, case.floor or day, case.position.span.start)
    limit = own_end(case.term, case.position)
    return day if limit is None else min(day, limit)


def exit_into_holdover(case: Case, missed: Exit) -> date | None:
    """Return the last day in force in holdover, where no exit of the terms is in reach; None elsewhere.

    It moves with the day asked about, and never lies before the end of the last term.
    """
    if case.term.after_last_term is not AfterLastTerm.HOLDOVER:
        return None
    last, end = case.position.last_number, case.position.span.end
    if case.term.type is not TermType.OPTION and last is not None:
        span = case.position.term(last)
        end = span.end if span is not None else end
    return max(exit_at_any_time(case), missed.exit_date, end or missed.exit_date)


def _after_the_notice(case: Case) -> date:
    """Return the day asked about plus the notice; months to the corresponding date (*Dodds v Walker*)."""
    rule, given, n = case.rule, case.as_of, case.rule.quantity or 0
    if rule.unit is NoticeUnit.MONTHS or rule.unit is NoticeUnit.YEARS:
        return add_months(given, n * MONTHS_IN_A_YEAR if rule.unit is NoticeUnit.YEARS else n)
    if rule.unit is NoticeUnit.BUSINESS_DAYS and case.calendar is not None:
        return case.calendar.add(given, n)
    return add_days(given, calendar_days(n, rule.unit))


def _soonest(case: Case) -> date:
    """Return a day before which no notice given on the day asked about can lead out."""
    return max(case.as_of, add_days(_after_the_notice(case), -_READINGS_DIFFER_BY))


def current_exit(case: Case) -> Exit | None:
    """Return the exit that the current deadline leads to; None where the contract ends before it.

    Not for notice at any time, which has no deadline.
    """
    if case.rule.anchor in PERIODIC:
        way_out = _next_periodic(case)
    elif case.rule.anchor is Anchor.ANNIVERSARY:
        way_out = next(_anniversaries(case))
    else:
        return _term_exit(case, _leaving_term(case))
    limit = own_end(case.term, case.position)
    return None if limit is not None and way_out.exit_date > limit else way_out


def _leaving_term(case: Case) -> Span:
    """Return the current term, or the first later one that outlasts the agreed minimum."""
    span = case.position.span
    if case.floor is None or span.end is None or span.end >= case.floor or case.position.is_last:
        return span
    return span if case.term.type is TermType.OPTION else case.position.term_on(case.floor)


def _term_exit(case: Case, span: Span) -> Exit:
    end = span.end or date.max
    is_renewal = case.rule.anchor is Anchor.RENEWAL_DATE and end != date.max
    return Exit(end + ONE_DAY if is_renewal else end, end)


def _anniversaries(case: Case) -> Iterator[Exit]:
    """Return the exits at the anniversaries after the day asked about and after the minimum."""
    start = case.position.span.start if case.term.start_date is None else case.term.start_date
    first = max(case.as_of, start, case.floor or start)
    years = count(max(1, first.year - start.year))
    days = (add_months(start, number * MONTHS_IN_A_YEAR) for number in years)
    return (Exit(day, day - ONE_DAY) for day in days if day > first)


def _periodic_on_or_after(case: Case, day: date) -> date:
    """Return the first month end, quarter end or fixed day on or after a day."""
    if case.rule.anchor is Anchor.MONTH_END:
        return month_end(day)
    if case.rule.anchor is Anchor.QUARTER_END:
        return month_end(date(day.year, (day.month + 2) // 3 * 3, 1))
    found = _fixed_day(case, day.year)
    if found >= day:
        return found
    if day.year == date.max.year:
        raise PeriodRangeError("there is no such day before the year 10000")
    return _fixed_day(case, day.year + 1)


def _fixed_day(case: Case, year: int) -> date:
    """Return the agreed day of a year; 29 Feb is 28 Feb in common years."""
    month, day = case.rule.fixed_day or (12, 31)
    return date(year, month, min(day, month_end(date(year, month, 1)).day))


def _next_periodic(case: Case) -> Exit:
    """Return the next exit that a notice given on the day asked about still reaches."""
    day = max(_soonest(case), case.position.span.start, case.floor or case.as_of)
    while True:
        found = _periodic_on_or_after(case, day)
        if case.is_reachable(Exit(found, found)):
            return Exit(found, found)
        day = add_days(found, 1)


def next_exit(case: Case, missed: Exit) -> NextExit | None:
    """Return the next exit after a missed one; None where none can be reached or nothing follows."""
    if case.rule.anchor is Anchor.ANNIVERSARY:
        return _next_anniversary(case, missed)
    position = case.position
    if position.tiling is None or position.is_last or case.term.type is TermType.OPTION:
        return None
    is_here = missed.exit_date == position.span.end
    first = position.span.number if is_here else position.term_on(missed.exit_date).number
    number, soonest = first + 1, _soonest(case)
    span = position.term(number)
    if span is not None and span.end is not None and span.end < soonest:
        number = max(number, position.term_on(soonest).number)
        span = position.term(number)
    while span is not None:
        way_out, extra = _term_exit(case, span), number - first
        if number == position.last_number and case.term.after_last_term is AfterLastTerm.LAPSE:
            return _extra(missed, way_out, None, extra)
        notice_by = case.window(way_out).acting.notice_by_date
        if notice_by >= case.as_of:
            return _extra(missed, way_out, notice_by, extra)
        number += 1
        span = position.term(number)
    return None


def _next_anniversary(case: Case, missed: Exit) -> NextExit:
    """Return the next anniversary that can be reached, or the end if the contract is over before."""
    limit = own_end(case.term, case.position) or date.max
    extra, way_out = next(
        (number, way_out)
        for number, way_out in enumerate(_anniversaries(case))
        if way_out.exit_date >= limit or case.is_reachable(way_out)
    )
    if way_out.exit_date >= limit:
        return _extra(missed, Exit(limit, limit), None, extra)
    return _extra(missed, way_out, case.window(way_out).acting.notice_by_date, extra)


def _extra(missed: Exit, way_out: Exit, notice_by: date | None, terms: int) -> NextExit:
    days = (way_out.exit_date - missed.exit_date).days
    return NextExit(way_out.exit_date, notice_by, terms, days)
