"""How a target was kept in one period, and the credit that its scheme gives.

1. An availability is that of :mod:`.availability`, in percent.
2. Tickets and readings count that lie in the period and in the contract's term. A ticket that was solved and
   never marked as answered was answered when it was solved.
3. Of the tickets that were opened in the period each is judged by its timer; one that is neither done nor
   late is not judged yet. Where a share is promised, the figure is the share of the judged tickets that were
   in time; else it is the longest time, and each ticket must be in time.
4. A percentile, a count and a key figure come from the readings that were taken in the period.
5. Without data there is no figure, nothing is kept or missed, and no credit is known.
6. Per incident pays for each downtime that counts, each ticket that was late, or once where a figure of
   another kind was missed. A downtime that an exclusion or a closing hour cuts is one.
7. Everything that was counted has one fingerprint; the same facts have the same. What lies beyond the period
   counts only as far as it may tell whether a downtime is as long as the shortest that counts.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from core.money import Money
from slas.rules.agreed_target import (
    TIMES,
    IndicatorKind,
    availability_terms,
    figure_promise,
    is_share_in_percent,
    promise_of,
    scheme_of,
    timer_terms,
)
from slas.rules.availability import Meter
from slas.rules.availability_result import Availability
from slas.rules.availability_terms import Scope, Verdict
from slas.rules.credit import Credit, CreditFacts, credit_for
from slas.rules.credit_number import HUNDRED
from slas.rules.exclusion import Exclusion
from slas.rules.indicator import Figure, Gathering, Reading, count_in, gathered_in
from slas.rules.interval import Interval, in_minutes
from slas.rules.outage import Outage, downtimes
from slas.rules.percentile import Percentile, percentile
from slas.rules.service_timer import Pause, TimerResult, service_timer

_FIELDS_OF_TERMS: Final = (
    "value", "better", "share_percent", "percentile", "gathering", "period", "zone", "billing_from",
    "billing_months", "hours", "hours_calendar", "minimum_minutes", "excused", "denominator",
    "announced_hours", "rounding_mode", "rounding_decimals", "period_fee_amount", "period_fee_currency",
    "scheme",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """A ticket: when it was opened, answered and solved, and its pauses."""

    ref: str
    opened_at: dt.datetime
    responded_at: dt.datetime | None
    resolved_at: dt.datetime | None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to a service, and what was read of a target; more than the period may be given."""

    outages: tuple[Outage, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    tickets: tuple[TicketFacts, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A target in a period.

    Attributes:
        figure: In the unit of the target, exact; None without data.
        is_met: Whether the promise was kept; None where that is not known.
        count: How many downtimes, tickets or readings it rests on.
        availability: The minutes behind an availability; None for another indicator.
        timers: Each ticket with its timer.
        readings: The readings of the period.
        percentile: Which rank of how many readings; None for another indicator.
        credit: What the scheme gives; None where none is agreed.
        fingerprint: SHA-256 over everything that was counted, in hexadecimal.
    """

    figure: Fraction | None
    is_met: bool | None
    count: int
    availability: Availability | None = None
    timers: tuple[tuple[TicketFacts, TimerResult], ...] = ()
    readings: tuple[Reading, ...] = ()
    percentile: Percentile | None = None
    credit: Credit | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: which indicator, under which terms, in which time.

    ``terms`` has the fields of a version of a target.
    """

    kind: IndicatorKind
    terms: Any
    scope: Scope
    now: dt.datetime

    @property
    def time(self) -> Interval:
        """The period, as far as the contract runs in it: what tickets and readings must lie in."""
        period, contract = self.scope.period, self.scope.contract
        if contract is None:
            return period
        return Interval(max(period.start, contract.start), min(period.end, contract.end))


def judge(question: Question, happened: Happened) -> Judged:
    """Return how a target was kept in a period, as it is known at an instant."""
    found = _figures(question, happened)
    return Judged(
        figure=found.figure,
        is_met=found.is_met,
        count=found.count,
        availability=found.availability,
        timers=found.timers,
        readings=found.readings,
        percentile=found.percentile,
        credit=_credit(question, found),
        fingerprint=_fingerprint(question, found, happened),
    )


def _figures(question: Question, happened: Happened) -> Judged:
    if question.kind is IndicatorKind.AVAILABILITY:
        return _availability(question, happened)
    if question.kind in TIMES:
        return _times(question, happened)
    if question.kind is IndicatorKind.PERCENTILE:
        return _percentile(question, happened)
    return _readings(question, happened)


def _availability(question: Question, happened: Happened) -> Judged:
    meter = Meter(
        availability_terms(question.terms),
        question.scope,
        _touching(happened.exclusions, question.scope.period),
    )
    reach = reach_of(question.terms, question.scope.period)
    found = meter.measure(downtimes(_reaching(happened.outages, reach), question.now))
    share = found.fraction
    return Judged(
        figure=None if share is None else share * HUNDRED,
        is_met=found.is_met,
        count=_counted_downtimes(found),
        availability=found,
    )


def reach_of(terms: Any, period: Interval) -> Interval:
    """Return the time in which outages may count: the period, and the shortest downtime on either side."""
    minimum = availability_terms(terms).minimum
    return period if minimum is None else Interval(period.start - minimum, period.end + minimum)


def _counted_downtimes(found: Availability) -> int:
    """Return how many downtimes count: the parts of one touch each other, and no two downtimes do."""
    count, end, is_counted = 0, None, False
    for one in found.stretches:
        is_counted = is_counted and one.start == end
        if one.verdict is Verdict.COUNTED and not is_counted:
            count, is_counted = count + 1, True
        end = one.end
    return count


def _times(question: Question, happened: Happened) -> Judged:
    time, terms = question.time, timer_terms(question.terms)
    timers = []
    for ticket in happened.tickets:
        if not time.start <= ticket.opened_at < time.end:
            continue
        done = ticket.resolved_at
        if question.kind is IndicatorKind.RESPONSE:
            done = ticket.responded_at or ticket.resolved_at
        timers.append((ticket, service_timer(terms, ticket.opened_at, done, ticket.pauses, now=question.now)))
    judged = [timer for _, timer in timers if timer.is_met is not None]
    if not judged:
        return Judged(figure=None, is_met=None, count=len(timers), timers=tuple(timers))
    share = question.terms.share_percent
    kept = sum(1 for timer in judged if timer.is_met)
    is_met: bool | None
    if share is None:
        figure, is_met = max(timer.minutes for timer in judged), kept == len(judged)
    else:
        figure = Fraction(kept, len(judged)) * HUNDRED
        is_met = figure_promise(question.terms).is_met(figure)
    return Judged(figure=figure, is_met=is_met, count=len(timers), timers=tuple(timers))


def _percentile(question: Question, happened: Happened) -> Judged:
    inside = _inside(happened.readings, question.time)
    found = percentile([one.value for one in inside], Fraction(question.terms.percentile))
    figure = found.value if found else None
    is_met = promise_of(question.terms).is_met(figure)
    return Judged(figure=figure, is_met=is_met, count=len(inside), readings=inside, percentile=found)


def _readings(question: Question, happened: Happened) -> Judged:
    time, target = question.time, promise_of(question.terms)
    found: Figure
    if question.kind is IndicatorKind.COUNT:
        watched = question.scope.monitored_from
        is_recorded = watched is not None and watched < time.end
        found = count_in(time, happened.readings, is_recorded=is_recorded, target=target)
    else:
        found = gathered_in(time, happened.readings, Gathering(question.terms.gathering), target)
    return Judged(figure=found.value, is_met=found.is_met, count=len(found.readings), readings=found.readings)


def _credit(question: Question, found: Judged) -> Credit | None:
    scheme = scheme_of(question.terms)
    if scheme is None:
        return None
    fee, terms = None, question.terms
    if terms.period_fee_amount is not None:
        fee = Money(terms.period_fee_amount, terms.period_fee_currency)
    measured = found.availability
    is_known = found.figure is not None
    is_share = is_share_in_percent(question.kind, terms)
    return credit_for(
        scheme,
        CreditFacts(
            availability=found.figure if measured or is_share else None,
            is_share=is_share,
            fee=fee,
            lost_minutes=in_minutes(measured.down - measured.excused) if measured and is_known else None,
            total_minutes=in_minutes(measured.total) if measured and is_known else None,
            incidents=_incidents(found) if is_known else None,
        ),
    )


def _incidents(found: Judged) -> int:
    if found.availability is not None:
        return found.count
    if found.timers:
        return 0 if found.is_met else sum(1 for _, timer in found.timers if timer.is_met is False)
    return int(found.is_met is False)


def _fingerprint(question: Question, found: Judged, happened: Happened) -> str:
    """Return one hash over the terms, the time and everything in it that counted or could have."""
    period = question.scope.period
    lines = [
        *(f"{name}={getattr(question.terms, name)!r}" for name in _FIELDS_OF_TERMS),
        f"{question.scope!r}",
    ]
    if found.availability is not None:
        reach = reach_of(question.terms, period)
        lines += sorted(f"{one.start} {one.end} {one.ref}" for one in _reaching(happened.outages, reach))
        lines += sorted(repr(one) for one in _touching(happened.exclusions, period))
    lines += [repr(ticket) for ticket, _ in found.timers]
    lines += [repr(one) for one in found.readings]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _reaching(outages: Iterable[Outage], period: Interval) -> Iterator[Outage]:
    for one in outages:
        if one.start < period.end and (one.end is None or one.end > period.start):
            yield one


def _touching(exclusions: Iterable[Exclusion], period: Interval) -> tuple[Exclusion, ...]:
    return tuple(one for one in exclusions if one.start < period.end and one.end > period.start)


def _inside(readings: Iterable[Reading], period: Interval) -> tuple[Reading, ...]:
    return tuple(
        sorted((one for one in readings if period.start <= one.at < period.end), key=lambda one: one.at)
    )
