"""The engine against a slow and simple calculation that shares no code with it: it walks and counts."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.periods import Period
from renewals.rules import Anchor, NoticeRule, NoticeUnit, Term, TermType, compute_deadline

ONE = timedelta(days=1)
GERMAN = holidays.country_holidays("DE", years=range(2017, 2036))

starts = st.dates(date(2019, 1, 1), date(2024, 12, 31))
same_family = st.builds(Period, st.integers(1, 30), st.sampled_from(["months", "years"]))
units = st.sampled_from(list(NoticeUnit))


def walked_term(start: date, first: Period, later: Period, on: date) -> tuple[int, date, date]:
    """Return number, first and last day of the term on a day, by walking from the start."""
    number, total = 1, relativedelta(**{first.unit.value: first.n})
    begins = start
    while True:
        ends = start + total - ONE
        if on <= ends:
            return number, begins, ends
        number, begins = number + 1, ends + ONE
        total += relativedelta(**{later.unit.value: later.n})


def counted_back(end: date, quantity: int, unit: NoticeUnit) -> date:
    """Return the last day to give notice, by counting days one by one or by the strictest reading."""
    if unit in (NoticeUnit.MONTHS, NoticeUnit.YEARS):
        span = relativedelta(**{unit.value: quantity})
        return min(end - span, end + ONE - span - ONE)
    if unit is NoticeUnit.BUSINESS_DAYS:
        day = end
        while quantity:
            day -= ONE
            quantity -= day.weekday() < 5 and day not in GERMAN
        return day
    days = {NoticeUnit.WEEKS: quantity * 7, NoticeUnit.CLEAR_DAYS: quantity + 1}.get(unit, quantity)
    return max(end - timedelta(days=back) for back in range(days, days + 3))


@settings(max_examples=50, deadline=None)
@given(starts, same_family, same_family, st.integers(0, 90), units, st.integers(0, 3000))
def test_a_renewing_contract_has_the_term_and_the_deadline_that_walking_finds(
    start: date, first: Period, later: Period, quantity: int, unit: NoticeUnit, ahead: int
) -> None:
    quantity = quantity % 13 if unit in (NoticeUnit.MONTHS, NoticeUnit.YEARS) else quantity
    on = start + timedelta(days=ahead)
    term = Term(type=TermType.AUTO_RENEW, start_date=start, initial_term=first, renewal_term=later)
    rule = NoticeRule(quantity=quantity, unit=unit, anchor=Anchor.TERM_END, calendar="DE")
    answer = compute_deadline(term, rule, on)
    number, begins, ends = walked_term(start, first, later, on)
    assert (answer.term_number, answer.term_start, answer.term_end) == (number, begins, ends)
    assert answer.notice_by_date == counted_back(ends, quantity, unit)
    assert (answer.status == "missed") == (on > counted_back(ends, quantity, unit))


@settings(max_examples=40, deadline=None)
@given(starts, same_family, same_family, same_family, st.integers(-500, 1500), st.integers(0, 3000))
def test_a_minimum_from_an_event_leads_to_the_term_that_walking_finds(
    start: date, first: Period, later: Period, minimum: Period, event_after: int, ahead: int
) -> None:
    on, event = start + timedelta(days=ahead), start + timedelta(days=event_after)
    term = Term(
        type=TermType.AUTO_RENEW, start_date=start, initial_term=first, renewal_term=later,
        minimum_term=minimum, minimum_event="go-live", minimum_event_date=event,
    )  # fmt: skip
    over = event + relativedelta(**{minimum.unit.value: minimum.n}) - ONE
    ends = walked_term(start, first, later, max(on, over))[2]
    rule = NoticeRule(quantity=60, unit=NoticeUnit.CALENDAR_DAYS, anchor=Anchor.TERM_END)
    answer = compute_deadline(term, rule, on)
    assert (answer.exit_date, answer.notice_by_date) == (ends, ends - timedelta(days=60))


@settings(max_examples=30, deadline=None)
@given(starts, st.integers(0, 2000), st.integers(0, 90))
def test_the_next_month_end_that_a_notice_reaches_is_the_one_that_walking_finds(
    start: date, ahead: int, quantity: int
) -> None:
    on = start + timedelta(days=ahead)
    term = Term(type=TermType.EVERGREEN, start_date=start)
    rule = NoticeRule(quantity=quantity, unit=NoticeUnit.CALENDAR_DAYS, anchor=Anchor.MONTH_END)
    day = on
    while (day + ONE).day != 1 or day - timedelta(days=quantity) < on:
        day += ONE
    assert compute_deadline(term, rule, on).earliest_exit_date == day
