"""Published conventions of counting time, by name: what a table of worked examples is checked with.

The sources contradict each other, so the rule is part of the question:

1. ``calendar_days``, ``exclude_start``, ``corresponding_date``, ``not_less_than``, ``clamp``: the anchor
   plus or minus the period; the anchor's day is not counted; a day that a month does not have gives
   its last (*Dodds v Walker*, Regulation 1182/71, ``java.time``).
2. ``term_includes_start``: the anchor is day 1, so the period ends a day earlier.
3. ``end_of_month``: the last day of the month that rule 1 leads to. ``month_end_of_term``: rule 1, but a
   month's last day gives a month's last day. ``day_after_end``: counted from the day after, less a day.
4. ``cpr_2_8``, ``clear_days``: neither the anchor's day nor the day found counts; under ``cpr_2_8`` a
   period of five days or less counts business days only (Civil Procedure Rules 2.8(4)).
   ``cpr_2_8_earliest_event`` is the same forwards.
5. ``next_working_day``, ``preceding_working_day``: rule 1, then moved to a business day.
6. QuantLib's ``Following``, ``ModifiedFollowing``, ``Preceding``, ``ModifiedPreceding``, ``Unadjusted``, each
   with or without ``+EOM``. Business days are stepped and need no adjustment. With ``+EOM`` an anchor on
   or after its month's last business day gives the last business day of the target month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.rules.calendars import WEEKDAYS, Calendar, calendar_named
from core.rules.periods import (
    ONE_DAY,
    Period,
    PeriodUnit,
    add_days,
    is_month_end,
    month_end,
    shift,
)

CALENDAR_ALIASES: Final = {"ENG": "GB-ENG", "SCT": "GB-SCT", "NIR": "GB-NIR", "EPO": "DE-BY"}
"""Names in published tables. The European Patent Office is taken as Munich."""

_UNITS: Final = {unit.value: unit for unit in PeriodUnit} | {
    "calendar_days": PeriodUnit.DAYS,
    "clear_days": PeriodUnit.DAYS,
}
UNITS: Final = ("days", "calendar_days", "clear_days", "business_days", "weeks", "months", "years")
"""Every unit that a row may ask for; not each convention covers each."""

DIRECTIONS: Final = ("after", "before", "roll")

_MONTHLY: Final = frozenset({PeriodUnit.MONTHS, PeriodUnit.YEARS})
_FEW_DAYS: Final = 5


class UnsupportedRuleError(ValueError):
    """Raised for a rule, unit or direction that no convention here covers; names it."""


@dataclass(frozen=True, slots=True)
class PeriodCase:
    """One question of a table of worked examples.

    Attributes:
        anchor: The day counted from.
        direction: ``after``, ``before`` or ``roll`` (no counting, only moved to a business day).
        amount: How many units, zero or more.
        unit: ``days``, ``clear_days``, ``business_days``, ``weeks``, ``months`` or ``years``.
        rule: The name of the convention.
        calendar: Whose business days count; Monday to Friday where it is empty.
    """

    anchor: date
    direction: str
    amount: int
    unit: str
    rule: str
    calendar: str = ""

    @property
    def sign(self) -> int:
        """Forwards 1, backwards -1."""
        return -1 if self.direction == "before" else 1

    def business_calendar(self) -> Calendar:
        """Return the calendar of this case.

        Raises:
            UnknownCalendarError: If its name is not known.
        """
        name = self.calendar.strip()
        return calendar_named(CALENDAR_ALIASES.get(name.upper(), name) or WEEKDAYS)


Convention = Callable[[PeriodCase], date]


def _period(case: PeriodCase) -> Period:
    unit = _UNITS.get(case.unit)
    if unit is None:
        raise UnsupportedRuleError(f"the unit {case.unit!r} is not supported under {case.rule!r}")
    return Period(case.amount, unit)


def _counted(case: PeriodCase) -> date:
    if case.direction == "roll":
        return case.anchor
    if case.unit == "business_days":
        return case.business_calendar().add(case.anchor, case.sign * case.amount)
    return shift(case.anchor, _period(case), case.sign)


def _term_includes_start(case: PeriodCase) -> date:
    return add_days(_counted(case), -case.sign)


def _end_of_month(case: PeriodCase) -> date:
    return month_end(_counted(case))


def _month_end_of_term(case: PeriodCase) -> date:
    found = _counted(case)
    monthly = _UNITS.get(case.unit) in _MONTHLY
    return month_end(found) if monthly and is_month_end(case.anchor) else found


def _day_after_end(case: PeriodCase) -> date:
    return add_days(shift(add_days(case.anchor, 1), _period(case), case.sign), -1)


def _clear_days(case: PeriodCase) -> date:
    return add_days(_counted(case), case.sign)


def _cpr_2_8(case: PeriodCase) -> date:
    in_days = case.unit in ("days", "clear_days", "calendar_days")
    if in_days and case.amount <= _FEW_DAYS:
        return case.business_calendar().add(case.anchor, case.sign * (case.amount + 1))
    return _clear_days(case)


def _next_working_day(case: PeriodCase) -> date:
    return case.business_calendar().on_or_after(_counted(case))


def _preceding_working_day(case: PeriodCase) -> date:
    return case.business_calendar().on_or_before(_counted(case))


def _following(calendar: Calendar, day: date) -> date:
    return calendar.on_or_after(day)


def _preceding(calendar: Calendar, day: date) -> date:
    return calendar.on_or_before(day)


def _modified_following(calendar: Calendar, day: date) -> date:
    found = calendar.on_or_after(day)
    return found if found.month == day.month else calendar.on_or_before(day)


def _modified_preceding(calendar: Calendar, day: date) -> date:
    found = calendar.on_or_before(day)
    return found if found.month == day.month else calendar.on_or_after(day)


def _unadjusted(calendar: Calendar, day: date) -> date:
    return day


_ADJUSTMENTS: Final[dict[str, Callable[[Calendar, date], date]]] = {
    "Following": _following,
    "ModifiedFollowing": _modified_following,
    "Preceding": _preceding,
    "ModifiedPreceding": _modified_preceding,
    "Unadjusted": _unadjusted,
}


def _quantlib(case: PeriodCase, adjust: Callable[[Calendar, date], date], keeps_month_end: bool) -> date:
    calendar = case.business_calendar()
    if not case.amount or case.direction == "roll":
        return adjust(calendar, case.anchor)
    found = _counted(case)
    if case.unit == "business_days":
        return found
    if keeps_month_end and _UNITS[case.unit] in _MONTHLY and _is_last_worked(calendar, case.anchor):
        return calendar.on_or_before(month_end(found))
    return adjust(calendar, found)


def _is_last_worked(calendar: Calendar, day: date) -> bool:
    """Return whether a day lies on or after the last business day of its month."""
    return calendar.on_or_after(day + ONE_DAY).month != day.month


_CONVENTIONS: Final[dict[str, Convention]] = {
    "calendar_days": _counted,
    "business_days": _counted,
    "exclude_start": _counted,
    "corresponding_date": _counted,
    "not_less_than": _counted,
    "clamp": _counted,
    "term_includes_start": _term_includes_start,
    "end_of_month": _end_of_month,
    "month_end_of_term": _month_end_of_term,
    "day_after_end": _day_after_end,
    "clear_days": _clear_days,
    "cpr_2_8": _cpr_2_8,
    "cpr_2_8_earliest_event": _cpr_2_8,
    "next_working_day": _next_working_day,
    "preceding_working_day": _preceding_working_day,
}

SUPPORTED_RULES: Final = frozenset(_CONVENTIONS) | frozenset(
    name + end for name in _ADJUSTMENTS for end in ("", "+EOM")
)


def apply_rule(case: PeriodCase) -> date:
    """Return the date that a convention gives for a case.

    Raises:
        UnsupportedRuleError: If the rule, the unit or the direction is not known.
        UnknownCalendarError: If the calendar is not known.
        PeriodRangeError: If the result lies outside the years 1 to 9999.
    """
    if case.direction not in DIRECTIONS:
        raise UnsupportedRuleError(f"the direction {case.direction!r} is not supported")
    found = _CONVENTIONS.get(case.rule)
    if found is not None:
        return found(case)
    name, _, end = case.rule.partition("+")
    if case.rule not in SUPPORTED_RULES:
        raise UnsupportedRuleError(f"the rule {case.rule!r} is not supported")
    return _quantlib(case, _ADJUSTMENTS[name], end == "EOM")
