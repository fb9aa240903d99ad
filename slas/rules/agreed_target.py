"""What was promised about a service from a day on, and what the engine makes of it.

1. Six kinds of indicators. An availability is in percent, a time of response or of resolution in minutes, a
   latency in the unit that is stated, a count is a number.
2. Which version counts for a period: the latest that counts from its last day or before. So a promise that
   changes within a period counts for all of it.
3. A version that :mod:`.target_check` finds nothing wrong with can be reckoned with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Protocol, TypeVar

from core.rules.choice import Word
from slas.rules.availability_terms import AvailabilityTerms
from slas.rules.credit_scheme import CreditScheme
from slas.rules.exclusion import ExclusionKind, ExclusionPolicy
from slas.rules.period import PeriodKind, PeriodRule
from slas.rules.scheme_text import read_scheme
from slas.rules.service_hours import ServiceHours
from slas.rules.service_timer import TimerTerms
from slas.rules.target import Better, FigureRounding, Target


class IndicatorKind(Word):
    """What is measured."""

    AVAILABILITY = "availability"
    RESPONSE = "response"
    RESOLUTION = "resolution"
    PERCENTILE = "percentile"
    COUNT = "count"
    KEY_FIGURE = "key_figure"


INDICATOR_LABELS: Final[dict[IndicatorKind, str]] = {
    IndicatorKind.AVAILABILITY: "Availability",
    IndicatorKind.RESPONSE: "Response time",
    IndicatorKind.RESOLUTION: "Resolution time",
    IndicatorKind.PERCENTILE: "Percentile of a latency",
    IndicatorKind.COUNT: "Count of events",
    IndicatorKind.KEY_FIGURE: "Key figure",
}
UNIT_OF: Final[dict[IndicatorKind, str]] = {
    IndicatorKind.AVAILABILITY: "%",
    IndicatorKind.RESPONSE: "minutes",
    IndicatorKind.RESOLUTION: "minutes",
}
TIMES: Final = frozenset({IndicatorKind.RESPONSE, IndicatorKind.RESOLUTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDraft:
    """A version of a target as it is entered; the fields are those of ``slas.models.TargetVersion``."""

    effective_from: dt.date | None
    value: Decimal | None
    better: str = Better.HIGHER.value
    unit: str = ""
    share_percent: Decimal | None = None
    percentile: Decimal | None = None
    gathering: str = "latest"
    period: str = PeriodKind.MONTH.value
    zone: str = "UTC"
    billing_from: dt.date | None = None
    billing_months: int = 1
    hours: list[list[list[int]]] | None = None
    hours_calendar: str = ""
    minimum_minutes: Decimal | None = None
    excused: list[str] = field(default_factory=list)
    denominator: str = "stays"
    announced_hours: int | None = None
    rounding_mode: str = ""
    rounding_decimals: int | None = None
    period_fee_amount: Decimal | None = None
    period_fee_currency: str = ""
    scheme: dict[str, Any] | None = None
    clause_ref: str = ""


class Dated(Protocol):
    """Whatever counts from a day on."""

    effective_from: dt.date


Version = TypeVar("Version", bound=Dated)


def counting_for(versions: Sequence[Version], last_date: dt.date) -> Version | None:
    """Return the version that counts for a period that ends on a day; None where none counts yet."""
    found = [one for one in versions if one.effective_from <= last_date]
    return max(found, key=lambda one: one.effective_from, default=None)


def period_rule(terms: Any) -> PeriodRule:
    """Return how a version cuts time."""
    return PeriodRule(PeriodKind(terms.period), terms.zone, terms.billing_from, terms.billing_months)


def hours_of(terms: Any) -> ServiceHours | None:
    """Return the service hours of a version; None for around the clock."""
    if terms.hours is None:
        return None
    week = tuple(tuple((opens, closes) for opens, closes in day) for day in terms.hours)
    return ServiceHours(terms.zone, week, terms.hours_calendar)


def promise_of(terms: Any) -> Target:
    """Return what a version promises, with the rounding that the contract states."""
    rounding = None
    if terms.rounding_mode and terms.rounding_decimals is not None:
        rounding = FigureRounding(terms.rounding_decimals, terms.rounding_mode)
    return Target(Fraction(terms.value), Better(terms.better), rounding)


def figure_promise(terms: Any) -> Target:
    """Return what the figure of a version is held against: the share of the tickets, where one is agreed."""
    promise = promise_of(terms)
    if terms.share_percent is None:
        return promise
    return Target(Fraction(terms.share_percent), Better.HIGHER, promise.rounding)


def availability_terms(terms: Any) -> AvailabilityTerms:
    """Return what a version agrees about availability."""
    minimum = terms.minimum_minutes
    notice = terms.announced_hours
    return AvailabilityTerms(
        hours=hours_of(terms),
        minimum=None if minimum is None else _minutes(minimum),
        policy=ExclusionPolicy(
            frozenset(ExclusionKind(one) for one in terms.excused),
            terms.denominator,
            None if notice is None else dt.timedelta(hours=notice),
        ),
        target=promise_of(terms),
    )


def timer_terms(terms: Any) -> TimerTerms:
    """Return how long a ticket may take."""
    return TimerTerms(_minutes(terms.value), hours_of(terms))


def is_share_in_percent(kind: IndicatorKind, terms: Any) -> bool:
    """Tell whether a figure is in percent, better the higher it is, and no availability.

    It is the share of the tickets that were in time, or a key figure in ``%`` that is promised as at least.
    """
    if kind in TIMES:
        return terms.share_percent is not None
    return kind is IndicatorKind.KEY_FIGURE and terms.unit.strip() == "%" and terms.better == Better.HIGHER


def scheme_of(terms: Any) -> CreditScheme | None:
    """Return the credit scheme of a version; None where none is agreed."""
    return None if terms.scheme is None else read_scheme(terms.scheme)


def _minutes(value: Decimal) -> dt.timedelta:
    """Return minutes as a length of time, to the microsecond."""
    return dt.timedelta(microseconds=int(value * 60_000_000))
