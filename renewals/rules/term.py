"""The agreed duration of a contract, and which term it is in on a day.

1. All dates are inclusive as printed. A term of n months ends the day before the corresponding day.
2. ``fixed`` has one term. ``auto_renew`` and ``month_to_month`` follow it with renewal terms.
   ``option`` has one term more for each option exercised. ``evergreen`` and ``perpetual`` have one
   term without an end.
3. ``max_renewals`` counts renewals after the first term; None is unlimited, 0 means none.
4. ``month_to_month`` without an initial term: the first term is as long as a renewal term, and a
   renewal term is one month where none is stated.
5. After the last term a contract lapses, or goes on in holdover without terms.
6. Where the first day is not known but the last day of the first term is stated, that decides this end
   and every later term. Only the first day itself, and what hangs on it, stays unknown.
7. Once the option at the end of a term was exercised, what is to be decided next is the end of the term that
   it adds, although that term has not begun.
8. A renewal may be agreed to be as long as the first term. Where that has a stated last day, whole months
   from the first day count as months, anything else as days.
9. A ``fixed`` term may be renewed by agreement: it ends by itself, and neither side alone can make it go on.
   It has one term more for each renewal that was agreed.
10. The first term may end a length after an event, at the latest on a stated last day. Until the day of the
    event is recorded its end is not known; a length from that day ends the day before the corresponding day.
11. A term may begin with an event. Until its day is recorded as the first day, the first day is not known.
12. The agreed minimum may count from an event instead of the first day, in the same way. Until the day of the
    event is recorded no exit is known that the minimum could forbid.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from core.rules.choice import Word, settle
from core.rules.periods import (
    ONE_DAY,
    Period,
    PeriodRangeError,
    PeriodUnit,
    add_months,
    last_day,
    months_between,
)
from core.rules.tiling import Span, Tiling, tile
from core.rules.value import value

ONE_MONTH: Final = Period(1, PeriodUnit.MONTHS)
_LONG_AGO: Final = date.min
"""Stands for a first day that is not known; see :meth:`Position.known_start`."""


class TermType(Word):
    """How a contract runs on."""

    FIXED = "fixed"
    AUTO_RENEW = "auto_renew"
    OPTION = "option"
    EVERGREEN = "evergreen"
    MONTH_TO_MONTH = "month_to_month"
    PERPETUAL = "perpetual"


class AfterLastTerm(Word):
    """What happens when the last permitted term is over."""

    LAPSE = "lapse"
    HOLDOVER = "holdover"


class Phase(Word):
    """Where a day lies in the life of a contract."""

    NOT_STARTED = "not_started"
    IN_FORCE = "in_force"
    HOLDOVER = "holdover"
    ENDED = "ended"


OPEN_ENDED: Final = frozenset({TermType.EVERGREEN, TermType.PERPETUAL})
RENEWS_BY_ITSELF: Final = frozenset({TermType.AUTO_RENEW, TermType.MONTH_TO_MONTH})


@value(kw_only=True)
class Term:
    """The terms of one contract; None where a fact is not known.

    Words may be spelt out (``"fixed"``); an empty text is None. An unknown word is a ValueError.

    Attributes:
        type: How the contract runs on.
        start_date: First day in force.
        initial_term: Length of the first term.
        end_date: Last day of the first term, where it is stated instead of a length.
        renewal_term: Length of each later term (for ``evergreen``: how often to review).
        max_renewals: Renewals after the first term; None is unlimited, 0 is valid.
        after_last_term: Lapse or holdover.
        minimum_term: From the start date, or from ``minimum_event``; no exit before it is over.
        renewals_exercised: How many options have been exercised, or renewals agreed, so far.
        renewal_as_initial: Whether each later term is as long as the first; then without ``renewal_term``.
        renewal_by_agreement: For ``fixed``: whether both sides may agree to renew it.
        start_event: With what the first term begins, e.g. ``acceptance``, where that is an event.
        end_event: The event from which ``initial_term`` counts, e.g. ``the launch``, where that is not the
            start date; ``end_date`` is then the latest end.
        end_event_date: The day of that event; None until it is known.
        minimum_event: The event from which ``minimum_term`` counts, e.g. ``go-live``, where that is not the
            start date.
        minimum_event_date: The day of that event; None until it is known.
    """

    type: TermType | None = None
    start_date: date | None = None
    initial_term: Period | None = None
    end_date: date | None = None
    renewal_term: Period | None = None
    max_renewals: int | None = None
    after_last_term: AfterLastTerm = AfterLastTerm.LAPSE
    minimum_term: Period | None = None
    renewals_exercised: int = 0
    renewal_as_initial: bool = False
    renewal_by_agreement: bool = False
    start_event: str = ""
    end_event: str = ""
    end_event_date: date | None = None
    minimum_event: str = ""
    minimum_event_date: date | None = None

    def __post_init__(self) -> None:
        settle(self, type=TermType, after_last_term=AfterLastTerm)


@value()
class Position:
    """Where a contract stands on a day.

    Attributes:
        phase: Not started, in force, in holdover, ended.
        span: The current term; before the start the first, after the end the last.
        is_last: Whether no term follows the current one by itself or by an option still open.
        last_number: The number of the last permitted term; None if there is no last.
        tiling: How later terms are laid; None where no length of a later term is known or none comes.
    """

    phase: Phase
    span: Span
    is_last: bool
    last_number: int | None
    tiling: Tiling | None

    def known_start(self, term: Term) -> date | None:
        """Return the first day of the current term, or None where it is not known."""
        return None if self.span.number == 1 and term.start_date is None else self.span.start

    def term(self, number: int) -> Span | None:
        """Return a later term by number, or None where there is none."""
        if self.tiling is None or (self.last_number is not None and number > self.last_number):
            return None
        try:
            return self.tiling.term(number)
        except PeriodRangeError:
            return None

    def term_on(self, day: date) -> Span:
        """Return the term that contains a day; the last permitted one for a day after it."""
        if self.tiling is None:
            return self.span
        span = self.tiling.term_on(day)
        if self.last_number is not None and span.number > self.last_number:
            return self.tiling.term(self.last_number)
        return span


def first_length(term: Term) -> Period | date | None:
    """Return what fixes the end of the first term, or None where that is not known.

    A stated last day wins over a length that contradicts it; where both agree the length is
    returned, so that later terms are counted from the start. A last day before the start and a
    length of zero count as not known. From an event the length counts from its day; see ``end_event``.
    """
    if term.end_event:
        return _end_after_event(term)
    start, length, end = term.start_date, _given(term.initial_term), term.end_date
    if length is None and end is None and term.type is TermType.MONTH_TO_MONTH:
        return later_length(term)
    if end is None or (start is not None and end < start):
        return length
    return length if length and start and last_day(start, length) == end else end


def _end_after_event(term: Term) -> date | None:
    """Return the last day of a first term that counts from an event; None where that is not known."""
    length, start = _given(term.initial_term), term.start_date
    if length is None or term.end_event_date is None:
        return None
    end = last_day(term.end_event_date, length)
    if term.end_date is not None:
        end = min(end, term.end_date)
    return None if start is not None and end < start else end


def later_length(term: Term) -> Period | None:
    """Return the length of a term after the first; one month for month-to-month if not stated."""
    length = _as_initial(term) if term.renewal_as_initial else _given(term.renewal_term)
    return ONE_MONTH if length is None and term.type is TermType.MONTH_TO_MONTH else length


def _as_initial(term: Term) -> Period | None:
    """Return the length of the first term as one that can be repeated; None where it is not known."""
    start, length, end = term.start_date, _given(term.initial_term), term.end_date
    if term.end_event:
        length, end = None, _end_after_event(term)
    if end is None or start is None or end < start or end == date.max:
        return length
    if length is not None and last_day(start, length) == end:
        return length
    after = end + ONE_DAY
    months = months_between(start, after)
    if months and add_months(start, months) == after:
        return Period(months, PeriodUnit.MONTHS)
    return Period((after - start).days, PeriodUnit.DAYS)


def stated_length(term: Term) -> Period | None:
    """Return the length of the first term as agreed, or as its stated last day makes it, if known."""
    if term.end_date is None and term.initial_term is None:
        return later_length(term) if term.type is TermType.MONTH_TO_MONTH else None
    return _as_initial(term)


def _given(length: Period | None) -> Period | None:
    """Return a length unless it is zero, which is no length."""
    return length if length is not None and length.n else None


def first_term_end(term: Term) -> date | None:
    """Return the last day of the first term; None where it has none or it is not known."""
    first = first_length(term)
    if isinstance(first, Period):
        return None if term.start_date is None else last_day(term.start_date, first)
    return first


def minimum_end(term: Term) -> date | None:
    """Return the last day of the agreed minimum; None where there is none, or it is not known.

    It counts from the start date, or from an event. The initial term of an evergreen or perpetual contract
    is a minimum too; the later day counts.
    """
    ends = []
    counted_from = term.minimum_event_date if term.minimum_event else term.start_date
    if term.minimum_term is not None and counted_from is not None:
        ends.append(last_day(counted_from, term.minimum_term))
    if term.type in OPEN_ENDED and (first_end := first_term_end(term)) is not None:
        ends.append(first_end)
    return max(ends, default=None)


def last_term_number(term: Term) -> int | None:
    """Return the number of the last permitted term, counted from 1; None where there is no last."""
    if term.type is TermType.FIXED:
        return 1 + term.renewals_exercised if term.renewal_by_agreement else 1
    return None if term.max_renewals is None else 1 + term.max_renewals


def _lay(term: Term, start: date) -> Tiling | None:
    """Return how the terms are laid; None where nothing is known to follow the first."""
    first, later = first_length(term), later_length(term)
    if first is None or later is None or last_term_number(term) == 1:
        return None
    try:
        return tile(start, first, later)
    except PeriodRangeError:
        return None


def _laid_from(term: Term) -> date | None:
    """Return the day from which the terms are laid; None where neither start nor a stated end is known."""
    if term.start_date is not None or term.end_date is None or term.end_event:
        return term.start_date
    hangs_on_start = term.minimum_term is not None and not term.minimum_event
    return None if term.type in OPEN_ENDED or hangs_on_start else _LONG_AGO


def locate(term: Term, on: date) -> Position | None:
    """Return where a contract stands on a day; None where type, start or first term are not known.

    A stated last day of the first term does instead of a start. A term that would renew, but for an
    unknown length, stays at its first term.

    Raises:
        PeriodRangeError: If a length leads outside the years 1 to 9999.
    """
    start = _laid_from(term)
    if term.type is None or start is None:
        return None
    phase = Phase.NOT_STARTED if on < start else Phase.IN_FORCE
    if term.type in OPEN_ENDED:
        return Position(phase, Span(1, start, None), False, None, None)
    last, tiling = last_term_number(term), _lay(term, start)
    end = first_term_end(term) if tiling is None else tiling.first_end
    if end is None:
        return None
    in_force = last
    if term.type is TermType.OPTION:
        in_force = 1 + term.renewals_exercised if last is None else min(1 + term.renewals_exercised, last)
    span = Span(1, start, end)
    if tiling is not None:
        span = tiling.term_on(on)
        if in_force is not None and span.number > in_force:
            span = tiling.term(in_force)
    if span.end is not None and on > span.end and span.number == (in_force or 0):
        phase = Phase.HOLDOVER if term.after_last_term is AfterLastTerm.HOLDOVER else Phase.ENDED
    return Position(phase, span, last is not None and span.number >= last, last, tiling)


def decided_position(term: Term, position: Position) -> Position:
    """Return where the next decision lies: the last term added by option or agreement, or the present."""
    adds = term.type is TermType.OPTION or term.renewal_by_agreement
    if not adds or position.phase not in (Phase.IN_FORCE, Phase.NOT_STARTED):
        return position
    span = position.term(1 + term.renewals_exercised)
    if span is None or span.number <= position.span.number:
        return position
    last = position.last_number
    return replace(position, span=span, is_last=last is not None and span.number >= last)
