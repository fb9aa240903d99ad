"""The notice rule: who must tell whom, how long before what, tested how.

Kept separately for us and for the vendor; the same arithmetic serves both.
"""

from __future__ import annotations

from datetime import time
from typing import Final

from core.rules.choice import Word, settle
from core.rules.periods import Period
from core.rules.value import value


class NoticeUnit(Word):
    """The unit of a notice period."""

    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"
    CLEAR_DAYS = "clear_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Anchor(Word):
    """What the notice period is counted back from."""

    TERM_END = "term_end"
    RENEWAL_DATE = "renewal_date"
    ANNIVERSARY = "anniversary"
    MONTH_END = "month_end"
    QUARTER_END = "quarter_end"
    FIXED_DAY = "fixed_day"
    ROLLING = "rolling"


class NoticeTest(Word):
    """What must have happened by the last day: receipt or sending."""

    RECEIVED = "received"
    SENT = "sent"


class Roll(Word):
    """What becomes of a last day that is not a business day. It never moves forward."""

    NONE = "none"
    PRECEDING = "preceding"


class Party(Word):
    """Who gives the notice."""

    US = "us"
    VENDOR = "vendor"


PERIODIC: Final = frozenset({Anchor.MONTH_END, Anchor.QUARTER_END, Anchor.FIXED_DAY})
"""Anchors that come round again: the next exit still reachable is meant."""


@value()
class NoticeSpan:
    """A length of notice, such as 90 calendar days; zero or more."""

    n: int
    unit: NoticeUnit

    def __post_init__(self) -> None:
        if type(self.unit) is not NoticeUnit:
            settle(self, unit=NoticeUnit)


@value()
class DeliveryMethod:
    """A permitted way to serve a notice.

    Attributes:
        method: Its name as agreed, e.g. ``courier``.
        deemed_business_days: On which business day after sending it counts as received: the day
            after sending is day 1, 0 is the day of sending.
        deemed_calendar_days: The same in calendar days, whether worked or not. At most one of the two is
            given; where neither is, nothing is agreed, so that only actual receipt counts.
    """

    method: str
    deemed_business_days: int | None = None
    deemed_calendar_days: int | None = None

    @property
    def is_deemed(self) -> bool:
        """Whether a day is agreed on which a notice sent so counts as received."""
        return self.deemed_business_days is not None or self.deemed_calendar_days is not None


@value(kw_only=True)
class NoticeRule:
    """One notice provision of a contract; None where a fact is not known.

    Words may be spelt out (``"term_end"``); an empty text is None. An unknown word is a ValueError.

    Attributes:
        quantity: How many units of notice; 0 is valid.
        unit: Their unit.
        anchor: What they are counted back from.
        test: Received (also where nothing is said, the stricter) or sent.
        earliest: How long before the anchor the window opens; None: with the term's first day.
        roll: Whether the last day moves back to a business day.
        minimum: From the start date; no exit by this rule before it is over, whatever others allow.
        methods: Permitted ways to serve it; empty where none is named.
        calendar: Whose business days count, e.g. ``GB-ENG``; None where none is agreed.
        timezone: Where the last day ends, an IANA name; shown in the steps.
        cutoff_time: Until what hour the last day counts; shown in the steps.
        fixed_day: For the anchor ``fixed_day``: month and day; 29 Feb means 28 Feb in common years.
        party: Who gives this notice.
        addressee: To whom it must go.
        form: In which form.
        clause_ref: The clause it rests on, e.g. ``12.3(b)``.
    """

    quantity: int | None = None
    unit: NoticeUnit | None = None
    anchor: Anchor | None = None
    test: NoticeTest = NoticeTest.RECEIVED
    earliest: NoticeSpan | None = None
    roll: Roll = Roll.NONE
    methods: tuple[DeliveryMethod, ...] = ()
    calendar: str | None = None
    timezone: str | None = None
    cutoff_time: time | None = None
    fixed_day: tuple[int, int] | None = None
    party: Party = Party.US
    addressee: str = ""
    form: str = ""
    clause_ref: str = ""
    minimum: Period | None = None

    def __post_init__(self) -> None:
        settle(self, unit=NoticeUnit, anchor=Anchor, test=NoticeTest, roll=Roll, party=Party)
