"""Availability: the share of the agreed time in which a service was up.

1. Downtime is the union of all outages, clipped to the time that counts. An open outage counts so far.
2. Where a minimum is agreed, a downtime shorter than that counts nothing. It is measured whole, as it lasted,
   before anything is clipped or excused; one as long as the minimum counts.
3. Excused downtime is no downtime. The contract says whether excluded time leaves the denominator as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from slas.rules.availability_result import Availability, Stretch
from slas.rules.availability_terms import AvailabilityTerms, Scope, Verdict
from slas.rules.exclusion import Denominator, Exclusion, sorted_out
from slas.rules.interval import (
    NO_TIME,
    Interval,
    Intervals,
    intersect,
    length,
    overlapping,
    subtract,
    union,
)
from slas.rules.outage import Downtime, Outage, downtimes


class Meter:
    """Everything about a period that services have in common, worked out once.

    One meter serves any number of services that share terms, scope and exclusions.
    """

    def __init__(self, terms: AvailabilityTerms, scope: Scope, exclusions: Iterable[Exclusion] = ()) -> None:
        self.terms = terms
        self.scope = scope
        self._layers = scope.layers(terms.hours)
        counting: Intervals = self._layers[0][1]
        for _, allowed in self._layers[1:]:
            counting = intersect(counting, allowed)
        self.counting = counting
        self._held, self._refused = sorted_out(exclusions, terms.policy)
        self._excluded = union(exclusion.interval for exclusion in self._held)
        self._total = length(counting)
        self._whole = counting[0] if len(counting) == 1 else None

    def measure(self, downs: Sequence[Downtime]) -> Availability:
        """Return the availability of a service whose downtimes are in order and do not overlap."""
        stretches = tuple(self._stretches(downs))
        counted = excused = NO_TIME
        for one in stretches:
            if one.verdict is Verdict.COUNTED:
                counted += one.end - one.start
            elif one.verdict is Verdict.EXCUSED:
                excused += one.end - one.start
        return Availability(
            self.scope, self.counting, self._total, counted + excused, excused, self._left_out(excused),
            stretches, self._refused, self.terms.target,
        )  # fmt: skip

    def _left_out(self, excused: dt.timedelta) -> dt.timedelta:
        match self.terms.policy.denominator:
            case Denominator.LESS_EXCUSED:
                return excused
            case Denominator.LESS_EXCLUDED:
                return length(intersect(self.counting, self._excluded))
        return NO_TIME

    def _stretches(self, downs: Sequence[Downtime]) -> Iterator[Stretch]:
        minimum, whole = self.terms.minimum, self._whole
        for down in _touching(downs, self.scope.period):
            if minimum is not None and down.end - down.start < minimum:
                yield Stretch(down.start, down.end, Verdict.TOO_SHORT, down.refs)
            elif whole and not self._excluded and whole.start <= down.start and down.end <= whole.end:
                yield Stretch(down.start, down.end, Verdict.COUNTED, down.refs)
            else:
                yield from sorted(self._parts(down), key=lambda part: part.start)

    def _parts(self, down: Downtime) -> Iterator[Stretch]:
        rest: Intervals = (Interval(down.start, down.end),)
        for verdict, allowed in self._layers:
            for start, end in subtract(rest, allowed):
                yield Stretch(start, end, verdict, down.refs)
            rest = intersect(rest, allowed)
        for start, end in subtract(rest, self._excluded):
            yield Stretch(start, end, Verdict.COUNTED, down.refs)
        for part in intersect(rest, self._excluded):
            refs = tuple(one.ref for one in self._held if one.start < part.end and part.start < one.end)
            yield Stretch(part.start, part.end, Verdict.EXCUSED, down.refs, refs)


def _touching(downs: Sequence[Downtime], period: Interval) -> Sequence[Downtime]:
    """Return the downtimes that share time with a period."""
    if downs and period.start <= downs[0].start and downs[-1].end <= period.end:
        return downs
    return overlapping(downs, period)


def availability(
    terms: AvailabilityTerms,
    scope: Scope,
    outages: Iterable[Outage],
    exclusions: Iterable[Exclusion] = (),
    *,
    now: dt.datetime,
) -> Availability:
    """Return the availability of one service in one period, as it is known at an instant."""
    return Meter(terms, scope, exclusions).measure(downtimes(outages, now))
