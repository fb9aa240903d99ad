"""Until when a credit can be claimed, as agreed; checked when it is made.

1. The window is counted from the last day of the measured period, from the last day of the billing cycle
   that holds the incident, or from the day on which an incident began or ended.
2. It lasts calendar days, business days (with a calendar), months, or whole billing cycles.
3. Days are those of the contract's time zone; the last day ends there at midnight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from core.rules.calendars import UnknownCalendarError, calendar_named
from core.rules.choice import Word, settle
from slas.rules.credit_problem import AgreedTermsError


class WindowAnchor(Word):
    """What the window is counted from."""

    PERIOD_END = "period_end"
    BILLING_CYCLE_END = "billing_cycle_end"
    INCIDENT_START = "incident_start"
    INCIDENT_END = "incident_end"


class WindowUnit(Word):
    """In what the window is counted."""

    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"
    BILLING_CYCLES = "billing_cycles"


class ClaimTest(Word):
    """What must have happened by the last day."""

    RECEIVED = "received"
    SENT = "sent"


LONGEST: Final[dict[WindowUnit, int]] = {
    WindowUnit.CALENDAR_DAYS: 3_660,
    WindowUnit.BUSINESS_DAYS: 2_500,
    WindowUnit.MONTHS: 120,
    WindowUnit.BILLING_CYCLES: 120,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWindowRule:
    """A claim window as agreed.

    Attributes:
        quantity: How many units after the anchor the last day is; 0 is the anchor itself.
        unit: In what it is counted.
        anchor: What it is counted from.
        test: Whether the claim must be received or sent by then.
        calendar: Of business days.
        zone: IANA name of the zone whose days count.
        cycle_months: How many months a billing cycle lasts.
        clause: Where the contract says so.

    Raises:
        AgreedTermsError: Naming every field that is wrong or contradicts another.
    """

    quantity: int
    unit: WindowUnit
    anchor: WindowAnchor = WindowAnchor.PERIOD_END
    test: ClaimTest = ClaimTest.RECEIVED
    calendar: str = ""
    zone: str = "UTC"
    cycle_months: int = 1
    clause: str = ""

    def __post_init__(self) -> None:
        settle(self, unit=WindowUnit, anchor=WindowAnchor, test=ClaimTest)
        if problems := dict(self._problems()):
            raise AgreedTermsError(problems)

    def _problems(self) -> Iterator[tuple[str, str]]:
        most = LONGEST[self.unit]
        least = 1 if self.unit is WindowUnit.BILLING_CYCLES else 0
        if not least <= self.quantity <= most:
            yield "quantity", f"A window lasts from {least} to {most:,} units of this kind."
        if self.unit is WindowUnit.BILLING_CYCLES and self.anchor is not WindowAnchor.BILLING_CYCLE_END:
            yield "anchor", "Billing cycles are counted from the end of a billing cycle."
        if not 1 <= self.cycle_months <= 60:
            yield "cycle_months", "A billing cycle lasts from 1 to 60 months."
        elif self.cycle_months != 1 and self.anchor is not WindowAnchor.BILLING_CYCLE_END:
            yield "cycle_months", "Only a window that is counted from a billing cycle needs its length."
        yield from self._place_problems()

    def _place_problems(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the calendar and the zone."""
        if self.unit is WindowUnit.BUSINESS_DAYS:
            try:
                calendar_named(self.calendar)
            except UnknownCalendarError as error:
                yield "calendar", f"Business days need a calendar. {error}"
        elif self.calendar:
            yield "calendar", "Only business days need a calendar. Clear it."
        try:
            ZoneInfo(self.zone)
        except (ValueError, OSError, KeyError):
            yield "zone", f"Unknown time zone {self.zone[:60]!r}: use a name such as Europe/Berlin."
