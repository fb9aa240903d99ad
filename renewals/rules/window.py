"""The notice window: from an exit back to the first and the last day to give notice, and to send.

1. Calendar days: anchor less n. Clear days: neither the day of notice nor the anchor counts, so one
   day more. Weeks: 7 n days. Business days: the nth before the anchor, which is not counted itself.
2. Months and years have three readings (``core.rules.periods.months_before``). The earliest is acted
   on unless legal has locked one.
3. Roll ``preceding`` moves a last day that is not worked to the business day before. Nothing ever
   rolls forward.
   The last day never lies after the last day in force, although 0 days before the renewal date would.
4. The window opens ``earliest`` before the anchor, by the latest reading, because a notice that is
   too early is void; without ``earliest`` on the first day of the term.
5. Send-by is the latest working day whose deemed receipt is not after notice-by. The day after
   sending is day 1 of the deemed receipt. With several methods the earliest leads.
   Deemed receipt in business days falls on a business day; in calendar days it falls on any day, but it is
   sent on a working day all the same.
6. Where sending is the test, deemed receipt does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.rules.calendars import WEEKDAYS, Calendar, calendar_named
from core.rules.periods import DAYS_IN_A_WEEK, MONTHS_IN_A_YEAR, add_days, months_before
from core.rules.value import value
from renewals.rules.answer import Reading, SendBy
from renewals.rules.notice import NoticeRule, NoticeSpan, NoticeTest, NoticeUnit, Roll


@value()
class Exit:
    """One way out: the day the notice is counted back from, and the last day in force."""

    anchor_date: date
    exit_date: date


@value()
class Window:
    """The notice window of one exit.

    Attributes:
        exit: The exit it leads to.
        readings: Every reading, after roll.
        acting: The one acted on.
        unrolled_date: The acting last day before any roll.
        opens_date: First day of the window; None where it opens with the term.
        spread_days: Days between the earliest and the latest reading.
    """

    exit: Exit
    readings: tuple[Reading, ...]
    acting: Reading
    unrolled_date: date
    opens_date: date | None
    spread_days: int


def count_back(anchor: date, span: NoticeSpan, calendar: Calendar | None) -> Sequence[tuple[str, date]]:
    """Return every reading of "a length before the anchor", by name, before any roll.

    Raises:
        ValueError: If business days are asked for without a calendar.
        PeriodRangeError: If the result lies outside the years 1 to 9999.
    """
    n, unit = span.n, span.unit
    if unit is NoticeUnit.MONTHS or unit is NoticeUnit.YEARS:
        months = n * MONTHS_IN_A_YEAR if unit is NoticeUnit.YEARS else n
        return [(str(reading), day) for reading, day in months_before(anchor, months).items()]
    if unit is NoticeUnit.BUSINESS_DAYS:
        if calendar is None:
            raise ValueError("business days need a calendar")
        return [(str(unit), calendar.subtract(anchor, n))]
    return [(str(unit), add_days(anchor, -calendar_days(n, unit)))]


def calendar_days(n: int, unit: NoticeUnit | None) -> int:
    """Return how many days a notice in calendar days, clear days or weeks is counted; days without a unit."""
    if unit is NoticeUnit.WEEKS:
        return DAYS_IN_A_WEEK * n
    return n + 1 if unit is NoticeUnit.CLEAR_DAYS else n


def window_of(
    rule: NoticeRule, way_out: Exit, calendar: Calendar | None, locked_reading: str | None = None
) -> Window:
    """Return the notice window of one exit.

    Args:
        rule: With quantity and unit given.
        way_out: The exit to count back from.
        calendar: Needed for business days and for roll; None where the rule needs none.
        locked_reading: The name of the reading that legal has locked; ignored where this rule has
            no such reading.
    """
    if rule.quantity is None or rule.unit is None:
        raise ValueError("a notice period needs a quantity and a unit")
    counted = count_back(way_out.anchor_date, NoticeSpan(rule.quantity, rule.unit), calendar)
    if way_out.anchor_date > way_out.exit_date:
        counted = [(name, min(day, way_out.exit_date)) for name, day in counted]
    rolled = counted
    if rule.roll is Roll.PRECEDING and calendar is not None:
        rolled = [(name, calendar.on_or_before(day)) for name, day in counted]
    readings = tuple([Reading(name, day) for name, day in rolled])
    index = _acting(counted, locked_reading)
    days = [day for _, day in rolled]
    spread = (max(days) - min(days)).days if len(days) > 1 else 0
    opens = None
    if rule.earliest is not None:
        latest = max(day for _, day in count_back(way_out.anchor_date, rule.earliest, calendar))
        opens = min(latest, readings[index].notice_by_date)
    return Window(way_out, readings, readings[index], counted[index][1], opens, spread)


def _acting(counted: Sequence[tuple[str, date]], locked_reading: str | None) -> int:
    """Return which reading is acted on: the locked one, else the first of the earliest."""
    days = []
    for index, (name, day) in enumerate(counted):
        if name == locked_reading:
            return index
        days.append(day)
    return days.index(min(days))


def sends_of(rule: NoticeRule, notice_by: date, calendar: Calendar | None) -> tuple[SendBy, ...]:
    """Return the last day to send, for each method of the rule, in the rule's order.

    Args:
        rule: Whose methods and test count.
        notice_by: Last day to give notice.
        calendar: Needed where a method is deemed received some business days after sending.
    """
    last_worked = notice_by if calendar is None else calendar.on_or_before(notice_by)
    found = []
    for method in rule.methods:
        days, any_days = method.deemed_business_days or 0, method.deemed_calendar_days or 0
        sent = received = last_worked
        if any_days:
            if rule.test is NoticeTest.RECEIVED:
                sent = add_days(notice_by, -any_days)
                sent = sent if calendar is None else calendar.on_or_before(sent)
            received = add_days(sent, any_days)
        elif days and calendar is not None:
            if rule.test is NoticeTest.RECEIVED:
                sent = calendar.subtract(last_worked, days)
            received = calendar.add(sent, days)
        found.append(SendBy(method.method, sent, received))
    return tuple(found)


def send_by(sends: tuple[SendBy, ...], notice_by: date, calendar: Calendar | None) -> date:
    """Return the last day to send: the earliest over the methods, else the last working day.

    Without a calendar every day can be used for sending.
    """
    if sends:
        return min([one.send_by_date for one in sends])
    return notice_by if calendar is None else calendar.on_or_before(notice_by)


def act_by(send_by_date: date, lead_days: int, calendar: Calendar | None) -> date:
    """Return send-by less a lead time in working days; Monday to Friday where there is no calendar."""
    if not lead_days:
        return send_by_date
    return (calendar or calendar_named(WEEKDAYS)).subtract(send_by_date, lead_days)
