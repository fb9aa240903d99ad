"""The claim window of one period: its last day, why, and how much is left of it.

The business rules, numbered (``docs/rules/claims.md`` has the same table):

1. The last day is inclusive: 7 days after a month that ends on 31 March is 7 April, the whole of it.
2. The second billing cycle after an incident in March is that of May: the last day is the last of May.
3. Months can be read in two ways where the anchor is the last day of a short month: the corresponding date,
   and whole months after it. Both are told. We act by the earlier; only after the later is a claim lost.
4. Where a window runs from incidents, or incidents fall into several billing cycles, we act by the earliest
   of them, and the claim is lost after the last.
5. Billing cycles are calendar months, or are laid from the first day of any one of them.
6. The clock counts days in the zone of the rule. 0 days left is the last day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from core.rules.calendars import calendar_named
from core.rules.choice import Word
from core.rules.periods import ONE_DAY, Period, PeriodUnit, add_days, add_months, month_end
from core.rules.tiling import tile
from slas.rules.claim_rule import ClaimTest, ClaimWindowRule, WindowAnchor, WindowUnit
from slas.rules.credit_step import Step, StepValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """What a window is counted from; all days are those of the rule's zone.

    Attributes:
        period_first_date: First day of the measured period.
        period_last_date: Its last day.
        incidents: First and last day of each incident that counts.
        cycle_start_date: The first day of any billing cycle at or before the period; None: calendar months.
    """

    period_first_date: date
    period_last_date: date
    incidents: tuple[tuple[date, date], ...] = ()
    cycle_start_date: date | None = None


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """One way to count: by which rule, from which day, and the last day that it gives."""

    rule: str
    anchor_date: date
    last_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWindow:
    """A claim window.

    Attributes:
        last_date: The last day by the earliest reading, inclusive: what we act by. None where it is unknown.
        latest_date: The last day by the latest reading: after it the claim is lost.
        zone: Whose days they are.
        readings: Every way to count, the earliest first; the same day is told once.
        missing: Names of the facts that are missing.
        steps: What decided, in order.
    """

    last_date: date | None
    latest_date: date | None
    zone: str
    readings: tuple[ClaimReading, ...] = ()
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def closes_at(self) -> datetime | None:
        """Return the instant at which the last day, by the earliest reading, is over."""
        return None if self.last_date is None else end_of_day(self.last_date, self.zone)

    def lapses_at(self) -> datetime | None:
        """Return the instant from which on the claim is lost."""
        return None if self.latest_date is None else end_of_day(self.latest_date, self.zone)


class ClockStatus(Word):
    """How a claim window stands."""

    UNKNOWN = "unknown"
    OPEN = "open"
    LAST_DAY = "last_day"
    DISPUTABLE = "disputable"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class ClaimClock:
    """How a window stands at an instant: ``days_left`` is 0 on the last day, negative after it."""

    status: ClockStatus
    days_left: int | None


def claim_window(rule: ClaimWindowRule, facts: ClaimFacts) -> ClaimWindow:
    """Return the claim window of a period.

    Raises:
        PeriodRangeError: If it would end after the year 9999.
        ValueError: If the period or an incident ends before it begins, or the billing cycles begin after
            the day that they should hold.
    """
    _check(facts)
    anchors = _anchors(rule, facts)
    if not anchors:
        return ClaimWindow(
            last_date=None,
            latest_date=None,
            zone=rule.zone,
            missing=("incidents",),
            steps=(Step("no_incident"), *_source_steps(rule)),
        )
    found: dict[date, ClaimReading] = {}
    for anchor in anchors:
        for reading in _readings(rule, facts, anchor):
            found.setdefault(reading.last_date, reading)
    readings = tuple(found[day] for day in sorted(found))
    first, last = readings[0], readings[-1]
    return ClaimWindow(
        last_date=first.last_date,
        latest_date=last.last_date,
        zone=rule.zone,
        readings=readings,
        steps=(*_steps(rule, readings), *_source_steps(rule)),
    )


def clock_at(window: ClaimWindow, now: datetime) -> ClaimClock:
    """Return how a window stands at an instant.

    Raises:
        ValueError: If the instant has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("a countdown needs an instant with its time zone")
    if window.last_date is None or window.latest_date is None:
        return ClaimClock(ClockStatus.UNKNOWN, None)
    today = now.astimezone(ZoneInfo(window.zone)).date()
    left = (window.last_date - today).days
    if left > 0:
        return ClaimClock(ClockStatus.OPEN, left)
    if left == 0:
        return ClaimClock(ClockStatus.LAST_DAY, left)
    status = ClockStatus.DISPUTABLE if today <= window.latest_date else ClockStatus.LAPSED
    return ClaimClock(status, left)


