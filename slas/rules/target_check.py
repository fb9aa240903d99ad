"""What can be wrong with a version of a target as a person enters it; told field by field, all at once.

1. Availability is promised as at least, times and latencies as at most; counts and key figures either way.
2. A time may hold for a share of the tickets only (95 % within 30 minutes). A latency says which percentile.
   Latencies and key figures have a unit.
3. A rounding rule has a way to round and a number of decimals; without one nothing rounds.
4. Credits by tiers follow a figure in percent that is better the higher it is: an availability, the share of
   the tickets in time, a key figure in %. Credits by minutes or by lost time follow an availability. Every
   promise may pay per incident.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from core.money import MoneyError, check_currency
from core.rules.calendars import UnknownCalendarError, calendar_named
from slas.rules.agreed_target import (
    TIMES,
    IndicatorKind,
    TargetDraft,
    hours_of,
    is_share_in_percent,
)
from slas.rules.credit_problem import AgreedTermsError
from slas.rules.credit_rounding import CreditRounding
from slas.rules.credit_scheme import CreditKind, CreditScheme, CreditUnit
from slas.rules.exclusion import Denominator, ExclusionKind
from slas.rules.indicator import Gathering
from slas.rules.period import PeriodKind
from slas.rules.scheme_text import read_scheme
from slas.rules.service_hours import ServiceHoursError
from slas.rules.target import Better
from slas.rules.wall_clock import UnknownZoneError, zone_named

_LOWER: Final = TIMES | {IndicatorKind.PERCENTILE}
_HUNDRED: Final = Decimal(100)
Problems = Iterator[tuple[str, str]]


def target_problems(kind: IndicatorKind, draft: TargetDraft) -> dict[str, list[str]]:
    """Return what is wrong with a version of a target, by field; empty where nothing is."""
    found: dict[str, list[str]] = {}
    for check in _CHECKS:
        for name, message in check(kind, draft):
            found.setdefault(name, []).append(message)
    return found


def _value(kind: IndicatorKind, draft: TargetDraft) -> Problems:
    if draft.effective_from is None:
        yield "effective_from", "Say from which day on it counts."
    if draft.value is None or draft.value < 0:
        yield "value", "Say what was promised: a number of 0 or more."
    elif kind is IndicatorKind.AVAILABILITY and draft.value > _HUNDRED:
        yield "value", "An availability is at most 100 %."


def _direction(kind: IndicatorKind, draft: TargetDraft) -> Problems:
    if draft.better not in list(Better):
        yield "better", "Say whether it is at least or at most."
    elif kind is IndicatorKind.AVAILABILITY and draft.better != Better.HIGHER:
        yield "better", "An availability is promised as at least."
    elif kind in _LOWER and draft.better != Better.LOWER:
        yield "better", "A time is promised as at most."
    if draft.gathering not in list(Gathering):
        yield "gathering", "Say how the readings of a period make one figure."


def _shares(kind: IndicatorKind, draft: TargetDraft) -> Problems:
    for name in ("share_percent", "percentile"):
        value = getattr(draft, name)
        if value is not None and not 0 < value <= _HUNDRED:
            yield name, "A share lies above 0 and is at most 100 %."
    if draft.share_percent is not None and kind not in TIMES:
        yield "share_percent", "Only times of tickets are promised for a share of them."
    if (draft.percentile is None) is (kind is IndicatorKind.PERCENTILE):
        yield "percentile", "Say which percentile." if draft.percentile is None else "Only a latency has one."
    if kind in (IndicatorKind.KEY_FIGURE, IndicatorKind.PERCENTILE) and not draft.unit.strip():
        yield "unit", "Say in what it is measured, such as ms or %."


def _rounding(_: IndicatorKind, draft: TargetDraft) -> Problems:
    if (draft.rounding_mode == "") is not (draft.rounding_decimals is None):
        yield "rounding_decimals", "A rounding rule has a way to round and a number of decimals."
    elif draft.rounding_mode:
        wrong = CreditRounding(draft.rounding_mode, draft.rounding_decimals).problem()
        if wrong:
            yield "rounding_mode", wrong


def _period(_: IndicatorKind, draft: TargetDraft) -> Problems:
    try:
        zone_named(draft.zone)
    except UnknownZoneError as error:
        yield "zone", str(error)
    if draft.period not in list(PeriodKind):
        yield "period", "Say how time is cut: month, quarter, year or billing cycle."
    elif draft.period == PeriodKind.BILLING_CYCLE and draft.billing_from is None:
        yield "billing_from", "A billing cycle needs the day on which billing began."
    if not 1 <= draft.billing_months <= 60:
        yield "billing_months", "A billing cycle has 1 to 60 months."


def _hours(_: IndicatorKind, draft: TargetDraft) -> Problems:
    try:
        if draft.hours_calendar:
            calendar_named(draft.hours_calendar)
        if draft.hours_calendar and draft.hours is None:
            yield "hours_calendar", "Around the clock has no days off. State the service hours, or leave it."
        hours_of(draft)
    except UnknownCalendarError as error:
        yield "hours_calendar", str(error)
    except ServiceHoursError as error:
        yield "hours", f"{error}."
    except UnknownZoneError:
        return  # told with the zone
    except (TypeError, ValueError):
        yield "hours", "The openings of Monday to Sunday, each in minutes of the day from and to."


def _exclusions(_: IndicatorKind, draft: TargetDraft) -> Problems:
    known = {one.value for one in ExclusionKind}
    if unknown := [one for one in draft.excused if one not in known]:
        yield "excused", f"Nothing is excused by {', '.join(unknown)}; known are {', '.join(sorted(known))}."
    if draft.denominator not in list(Denominator):
        yield "denominator", "Say whether excluded time leaves the time that counts."
    if draft.minimum_minutes is not None and draft.minimum_minutes < 0:
        yield "minimum_minutes", "A minimum is 0 minutes or more."
    if draft.announced_hours is not None and ExclusionKind.MAINTENANCE not in draft.excused:
        yield "announced_hours", "Maintenance must be excused for its announcement to count."


def _fee(_: IndicatorKind, draft: TargetDraft) -> Problems:
    if draft.period_fee_amount is None:
        return
    if draft.period_fee_amount < 0:
        yield "period_fee_amount", "A fee is not negative."
    try:
        check_currency(draft.period_fee_currency)
    except MoneyError as error:
        yield "period_fee_currency", f"A fee needs its currency: {error}."


def _scheme(kind: IndicatorKind, draft: TargetDraft) -> Problems:
    if draft.scheme is None:
        return
    try:
        scheme = read_scheme(draft.scheme)
    except AgreedTermsError as error:
        for name, message in error.problems.items():
            yield f"scheme.{name}", message
        return
    yield from _follows(kind, draft, scheme)
    if scheme.currency and draft.period_fee_currency and scheme.currency != draft.period_fee_currency:
        yield (
            "scheme.currency",
            f"The fee is in {draft.period_fee_currency}, the credit in {scheme.currency}.",
        )


def _follows(kind: IndicatorKind, draft: TargetDraft, scheme: CreditScheme) -> Problems:
    """Yield why credits cannot follow what is promised."""
    if kind is IndicatorKind.AVAILABILITY or scheme.kind is CreditKind.PER_INCIDENT:
        return
    if not is_share_in_percent(kind, draft):
        yield (
            "scheme.kind",
            "These credits follow an availability, a share of tickets, or a key figure in % that is promised"
            " as at least; other promises pay per incident.",
        )
    elif not scheme.has_bands or scheme.unit is CreditUnit.LOST_TIME_PERCENT:
        yield "scheme.kind", "These credits follow the minutes down, which only an availability has."


_CHECKS: Final[tuple[Callable[[IndicatorKind, TargetDraft], Problems], ...]] = (
    _value, _direction, _shares, _rounding, _period, _hours, _exclusions, _fee, _scheme,
)  # fmt: skip
