"""The answer of the deadline engine: dates, status, readings, and the steps that led there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from core.rules.choice import Word
from core.rules.value import value


class DeadlineStatus(Word):
    """What a day means for a contract. Where several fit, the first of this list counts.

    ``open`` is before the notice window, ``missed`` after the last day for the current term.
    """

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    FINAL_TERM = "final_term"
    NO_DEADLINE = "no_deadline"
    OPEN = "open"
    IN_WINDOW = "in_window"
    MISSED = "missed"


class Consequence(Word):
    """What happens if nobody acts."""

    RENEWS = "renews"
    LAPSES = "lapses"
    GOES_INTO_HOLDOVER = "goes_into_holdover"
    RUNS_ON = "runs_on"
    OPTION_IS_LOST = "option_is_lost"
    ENDS_BY_NOTICE = "ends_by_notice"


StepValue = date | int | str


@value()
class Step:
    """One step of the computation: a code and its parameters; :mod:`.sentences` has the words.

    Names of parameters that hold dates end in ``_date``.
    """

    code: str
    params: Mapping[str, StepValue] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str, **params: StepValue) -> Step:
        """Return a step with its parameters in the order given."""
        return cls(code, params)


@value()
class Reading:
    """One way to read the clause, and the last day to give notice under it (after any roll)."""

    rule: str
    notice_by_date: date


@value()
class SendBy:
    """The last day to send by one method.

    ``deemed_received_date`` is the day on which a notice sent that day counts as received.
    """

    method: str
    send_by_date: date
    deemed_received_date: date


@value()
class NextExit:
    """The next exit after one was missed.

    Attributes:
        exit_date: The last day in force if that exit is used.
        notice_by_date: The last day to give notice for it; None if the contract then ends by itself.
        extra_terms: How many terms more than the missed exit would have cost.
        extra_days: How many days more.
        send_by_date: The last day to send that notice; None where it cannot be told.
        act_by_date: Send-by less the lead time.
    """

    exit_date: date
    notice_by_date: date | None
    extra_terms: int
    extra_days: int
    send_by_date: date | None = None
    act_by_date: date | None = None

    def with_sending(self, send_by_date: date, act_by_date: date) -> NextExit:
        """Return the same exit with the last day to send its notice and the day to act by."""
        return NextExit(
            self.exit_date,
            self.notice_by_date,
            self.extra_terms,
            self.extra_days,
            send_by_date,
            act_by_date,
        )


@value(kw_only=True)
class DeadlineAnswer:
    """What the terms of a contract mean on a day, and why. All dates are inclusive.

    Attributes:
        status: See :class:`DeadlineStatus`.
        as_of: The day asked about (left out of comparisons).
        term_number: The current term, counted from 1.
        term_start: Its first day.
        term_end: Its last day; None where it has none.
        renewal_date: First day of the next term; None where none follows by itself or by option.
        exit_date: The last day in force if notice is given in time for the dates below.
        earliest_notice_date: First day on which notice is valid.
        notice_by_date: Last day on which notice may be given, after any roll.
        send_by_date: Last day on which it may be sent, the earliest over all methods.
        act_by_date: Send-by less the lead time; what people see first.
        earliest_exit_date: Earliest last day in force if notice is given on ``as_of``.
        earliest_exit_rule: ``convenience`` where that rule, beside the leading one, gives this exit.
        is_exit_moving: Whether ``earliest_exit_date`` moves with each day (notice at any time).
        readings: Every reading of the clause; the acting one is ``acting_rule``.
        acting_rule: The reading acted on: the locked one, else the earliest.
        spread_days: Days between the earliest and the latest reading.
        sends: The last day to send, by method.
        if_nobody_acts: What happens then; None where unknown or over.
        in_holdover: Whether the last term is over and the contract goes on.
        next_exit: The next exit where this term's has been missed.
        next_review_date: For contracts without a deadline: when to look at them again.
        minimum_end_date: Last day of the agreed minimum, where there is one.
        steps: The computation, in order.
        missing: Names of facts that are needed and not known.
        clause_ref: The clause that the notice rule rests on.
        calendar: The calendar used; None where none was.
        calendar_version: The release of the holiday tables used; None where none was.
        next_change_date: First later day on which this answer changes if nothing else does
            (``earliest_exit_date`` apart where ``is_exit_moving``); None if never.
    """

    status: DeadlineStatus
    as_of: date = field(compare=False)
    term_number: int | None = None
    term_start: date | None = None
    term_end: date | None = None
    renewal_date: date | None = None
    exit_date: date | None = None
    earliest_notice_date: date | None = None
    notice_by_date: date | None = None
    send_by_date: date | None = None
    act_by_date: date | None = None
    earliest_exit_date: date | None = None
    is_exit_moving: bool = False
    readings: tuple[Reading, ...] = ()
    acting_rule: str | None = None
    spread_days: int = 0
    sends: tuple[SendBy, ...] = ()
    if_nobody_acts: Consequence | None = None
    in_holdover: bool = False
    next_exit: NextExit | None = None
    next_review_date: date | None = None
    minimum_end_date: date | None = None
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    clause_ref: str = ""
    calendar: str | None = None
    calendar_version: str | None = None
    next_change_date: date | None = None
    earliest_exit_rule: str | None = None
