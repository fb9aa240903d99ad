"""The deadline of a contract: by which day someone must act, and why.

1. Facts that are needed and not known give ``unknown`` with their names; whatever can be computed
   without them is still given.
2. A contract past its last term is ``expired``, unless it goes on in holdover.
3. The last permitted term is ``final_term``: nothing renews after it. Its dates are given where there
   is a notice rule, but no renewal date.
4. No date to miss is ``no_deadline``: perpetual, evergreen, holdover, or notice at any time.
5. Otherwise ``open`` before the window, ``in_window`` up to and including notice-by, ``missed`` after.
   Giving notice on the last day is in time.
6. After a miss the dates stay those of the current term; ``next_exit`` has the one that follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from core.rules.calendars import Calendar, UnknownCalendarError, calendar_named
from core.rules.periods import ONE_DAY, Period, PeriodRangeError, PeriodUnit, last_day
from core.rules.tiling import tile
from renewals.rules.answer import DeadlineAnswer, DeadlineStatus, SendBy, Step
from renewals.rules.exit import (
    Case,
    current_exit,
    exit_at_any_time,
    exit_into_holdover,
    is_at_any_time,
    next_exit,
    own_end,
)
from renewals.rules.finding import Finding, WayOut, consequence
from renewals.rules.missing import (
    is_countable,
    missing_minimum,
    missing_notice,
    missing_terms,
    sends_by_business_days,
)
from renewals.rules.notice import Anchor, NoticeRule
from renewals.rules.step import steps_of
from renewals.rules.term import (
    RENEWS_BY_ITSELF,
    Phase,
    Position,
    Term,
    TermType,
    decided_position,
    later_length,
    locate,
    minimum_end,
)
from renewals.rules.window import act_by, send_by, sends_of

REVIEW_EVERY: Final = Period(12, PeriodUnit.MONTHS)
"""How often a contract without a deadline is looked at, where its terms do not say."""

_NO_WAY: Final = WayOut()


def compute_deadline(
    term: Term,
    notice: NoticeRule | None,
    as_of: date,
    *,
    lead_days: int = 0,
    locked_reading: str | None = None,
    explain: bool = True,
) -> DeadlineAnswer:
    """Return what the terms of a contract mean on a day. It raises for no terms: see ``missing``.

    Args:
        term: The terms; facts that are not known are None.
        notice: The notice rule of one party, or None where there is none.
        as_of: The day asked about; no clock is read.
        lead_days: Working days between act-by and send-by.
        locked_reading: Name of the reading that legal has locked, e.g. ``corresponding_date``.
        explain: Whether to give the steps; without them a bulk run is a third faster.
    """
    try:
        found = _find(term, notice, as_of, lead_days, locked_reading or None)
        return _answer(found, steps_of(found) if explain else ())
    except PeriodRangeError:
        return _out_of_range(as_of)


def compute_deadlines(
    cases: Sequence[tuple[Term, NoticeRule | None, date, int, str | None]], *, explain: bool = True
) -> list[DeadlineAnswer]:
    """Return what ``compute_deadline`` returns for each case, in phases: all are found, then all are told.

    Args:
        cases: Terms, notice rule, day asked about, lead days and locked reading of each contract.
        explain: Whether to give the steps.
    """
    try:
        found = [_find(term, rule, on, lead, locked or None) for term, rule, on, lead, locked in cases]
        steps = [steps_of(one) if explain else () for one in found]
        return [_answer(one, said) for one, said in zip(found, steps, strict=True)]
    except PeriodRangeError:  # terms that leave the calendar are rare, and one of them stops a phase
        return [
            compute_deadline(term, rule, on, lead_days=lead, locked_reading=locked, explain=explain)
            for term, rule, on, lead, locked in cases
        ]


def _out_of_range(as_of: date) -> DeadlineAnswer:
    """Return the answer for terms that leave the calendar."""
    steps = (Step.of("out_of_range"), Step.of("missing", names="end_date"))
    return DeadlineAnswer(status=DeadlineStatus.UNKNOWN, as_of=as_of, missing=("end_date",), steps=steps)


def _find(term: Term, rule: NoticeRule | None, as_of: date, lead_days: int, locked: str | None) -> Finding:
    """Return everything that is to be known about the contract on that day."""
    calendar = _calendar(rule)
    position = locate(term, as_of)
    if position is not None:
        position = decided_position(term, position)
    unknown_minimum = missing_minimum(term, rule, position)
    missing = (*missing_terms(term), *unknown_minimum, *missing_notice(term, rule, position, calendar))
    if position is not None and _is_past_the_known(position, as_of):
        position = None
    way, floor = _NO_WAY, minimum_end(term)
    if rule is not None and rule.minimum is not None and term.start_date is not None:
        own = last_day(term.start_date, rule.minimum)
        floor = own if floor is None else max(floor, own)
    if position is not None and position.phase is not Phase.ENDED:
        is_known = not unknown_minimum and rule is not None and _is_exit_known(term, rule)
        if is_known and rule is not None and is_countable(rule, calendar):
            case = Case(term, rule, as_of, position, calendar, floor, locked)
            way = _way_out(case, lead_days)
        else:
            way = WayOut(earliest_exit_date=own_end(term, position))
    status = _status(term, as_of, position, way, bool(missing))
    review = _next_review(term, as_of) if status is DeadlineStatus.NO_DEADLINE else None
    return Finding(term, rule, as_of, calendar, position, missing, floor, way, status, review, locked)


def _is_exit_known(term: Term, rule: NoticeRule) -> bool:
    """Return whether the exits can be found: without a first day only those at the end of a term can."""
    if term.start_date is not None:
        return True
    return rule.minimum is None and rule.anchor in (Anchor.TERM_END, Anchor.RENEWAL_DATE)


def _calendar(rule: NoticeRule | None) -> Calendar | None:
    """Return the calendar that a rule names; None where it names none or one that is not known."""
    if rule is None or not rule.calendar:
        return None
    try:
        return calendar_named(rule.calendar)
    except UnknownCalendarError:
        return None


def _is_past_the_known(position: Position, as_of: date) -> bool:
    """Return whether the current term cannot be told, because a later term's length is not known."""
    end = position.span.end
    return end is not None and as_of > end and position.phase is Phase.IN_FORCE


