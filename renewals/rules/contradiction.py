"""Terms that contradict themselves, so that no date can be meant.

1. The end lies before the start.
2. A stated end and an initial term disagree.
3. The earliest day of the notice window lies after its latest.
4. The notice is longer than the longest term that it is counted back from, or than a year for an
   anniversary. (A short first term before longer ones, or the reverse, is real and is accepted.)
5. A perpetual contract has no end and no renewals; a fixed term has no renewals; an option is not
   exercised more often than agreed. A term that both sides may agree to renew is a fixed one.
6. A fixed day of the year belongs to the anchor ``fixed_day``.
7. The day of an event without the event; an event in a term without an end, or so early that the first term
   would end before it starts. The same of the event that the minimum counts from, and the minimum.
8. A length leads past the year 9999.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from core.rules.periods import Period, PeriodRangeError, PeriodUnit, add_days, add_months, last_day
from renewals.rules.notice import Anchor, NoticeRule, NoticeSpan, NoticeUnit
from renewals.rules.term import OPEN_ENDED, Term, TermType, first_length, later_length

Contradiction = tuple[tuple[str, ...], str]

_SHORTEST_MONTH: Final = 28
_LONGEST_MONTH: Final = 31
_SIZES: Final = {
    "days": (False, 1),
    "calendar_days": (False, 1),
    "clear_days": (False, 1),
    "business_days": (False, 1),
    "weeks": (False, 7),
    "months": (True, 1),
    "years": (True, 12),
}
"""For each unit, whether it is counted in months, and of how many months or days it consists."""
_ONE_YEAR: Final = Period(1, PeriodUnit.YEARS)
_LENGTHS: Final = ("initial_term", "end_date", "renewal_term")
_FROM_THE_END: Final = frozenset({Anchor.TERM_END, Anchor.RENEWAL_DATE})


def contradictions(term: Term, rule: NoticeRule | None) -> Iterator[Contradiction]:
    """Yield each contradiction as the full names of the fields in it, and what is wrong."""
    problems = list(_in_the_term(term))
    yield from problems
    if rule is not None:
        yield from _in_the_window(rule)
        if not problems:
            yield from _with_the_term(term, rule)


def _in_the_term(term: Term) -> Iterator[Contradiction]:
    start, end, initial = term.start_date, term.end_date, term.initial_term
    if start and end and end < start:
        yield ("term.end_date", "term.start_date"), f"the end {end} lies before the start {start}"
    elif start and initial and not term.end_event:
        yield from _in_the_first_term(start, initial, end)
    if term.type is TermType.PERPETUAL and (end or initial):
        name = "term.end_date" if end else "term.initial_term"
        yield ("term.type", name), "a perpetual contract has no end: leave it out or use another type"
    if term.renewal_by_agreement and term.type is not None and term.type is not TermType.FIXED:
        message = "renewal by agreement belongs to a fixed term: use the type fixed, or leave it out"
        yield ("term.type", "term.renewal_by_agreement"), message
    if term.renewal_as_initial:
        yield from _in_the_renewal(term)
    yield from _in_the_event(term)
    yield from _in_the_minimum(term)
    if term.type is TermType.FIXED and term.max_renewals and not term.renewal_by_agreement:
        message = "a fixed term has no renewals: use auto_renew or option, or leave it out"
        yield ("term.type", "term.max_renewals"), message
    if term.max_renewals is not None and term.renewals_exercised > term.max_renewals:
        message = f"{term.renewals_exercised} exercised, but only {term.max_renewals} agreed"
        yield ("term.renewals_exercised", "term.max_renewals"), message


def _in_the_first_term(start: date, initial: Period, end: date | None) -> Iterator[Contradiction]:
    if end is None and start.year + initial.steps < date.max.year:
        return  # Nothing disagrees, and so few steps cannot lead out, were they years.
    try:
        computed = last_day(start, initial)
    except PeriodRangeError:
        yield ("term.initial_term",), "it leads past the year 9999"
        return
    if end is not None and computed != end:
        message = f"the initial term ends on {computed}, not on {end}: state one of the two"
        yield ("term.end_date", "term.initial_term"), message


def _in_the_event(term: Term) -> Iterator[Contradiction]:
    event, start, initial = term.end_event_date, term.start_date, term.initial_term
    if event and not term.end_event:
        message = "the day of an event needs the event that the end counts from"
        yield ("term.end_event_date", "term.end_event"), message
    elif term.end_event and term.type in OPEN_ENDED:
        yield ("term.end_event", "term.type"), "it has no end: leave the event out or use another type"
    elif event and initial:
        try:
            computed = last_day(event, initial)
        except PeriodRangeError:
            yield ("term.initial_term",), "it leads past the year 9999"
            return
        if start and computed < start:
            message = f"counted from {event} the first term would end on {computed}, before the start {start}"
            yield ("term.end_event_date", "term.start_date"), message


def _in_the_minimum(term: Term) -> Iterator[Contradiction]:
    event, start, minimum = term.minimum_event_date, term.start_date, term.minimum_term
    if event and not term.minimum_event:
        message = "the day of an event needs the event that the minimum counts from"
        yield ("term.minimum_event_date", "term.minimum_event"), message
    elif event and minimum:
        try:
            computed = last_day(event, minimum)
        except PeriodRangeError:
            yield ("term.minimum_term",), "it leads past the year 9999"
            return
        if start and computed < start:
            message = (
                f"counted from {event} the minimum would be over on {computed}, before the start {start}"
            )
            yield ("term.minimum_event_date", "term.start_date"), message


def _in_the_renewal(term: Term) -> Iterator[Contradiction]:
    if term.renewal_term is not None:
        message = "a renewal is as long as the first term, or as long as stated: leave one out"
        yield ("term.renewal_as_initial", "term.renewal_term"), message
    if term.type in OPEN_ENDED:
        message = "it has no end and so no renewals: leave it out or use another type"
        yield ("term.renewal_as_initial", "term.type"), message


def _in_the_window(rule: NoticeRule) -> Iterator[Contradiction]:
    if rule.fixed_day and rule.anchor is not None and rule.anchor is not Anchor.FIXED_DAY:
        message = "a day of the year needs the anchor fixed_day"
        yield ("notice.fixed_day", "notice.anchor"), message
    if rule.earliest is None or rule.quantity is None or rule.unit is None:
        return
    if _is_longer(NoticeSpan(rule.quantity, rule.unit), rule.earliest):
        opens, by = _words(rule.earliest), _words(NoticeSpan(rule.quantity, rule.unit))
        message = f"the window would open {opens} before and close {by} before: earliest is after latest"
        yield ("notice.earliest", "notice.quantity"), message


def _with_the_term(term: Term, rule: NoticeRule) -> Iterator[Contradiction]:
    if rule.quantity is None or rule.unit is None or term.type is None or term.type in OPEN_ENDED:
        return
    notice = NoticeSpan(rule.quantity, rule.unit)
    if rule.anchor is Anchor.ANNIVERSARY and _is_longer(notice, _ONE_YEAR):
        yield ("notice.quantity", "notice.anchor"), f"{_words(notice)} of notice is longer than a year"
    if rule.anchor not in _FROM_THE_END:
        return
    if _exceeds_every_term(notice, term):
        name = next((name for name in _LENGTHS if getattr(term, name) is not None), "type")
        longer = f"{_words(notice)} of notice is longer than the term"
        yield ("notice.quantity", f"term.{name}"), longer


def _exceeds_every_term(notice: NoticeSpan, term: Term) -> bool:
    """Return whether a notice is longer than each term whose length is known; at least one is."""
    first = first_length(term)
    if first is not None and not _exceeds(notice, first, term.start_date):
        return False
    later = None if term.type is TermType.FIXED or term.max_renewals == 0 else later_length(term)
    if later is not None and not _exceeds(notice, later, term.start_date):
        return False
    return first is not None or later is not None


def _exceeds(notice: NoticeSpan, length: Period | date, start: date | None) -> bool:
    """Return whether a notice is longer than a term of a length, or than one up to a stated end."""
    if isinstance(length, Period):
        return _is_longer(notice, length)
    if start is None:
        return False
    n, unit = notice.n, notice.unit
    if unit is NoticeUnit.MONTHS or unit is NoticeUnit.YEARS:
        months = 12 * n if unit is NoticeUnit.YEARS else n
        try:
            return add_months(length, -months) < add_days(start, -1)
        except PeriodRangeError:
            return True
    return _shortest(notice) > (length - start).days + 1


def _is_longer(one: NoticeSpan | Period, other: NoticeSpan | Period) -> bool:
    """Return whether a length exceeds another on every date; units of one family compare exactly."""
    is_monthly, size = _SIZES[one.unit]
    other_is_monthly, other_size = _SIZES[other.unit]
    if is_monthly and other_is_monthly:
        return one.n * size > other.n * other_size
    if one.unit == other.unit:
        return one.n > other.n
    return _shortest(one) > _longest(other)


def _shortest(length: NoticeSpan | Period) -> int:
    """Return the fewest calendar days that a length can have."""
    is_monthly, size = _SIZES[length.unit]
    return length.n * size * (_SHORTEST_MONTH if is_monthly else 1)


def _longest(length: NoticeSpan | Period) -> int:
    """Return the most calendar days that a length can have; business days with a margin."""
    if length.unit is NoticeUnit.BUSINESS_DAYS:
        return length.n * 3 + 14
    is_monthly, size = _SIZES[length.unit]
    return length.n * size * (_LONGEST_MONTH if is_monthly else 1)


def _words(length: NoticeSpan) -> str:
    return f"{length.n} {length.unit.value.replace('_', ' ')}"
