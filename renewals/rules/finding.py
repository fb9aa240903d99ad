"""What was found out about one contract on one day, before it is put into words and dates."""

from __future__ import annotations

from datetime import date

from core.rules.calendars import Calendar
from core.rules.value import value
from renewals.rules.answer import Consequence, DeadlineStatus, NextExit, SendBy
from renewals.rules.notice import NoticeRule
from renewals.rules.term import OPEN_ENDED, AfterLastTerm, Phase, Position, Term, TermType
from renewals.rules.window import Window


@value()
class WayOut:
    """How to leave: the window of the current exit, the days to send, and the exits.

    Attributes:
        window: None where there is no day to miss.
        opens_date: First day of the window.
        sends: Last day to send, by method.
        send_by_date: The earliest of them.
        act_by_date: Send-by less the lead time.
        next_exit: The exit after this one where this one is missed.
        earliest_exit_date: Last day in force for a notice given on the day asked about.
        is_moving: Whether that day moves with each day, because notice can be given at any time.
    """

    window: Window | None = None
    opens_date: date | None = None
    sends: tuple[SendBy, ...] = ()
    send_by_date: date | None = None
    act_by_date: date | None = None
    next_exit: NextExit | None = None
    earliest_exit_date: date | None = None
    is_moving: bool = False


@value()
class Finding:
    """Everything that the answer and its steps are made from.

    Attributes:
        term: The terms asked about.
        rule: The notice rule, or None.
        as_of: The day asked about.
        calendar: Of the rule; None where it names none, or one that is not known.
        position: Where the contract stands; None where that is not known.
        missing: Names of facts that are needed and not known.
        floor: Last day of the agreed minimum.
        way: How to leave.
        status: What the day means.
        review_date: When to look at a contract without a deadline again.
        locked_reading: Locked by legal, or None.
    """

    term: Term
    rule: NoticeRule | None
    as_of: date
    calendar: Calendar | None
    position: Position | None
    missing: tuple[str, ...]
    floor: date | None
    way: WayOut
    status: DeadlineStatus
    review_date: date | None
    locked_reading: str | None

    @property
    def notice_by_date(self) -> date | None:
        """The last day to give notice, after roll; None where there is none."""
        return self.way.window.acting.notice_by_date if self.way.window else None

    @property
    def term_end(self) -> date | None:
        """The last day of the current term; None where it has none or is not known."""
        return self.position.span.end if self.position else None


def consequence(term: Term, position: Position | None) -> Consequence | None:
    """Return what happens if nobody acts; None where unknown or already over."""
    if position is None or position.phase is Phase.ENDED:
        return None
    if term.type in OPEN_ENDED or position.phase is Phase.HOLDOVER:
        return Consequence.RUNS_ON
    if term.type is TermType.OPTION and not position.is_last:
        return Consequence.OPTION_IS_LOST
    if not position.is_last:
        return Consequence.RENEWS
    if term.after_last_term is AfterLastTerm.HOLDOVER:
        return Consequence.GOES_INTO_HOLDOVER
    return Consequence.LAPSES