def _way_out(case: Case, lead_days: int) -> WayOut:
    """Return the window, the days to send and the exits of a case."""
    if is_at_any_time(case.rule, case.position):
        return WayOut(earliest_exit_date=exit_at_any_time(case), is_moving=True)
    way_out = current_exit(case)
    if way_out is None:
        return WayOut(earliest_exit_date=own_end(case.term, case.position))
    window = case.window(way_out)
    last, start = window.acting.notice_by_date, case.position.known_start(case.term)
    following = next_exit(case, way_out) if case.as_of > last else None
    reachable = way_out.exit_date if case.as_of <= last else following.exit_date if following else None
    end = own_end(case.term, case.position) if reachable is None else None
    if is_moving := reachable is None and end is None and not _has_unknown_terms(case):
        reachable = exit_into_holdover(case, way_out)
    first = window.opens_date or start
    opens = None if first is None else min(first, last)
    if case.calendar is None and sends_by_business_days(case.rule):
        return WayOut(
            window, opens, next_exit=following, earliest_exit_date=reachable or end, is_moving=is_moving
        )
    sends, send, act = _sending(case, last, lead_days)
    if following is not None and following.notice_by_date is not None:
        _, send_next, act_next = _sending(case, following.notice_by_date, lead_days)
        following = following.with_sending(send_next, act_next)
    return WayOut(window, opens, sends, send, act, following, reachable or end, is_moving)


def _sending(case: Case, notice_by: date, lead_days: int) -> tuple[tuple[SendBy, ...], date, date]:
    """Return the last day to send by each method, the earliest of them, and the day to act by."""
    sends = sends_of(case.rule, notice_by, case.calendar)
    send = send_by(sends, notice_by, case.calendar)
    return sends, send, act_by(send, lead_days, case.calendar)


def _has_unknown_terms(case: Case) -> bool:
    """Return whether more terms follow, of a length that is not known."""
    return case.position.tiling is None and case.term.type in RENEWS_BY_ITSELF and not case.position.is_last


