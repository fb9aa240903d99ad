"""What other terms would change."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from core.rules.periods import Period, PeriodUnit
from renewals.rules import Anchor, NoticeRule, NoticeTest, NoticeUnit, Term, TermType, compute_deadline
from renewals.rules.comparison import COMPARED, changes_between

ON = dt.date(2026, 6, 1)
TERM = Term(
    type=TermType.AUTO_RENEW,
    start_date=dt.date(2026, 1, 1),
    initial_term=Period(12, PeriodUnit.MONTHS),
    renewal_term=Period(12, PeriodUnit.MONTHS),
)


def answer(days: int | None, on: dt.date = ON):
    rule = NoticeRule(
        quantity=days, unit=NoticeUnit.CALENDAR_DAYS, anchor=Anchor.TERM_END, test=NoticeTest.SENT
    )
    return compute_deadline(TERM, rule if days is not None else None, on)


def test_the_same_terms_change_nothing():
    assert changes_between(answer(90), answer(90)) == ()


def test_a_shorter_notice_moves_the_last_days_and_says_how_far():
    changes = {change.name: change for change in changes_between(answer(90), answer(60))}
    assert changes["notice_by_date"].days == 30
    assert changes["act_by_date"].before == dt.date(2026, 10, 2)
    assert changes["act_by_date"].after == dt.date(2026, 11, 1)
    assert "term_end" not in changes


def test_a_date_that_is_gone_has_no_distance():
    changes = {change.name: change for change in changes_between(answer(90), answer(None))}
    assert changes["act_by_date"].after is None
    assert changes["act_by_date"].days is None
    assert changes["missing"].after == ("notice",)


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_way_back_is_the_way_there_reversed(one: int, other: int):
    there, back = changes_between(answer(one), answer(other)), changes_between(answer(other), answer(one))
    assert [change.name for change in there] == [change.name for change in back]
    assert [change.days for change in there] == [change.days and -change.days for change in back]


def test_changes_come_in_the_order_in_which_people_read_them():
    names = [change.name for change in changes_between(answer(90), answer(None))]
    assert names == [name for name in COMPARED if name in names]
