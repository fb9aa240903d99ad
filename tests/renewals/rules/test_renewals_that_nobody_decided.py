"""Silent renewals from the versions of deadlines, and which decisions break the silence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from renewals.rules.silent import Version, renewals_in, silent_among

BY, ACT_BY = dt.date(2026, 10, 2), dt.date(2026, 10, 1)


def a_version(**changes) -> Version:
    usual = {
        "contract_id": 1,
        "term_number": 1,
        "term_start": dt.date(2026, 1, 1),
        "term_end": dt.date(2026, 12, 31),
        "renewal_date": dt.date(2027, 1, 1),
        "notice_by_date": BY,
        "act_by_date": ACT_BY,
        "if_nobody_acts": "renews",
        "amount": Decimal(100),
        "currency": "EUR",
    }
    return Version(**(usual | changes))


NEXT = {
    "term_number": 2,
    "term_start": dt.date(2027, 1, 1),
    "term_end": dt.date(2027, 12, 31),
    "renewal_date": dt.date(2028, 1, 1),
    "amount": Decimal(110),
}


def test_a_term_that_rolled_over_is_a_renewal_with_the_cost_of_the_new_term():
    (found,) = renewals_in([a_version(), a_version(**NEXT)])
    assert (found.renewed_on_date, found.term_number, found.days) == (dt.date(2027, 1, 1), 2, 365)
    assert (found.amount, found.currency, found.notice_by_date) == (Decimal(110), "EUR", BY)


@pytest.mark.parametrize(
    "versions",
    [
        pytest.param([a_version()], id="one version"),
        pytest.param([a_version(**NEXT)], id="recorded in its second term"),
        pytest.param([a_version(), a_version(amount=Decimal(5))], id="the same term"),
        pytest.param([a_version(), a_version(**{**NEXT, "contract_id": 2})], id="another contract"),
        pytest.param([a_version(if_nobody_acts="option_is_lost"), a_version(**NEXT)], id="an option"),
        pytest.param([a_version(renewal_date=None), a_version(**NEXT)], id="no renewal was known"),
        pytest.param(
            [a_version(), a_version(**{**NEXT, "term_start": dt.date(2026, 1, 1)})],
            id="a correction",
        ),
        pytest.param([a_version(), a_version(**{**NEXT, "term_start": None})], id="no start is known"),
        pytest.param([a_version(**NEXT), a_version()], id="backwards"),
    ],
)
def test_what_is_no_renewal(versions):
    assert list(renewals_in(versions)) == []


def by_notice(**changes) -> Version:
    gone = {"if_nobody_acts": "ends_by_notice", "act_by_date": None, "notice_by_date": None}
    return a_version(**gone, **changes)


def test_a_term_that_a_notice_ends_does_not_renew():
    assert list(renewals_in([a_version(), by_notice(renewal_date=None), by_notice(renewal_date=None)])) == []


def test_a_renewal_before_a_later_exit_is_silent_unless_it_was_decided_in_time():
    leaves = dt.date(2027, 12, 31)
    ended = by_notice(term_end=leaves)
    (found,) = renewals_in(
        [a_version(), ended, ended, a_version(**NEXT | {"if_nobody_acts": "ends_by_notice"})]
    )
    assert (found.renewed_on_date, found.notice_by_date, found.act_by_date) == (
        dt.date(2027, 1, 1),
        BY,
        ACT_BY,
    )
    assert silent_among([found], []) == [found]
    assert silent_among([found], [(1, ACT_BY, BY)]) == []


def test_a_version_without_a_term_between_them_hides_nothing():
    between = a_version(term_number=None, term_start=None)
    assert len(list(renewals_in([a_version(), between, a_version(**NEXT)]))) == 1


def test_an_outage_over_several_terms_is_one_renewal_on_the_last():
    later = {**NEXT, "term_number": 4, "term_start": dt.date(2029, 1, 1), "term_end": None}
    (found,) = renewals_in([a_version(), a_version(**later)])
    assert (found.term_number, found.renewed_on_date, found.days) == (4, dt.date(2029, 1, 1), None)


@pytest.mark.parametrize(
    ("decided", "is_silent"),
    [
        pytest.param([], True, id="nobody decided"),
        pytest.param([(1, ACT_BY, BY)], False, id="on the last day"),
        pytest.param([(1, ACT_BY, BY + dt.timedelta(days=1))], True, id="a day late"),
        pytest.param([(1, ACT_BY, BY + dt.timedelta(days=9)), (1, ACT_BY, BY)], False, id="one in time"),
        pytest.param([(1, dt.date(2025, 10, 1), BY)], True, id="about another date"),
        pytest.param([(2, ACT_BY, BY)], True, id="about another contract"),
    ],
)
def test_a_decision_in_time_breaks_the_silence(decided, is_silent):
    renewals = renewals_in([a_version(), a_version(**NEXT)])
    assert bool(silent_among(renewals, decided)) is is_silent


@pytest.mark.parametrize(("day", "is_silent"), [(31, False), (32, True)])
def test_without_a_notice_by_it_must_be_decided_before_it_renews(day, is_silent):
    renewals = renewals_in([a_version(notice_by_date=None, act_by_date=None), a_version(**NEXT)])
    since = dt.date(2026, 12, 1) + dt.timedelta(days=day - 1)
    assert bool(silent_among(renewals, [(1, None, since)])) is is_silent
