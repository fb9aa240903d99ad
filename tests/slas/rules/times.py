"""Instants, outages and timetables, written the short way."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from zoneinfo import ZoneInfo

from slas.rules.availability import availability
from slas.rules.availability_result import Availability
from slas.rules.availability_terms import AvailabilityTerms, Scope
from slas.rules.exclusion import Exclusion, ExclusionKind
from slas.rules.interval import Interval
from slas.rules.outage import Outage
from slas.rules.service_hours import weekdays

BERLIN = "Europe/Berlin"
#: 30 days, 43,200 minutes.
JUNE = Interval(dt.datetime(2026, 6, 1, tzinfo=dt.UTC), dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
LATER = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
OFFICE = weekdays(8 * 60, 18 * 60, zone=BERLIN, calendar="DE")


def at(text: str, zone: str = "UTC") -> dt.datetime:
    """Return the instant of a wall clock: ``2026-06-01 10:00``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def june(day: int, time: str = "00:00") -> dt.datetime:
    """Return an instant of June 2026, in UTC."""
    return at(f"2026-06-{day:02d} {time}")


def down(day: int, start: str, end: str | None, ref: str = "") -> Outage:
    """Return an outage on a day of June 2026."""
    return Outage(june(day, start), None if end is None else june(day, end), ref)


def excuse(day: int, start: str, end: str, **details: object) -> Exclusion:
    """Return an exclusion that holds, on a day of June 2026, unless the details say otherwise."""
    given: dict = {"kind": ExclusionKind.MAINTENANCE, "has_evidence": True, "is_approved": True, **details}
    return Exclusion(june(day, start), june(day, end), **given)


def measured(*outages: Outage, **terms: object) -> Availability:
    """Return the availability of June 2026; exclusions, scope and now may be given beside the terms."""
    exclusions = terms.pop("exclusions", ())
    scope = terms.pop("scope", Scope(JUNE))
    now = terms.pop("now", LATER)
    return availability(AvailabilityTerms(**terms), scope, outages, exclusions, now=now)  # type: ignore[arg-type]


def percent(share: Fraction | None, decimals: int = 6) -> str:
    """Return a share as a percentage, rounded for reading."""
    if share is None:
        return "no data"
    figures = round(share * 100 * 10**decimals)
    return f"{figures // 10**decimals}.{figures % 10**decimals:0{decimals}d}"


def minutes(span: dt.timedelta) -> Fraction:
    """Return a length of time in minutes."""
    return Fraction(span // dt.timedelta(microseconds=1), 60_000_000)