def _status(
    term: Term, as_of: date, position: Position | None, way: WayOut, has_missing: bool
) -> DeadlineStatus:
    """Return the status; where several fit, in the order of the enumeration."""
    if has_missing or position is None:
        return DeadlineStatus.UNKNOWN
    if position.phase is Phase.ENDED:
        return DeadlineStatus.EXPIRED
    if position.is_last and position.phase is not Phase.HOLDOVER:
        return DeadlineStatus.FINAL_TERM
    if way.window is None or way.opens_date is None or term.type is TermType.PERPETUAL:
        return DeadlineStatus.NO_DEADLINE
    if as_of < way.opens_date:
        return DeadlineStatus.OPEN
    if as_of <= way.window.acting.notice_by_date:
        return DeadlineStatus.IN_WINDOW
    return DeadlineStatus.MISSED


def _next_review(term: Term, as_of: date) -> date | None:
    """Return the next review on or after a day: every renewal term, or every 12 months, from the start."""
    if term.start_date is None or term.type is TermType.PERPETUAL:
        return None
    every = later_length(term) or REVIEW_EVERY
    try:
        grid = tile(term.start_date, every, every)
        span = grid.term_on(as_of)
        return as_of if span.number > 1 and span.start == as_of else grid.first_day(span.number + 1)
    except PeriodRangeError:
        return None


def _renewal_date(finding: Finding) -> date | None:
    """Return the first day of the next term; None where none follows."""
    position = finding.position
    if position is None or position.is_last or position.phase in (Phase.ENDED, Phase.HOLDOVER):
        return None
    end = position.span.end
    return None if end is None or end == date.max else end + ONE_DAY


def _next_change(finding: Finding) -> date | None:
    """Return the first later day on which the answer changes; None if it never does."""
    as_of, position, way = finding.as_of, finding.position, finding.way
    first_days = [way.opens_date]
    last_days = [way.send_by_date, finding.notice_by_date, finding.review_date, finding.floor]
    last_days += [send.send_by_date for send in way.sends]
    if way.window is not None:
        last_days.append(way.window.exit.exit_date)
    if way.next_exit is not None:
        last_days += [way.next_exit.send_by_date, way.next_exit.notice_by_date]
    if position is not None:
        first_days.append(position.span.start)
        last_days.append(position.span.end)
    first_days.append(finding.term.start_date)
    changes = [day for day in first_days if day is not None and day > as_of]
    ahead = [day for day in last_days if day is not None and as_of <= day < date.max]
    if ahead:
        changes.append(min(ahead) + ONE_DAY)
    return min(changes, default=None)


def _answer(finding: Finding, steps: tuple[Step, ...]) -> DeadlineAnswer:
    """Return the answer that a finding amounts to, with its steps."""
    position, way, rule, calendar = finding.position, finding.way, finding.rule, finding.calendar
    window = way.window
    return DeadlineAnswer(
        status=finding.status,
        as_of=finding.as_of,
        term_number=position.span.number if position else None,
        term_start=position.known_start(finding.term) if position else finding.term.start_date,
        term_end=position.span.end if position else None,
        renewal_date=_renewal_date(finding),
        exit_date=window.exit.exit_date if window else None,
        earliest_notice_date=way.opens_date,
        notice_by_date=finding.notice_by_date,
        send_by_date=way.send_by_date,
        act_by_date=way.act_by_date,
        earliest_exit_date=way.earliest_exit_date,
        is_exit_moving=way.is_moving,
        readings=window.readings if window else (),
        acting_rule=window.acting.rule if window else None,
        spread_days=window.spread_days if window else 0,
        sends=way.sends,
        if_nobody_acts=consequence(finding.term, position),
        in_holdover=position is not None and position.phase is Phase.HOLDOVER,
        next_exit=way.next_exit,
        next_review_date=finding.review_date,
        minimum_end_date=finding.floor,
        steps=steps,
        missing=finding.missing,
        clause_ref=rule.clause_ref if rule else "",
        calendar=calendar.name if calendar else None,
        calendar_version=calendar.version if calendar else None,
        next_change_date=_next_change(finding),
    )
