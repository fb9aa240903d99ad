"""What always holds of availability; and a slow calculation, minute by minute, comes to the same."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from slas.rules.availability import availability
from slas.rules.availability_terms import AvailabilityTerms, Scope
from slas.rules.exclusion import Denominator, Exclusion, ExclusionKind, ExclusionPolicy
from slas.rules.interval import Interval, intersect, length, subtract, union
from slas.rules.outage import Outage
from slas.rules.service_hours import ServiceHours, weekdays
from slas.rules.service_timer import Pause, TimerTerms, service_timer
from tests.slas.rules.times import BERLIN, minutes

MINUTE = dt.timedelta(minutes=1)
#: Two days with the night between them in which the clock is put back, and the same for forward.
STARTS = (dt.datetime(2026, 10, 24, 20, tzinfo=dt.UTC), dt.datetime(2026, 3, 28, 20, tzinfo=dt.UTC))
SPAN = 2 * 24 * 60
HOURS = (
    None,
    ServiceHours(BERLIN, (((0, 180), (480, 720), (780, 1440)),) * 7),
    weekdays(480, 1080, zone=BERLIN, calendar="DE"),
)
MARK = st.integers(-300, SPAN + 300)
BOUNDS = st.tuples(MARK, MARK).map(sorted)
WINDOWS = st.lists(BOUNDS, max_size=8)


def moment(start: dt.datetime, mark: int) -> dt.datetime:
    return start + mark * MINUTE


def intervals(bounds) -> list[Interval]:
    return [Interval(moment(STARTS[0], one), moment(STARTS[0], other)) for one, other in bounds]


@given(WINDOWS)
def test_a_union_of_a_union_is_the_same(bounds):
    found = union(intervals(bounds))
    assert union(found) == found


@given(WINDOWS, st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(bounds, chance):
    shuffled = list(bounds)
    chance.shuffle(shuffled)
    assert union(intervals(shuffled)) == union(intervals(bounds))


@given(WINDOWS, BOUNDS)
def test_one_part_more_never_covers_less(bounds, further):
    assert length(union(intervals([*bounds, further]))) >= length(union(intervals(bounds)))


@given(WINDOWS, WINDOWS)
def test_what_is_common_and_what_is_left_are_the_whole(one, other):
    whole, cut = union(intervals(one)), union(intervals(other))
    common, left = intersect(whole, cut), subtract(whole, cut)
    assert union([*common, *left]) == whole
    assert length(common) + length(left) == length(whole)


def is_open(hours: ServiceHours | None, instant: dt.datetime) -> bool:
    """Tell from the wall clock alone whether a minute is in the service hours."""
    if hours is None:
        return True
    here = instant.astimezone(ZoneInfo(hours.zone))
    return not hours.is_closed(here.date()) and any(
        opens <= here.hour * 60 + here.minute < closes for opens, closes in hours.week[here.weekday()]
    )


def covers(bounds, mark: int) -> bool:
    return any(start <= mark < end for start, end in bounds)


def slow(case, minimum: int, denominator: Denominator) -> tuple[int, int, int, Fraction | None]:
    """Return total, counted and excused minutes and the share, looking at each minute by itself."""
    start, outages, excuses, monitored, hours = case
    down = {mark for mark in range(-300, SPAN + 300) if covers(outages, mark)}
    if minimum:
        down = {mark for mark in down if run_of(down, mark) >= minimum}
    counting = [mark for mark in range(SPAN) if mark >= monitored and is_open(hours, moment(start, mark))]
    excluded = {mark for mark in counting if covers(excuses, mark)}
    counted = sum(mark in down and mark not in excluded for mark in counting)
    excused = sum(mark in down for mark in excluded)
    left_out = {Denominator.STAYS: 0, Denominator.LESS_EXCUSED: excused}.get(denominator, len(excluded))
    whole = len(counting) - left_out
    return len(counting), counted, excused, Fraction(whole - counted, whole) if whole else None


def run_of(down: set[int], mark: int) -> int:
    first = last = mark
    while first - 1 in down:
        first -= 1
    while last + 1 in down:
        last += 1
    return last - first + 1


CASES = st.tuples(
    st.sampled_from(STARTS),
    WINDOWS,
    st.lists(BOUNDS, max_size=3),
    st.integers(-10, SPAN),
    st.sampled_from(HOURS),
)


@settings(max_examples=60, deadline=None)
@given(CASES, st.sampled_from([0, 0, 200]), st.sampled_from(Denominator))
def test_minute_by_minute_it_comes_to_the_same(case, minimum, denominator):
    start, outages, excuses, monitored, hours = case
    found = availability(
        AvailabilityTerms(hours, minimum * MINUTE or None, ExclusionPolicy(denominator=denominator)),
        Scope(Interval(start, moment(start, SPAN)), monitored_from=moment(start, monitored)),
        [Outage(moment(start, one), moment(start, other)) for one, other in outages],
        [
            Exclusion(moment(start, one), moment(start, other), ExclusionKind.OUR_FAULT, "", True, True)
            for one, other in excuses
        ],
        now=moment(start, SPAN + 1000),
    )
    fast = (minutes(found.total), minutes(found.down - found.excused), minutes(found.excused), found.fraction)
    assert fast == slow(case, minimum, denominator)


@settings(deadline=None)
@given(CASES, BOUNDS)
def test_another_outage_never_makes_a_service_better_and_each_stretch_has_one_verdict(case, further):
    start, outages, _, monitored, hours = case

    def measure(bounds):
        return availability(
            AvailabilityTerms(hours),
            Scope(Interval(start, moment(start, SPAN)), monitored_from=moment(start, monitored)),
            [Outage(moment(start, one), moment(start, other)) for one, other in bounds],
            now=moment(start, SPAN + 1000),
        )

    before, after = measure(outages), measure([*outages, further])
    assert after.down >= before.down
    assert before.fraction is None or after.fraction <= before.fraction
    parts = [Interval(part.start, part.end) for part in after.stretches]
    assert length(union(parts)) == length(parts)
    assert after.down == sum(
        (part.end - part.start for part in after.stretches if part.verdict == "counted"), dt.timedelta(0)
    )


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(STARTS),
    st.lists(BOUNDS, max_size=3),
    st.integers(0, SPAN),
    st.integers(0, 900),
    st.sampled_from(HOURS),
)
def test_a_timer_minute_by_minute_comes_to_the_same(start, pauses, done, allowed, hours):
    found = service_timer(
        TimerTerms(allowed * MINUTE, hours),
        start,
        moment(start, done),
        [Pause(moment(start, one), moment(start, other)) for one, other in pauses],
        now=moment(start, SPAN),
    )
    ran = [m for m in range(SPAN) if is_open(hours, moment(start, m)) and not covers(pauses, m)]
    spent = sum(mark < done for mark in ran)
    assert (found.minutes, found.is_met) == (spent, spent <= allowed)
    if 0 < allowed <= len(ran):
        assert found.due == moment(start, ran[allowed - 1] + 1)
