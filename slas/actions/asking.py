"""Which periods of a target there are, under which version of what was promised, and in which time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from contracts_app.rules.lifecycle import ENDED
from core.rules.periods import ONE_DAY
from slas.actions.happened import facts_about
from slas.models import Service, SlaTarget, TargetVersion
from slas.rules.agreed_target import IndicatorKind, counting_for, period_rule
from slas.rules.availability_terms import Scope
from slas.rules.interval import FOREVER, Interval
from slas.rules.judging import Judged, Question, judge, reach_of
from slas.rules.period import NoPeriodError, ServicePeriod
from slas.rules.wall_clock import days_from_to, zone_named


@dataclass(frozen=True, slots=True)
class Asked:
    """One target in one period: under which version, in which time."""

    target: SlaTarget
    terms: TargetVersion
    period: ServicePeriod

    @property
    def key(self) -> tuple[int, dt.date]:
        """What a result is found by."""
        return self.target.pk, self.period.first

    def question(self, now: dt.datetime) -> Question:
        """Return what the rules are asked."""
        return Question(IndicatorKind(self.target.indicator), self.terms, self.scope, now)

    @property
    def scope(self) -> Scope:
        """The time that the result is about: the period, the term of the contract, since it is watched."""
        service = self.target.service
        return Scope(self.period.interval, _term(service, self.terms.zone), service.monitored_from)

    @property
    def reach(self) -> Interval:
        """The time in which what happened may count."""
        return reach_of(self.terms, self.period.interval)


def periods_of(target: SlaTarget, first: dt.date, now: dt.datetime) -> Iterator[Asked]:
    """Yield the periods of a target that are over and ended on ``first`` or later, the earliest first.

    The target has its service with contract and terms joined, and its versions read.
    """
    versions = sorted(target.versions.all(), key=lambda one: one.effective_from)
    day = max(first, versions[0].effective_from) if versions else None
    while day is not None:
        terms = counting_for(versions, day) or versions[0]
        try:
            period = period_rule(terms).period_on(day)
        except NoPeriodError:
            day = terms.billing_from if terms.billing_from and terms.billing_from > day else None
            continue
        terms = counting_for(versions, period.last) or terms
        if period.interval.end > now:
            return
        yield Asked(target, terms, period)
        day = period.last + ONE_DAY


def running_period(terms: TargetVersion, now: dt.datetime) -> Asked | None:
    """Return the period of a target that runs under the version that counts; None where there is none."""
    try:
        return Asked(terms.target, terms, period_rule(terms).period_at(now))
    except NoPeriodError:
        return None


def judge_now(asked: Asked, now: dt.datetime) -> Judged:
    """Return how a target is kept in a period by what is known now; nothing is stored."""
    facts = facts_about([asked.target], asked.reach)
    return judge(asked.question(now), facts.of(asked.target))


def _term(service: Service, zone: str) -> Interval | None:
    """Return the term of the contract: from its first day, and to its last where it is over."""
    terms = getattr(service.contract, "terms", None)
    if terms is None or terms.start_date is None:
        return None
    start = days_from_to(terms.start_date, terms.start_date, zone_named(zone)).start
    end = FOREVER
    if service.contract.status in ENDED and terms.end_date and terms.end_date >= terms.start_date:
        end = days_from_to(terms.end_date, terms.end_date, zone_named(zone)).end
    return Interval(start, end)