def end_of_day(day: date, zone: str) -> datetime:
    """Return the instant at which a day is over in a zone, in UTC."""
    return datetime.combine(add_days(day, 1), time(0), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_in_zone(instant: datetime, zone: str) -> date:
    """Return the day that an instant falls on in a zone.

    Raises:
        ValueError: If the instant has no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone to fall on a day")
    return instant.astimezone(ZoneInfo(zone)).date()


def _check(facts: ClaimFacts) -> None:
    if facts.period_last_date < facts.period_first_date:
        raise ValueError(f"the period ends on {facts.period_last_date}, before it begins")
    for first, last in facts.incidents:
        if last < first:
            raise ValueError(f"an incident ends on {last}, before it begins")


def _anchors(rule: ClaimWindowRule, facts: ClaimFacts) -> tuple[date, ...]:
    """Return the earliest and the latest day that the window can be counted from."""
    if rule.anchor is WindowAnchor.PERIOD_END:
        return (facts.period_last_date,)
    if rule.anchor is WindowAnchor.BILLING_CYCLE_END:
        days = [day for incident in facts.incidents for day in incident]
        days = days or [facts.period_first_date, facts.period_last_date]
        return tuple(sorted({_cycle(rule, facts, day)[1] for day in (min(days), max(days))}))
    index = 0 if rule.anchor is WindowAnchor.INCIDENT_START else 1
    found = sorted({incident[index] for incident in facts.incidents})
    return tuple(dict.fromkeys((found[0], found[-1]))) if found else ()


def _cycle(rule: ClaimWindowRule, facts: ClaimFacts, day: date, later: int = 0) -> tuple[date, date]:
    """Return first and last day of the billing cycle that holds a day, or of one so many later."""
    start = facts.cycle_start_date
    if start is None:
        if rule.cycle_months != 1:
            raise ValueError("billing cycles longer than a month need the first day of one of them")
        first = add_months(day.replace(day=1), later)
        return first, month_end(first)
    if day < start:
        raise ValueError(f"the billing cycles begin on {start}, after {day}")
    length = Period(rule.cycle_months, PeriodUnit.MONTHS)
    tiling = tile(start, length, length)
    span = tiling.term(tiling.term_on(day).number + later)
    return span.start, span.end or date.max


def _readings(rule: ClaimWindowRule, facts: ClaimFacts, anchor: date) -> Iterator[ClaimReading]:
    if rule.unit is WindowUnit.CALENDAR_DAYS:
        yield ClaimReading("calendar_days", anchor, add_days(anchor, rule.quantity))
    elif rule.unit is WindowUnit.BUSINESS_DAYS:
        last = calendar_named(rule.calendar).add(anchor, rule.quantity)
        yield ClaimReading("business_days", anchor, last)
    elif rule.unit is WindowUnit.BILLING_CYCLES:
        yield ClaimReading("billing_cycles", anchor, _cycle(rule, facts, anchor, rule.quantity)[1])
    else:
        yield ClaimReading("corresponding_date", anchor, add_months(anchor, rule.quantity))
        whole = add_months(add_days(anchor, 1), rule.quantity) - ONE_DAY
        yield ClaimReading("whole_months", anchor, whole)


def _steps(rule: ClaimWindowRule, readings: tuple[ClaimReading, ...]) -> Iterator[Step]:
    first, last = readings[0], readings[-1]
    for anchor in dict.fromkeys(reading.anchor_date for reading in readings):
        yield Step(str(rule.anchor), {"anchor_date": anchor})
    for reading in readings:
        params: dict[str, StepValue] = {"quantity": rule.quantity, "unit": str(rule.unit)}
        params |= {"rule": reading.rule, "anchor_date": reading.anchor_date}
        yield Step(f"counted_{rule.unit}", {**params, "last_date": reading.last_date})
    if first.last_date != last.last_date:
        yield Step("readings_differ", {"last_date": first.last_date, "latest_date": last.last_date})
    verb = "received_by" if rule.test is ClaimTest.RECEIVED else "sent_by"
    yield Step(verb, {"last_date": first.last_date})


def _source_steps(rule: ClaimWindowRule) -> Iterator[Step]:
    yield Step.of("last_day_zone", zone=rule.zone)
    if rule.clause:
        yield Step.of("clause", clause=rule.clause)
