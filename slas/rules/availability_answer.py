"""The answer of ``sla_availability``: outages of components and a range of days in, plain rows out.

1. Both days are included, in the zone asked for. With ``daily`` there is a row for each day, else one for
   the range.
2. A component with outages was monitored all the time, unless it is said since when. Before that there is no
   data.
3. A component without outages is one nobody knows anything about: no data, unless it is said since when that
   very component was monitored.
4. Minutes are decimals, rounded half to even at the sixth where they do not end before. Availability is in
   percent, cut after ten decimals and never rounded up: 100 means never down. The fraction is exact.
5. Whether the promise was kept is decided by the exact fraction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any, Final

from slas.rules.availability import Meter
from slas.rules.availability_result import HUNDRED, Availability
from slas.rules.availability_terms import AvailabilityTerms, Scope
from slas.rules.credit_number import number_text
from slas.rules.interval import Interval, in_minutes
from slas.rules.outage import Outage, downtimes
from slas.rules.period import days_of
from slas.rules.target import Target
from slas.rules.wall_clock import days_from_to, zone_named

MINUTE_DECIMALS: Final = 6
PERCENT_DECIMALS: Final = 10


@dataclass(frozen=True, slots=True)
class AvailabilityQuestion:
    """What is asked.

    Attributes:
        first: The first day.
        last: The last day, included.
        zone: IANA name of the zone of the days.
        now: Up to when open outages count.
        components: Which; None for each that has outages.
        target: The promise, in percent.
        is_daily: Whether each day has a row.
        monitored_from: Since when everything was monitored; None for always.
        monitored: Since when single components were.
    """

    first: dt.date
    last: dt.date
    zone: str
    now: dt.datetime
    components: tuple[str, ...] | None = None
    target: Fraction | None = None
    is_daily: bool = False
    monitored_from: dt.datetime | None = None
    monitored: Mapping[str, dt.datetime] = field(default_factory=dict)

    def labelled(self) -> Iterator[tuple[dict[str, str], Interval]]:
        """Yield what each row of a component is about, and its time."""
        zone = zone_named(self.zone)
        if not self.is_daily:
            label = {"from": self.first.isoformat(), "to": self.last.isoformat()}
            yield label, days_from_to(self.first, self.last, zone)
            return
        for day, span in days_of(self.first, self.last, zone):
            yield {"date": day.isoformat()}, span


Row = dict[str, Any]


def availability_rows(question: AvailabilityQuestion, outages: Mapping[str, Sequence[Outage]]) -> list[Row]:
    """Return the rows of each component, in order of component and day."""
    names = question.components
    if names is None:
        names = tuple({*outages, *question.monitored})
    meters: dict[dt.datetime | None, list[tuple[dict[str, str], Meter]]] = {}
    rows: list[Row] = []
    for name in sorted(set(names)):
        if name not in outages and name not in question.monitored:
            rows += [{"component": name, **label, **_figures(None)} for label, _ in question.labelled()]
            continue
        since = question.monitored.get(name, question.monitored_from)
        if since not in meters:
            meters[since] = list(_meters(question, since))
        downs = downtimes(outages.get(name, ()), question.now)
        for label, meter in meters[since]:
            rows.append({"component": name, **label, **_figures(meter.measure(downs))})
    return rows


def _meters(
    question: AvailabilityQuestion, since: dt.datetime | None
) -> Iterator[tuple[dict[str, str], Meter]]:
    terms = AvailabilityTerms(target=None if question.target is None else Target(question.target))
    for label, span in question.labelled():
        yield label, Meter(terms, Scope(span, monitored_from=since))


def _figures(result: Availability | None) -> Row:
    fraction = None if result is None else result.fraction
    if result is None or fraction is None:
        names = ("total_minutes", "down_minutes", "excluded_minutes")
        return dict.fromkeys((*names, "availability", "availability_fraction", "met"))
    return {
        "total_minutes": minutes_text(in_minutes(result.total)),
        "down_minutes": minutes_text(in_minutes(result.down - result.excused)),
        "excluded_minutes": minutes_text(in_minutes(result.excused)),
        "availability": percent_of(fraction),
        "availability_fraction": f"{fraction.numerator}/{fraction.denominator}",
        "met": result.is_met,
    }


def minutes_text(minutes: Fraction) -> Decimal:
    """Return minutes as a decimal, to the sixth, without zeros at its end."""
    return Decimal(number_text(round(minutes, MINUTE_DECIMALS)))


def percent_of(share: Fraction) -> Decimal:
    """Return a share of 1 in percent, cut after the tenth decimal."""
    tenth = 10**PERCENT_DECIMALS
    return Decimal(number_text(Fraction(floor(share * HUNDRED * tenth), tenth)))
