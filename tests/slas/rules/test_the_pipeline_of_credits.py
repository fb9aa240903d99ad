"""How the money of claims adds up by state and currency."""

from __future__ import annotations

from decimal import Decimal

from core.money import Money
from slas.rules.claim import ClaimStatus
from slas.rules.credit_pipeline import ClaimSum, pipelines, without_money


def some(
    status: str, asked: int, granted: int | None = None, currency: str = "EUR", **fields: int
) -> ClaimSum:
    counts = {"count": 1, "without": 0, **fields}
    given = asked if granted is None else granted
    return ClaimSum(ClaimStatus(status), currency, asked=Decimal(asked), granted=Decimal(given), **counts)


def test_states_stand_in_the_order_in_which_a_claim_goes_through_them():
    (found,) = pipelines([some("lost", 5), some("submitted", 3), some("detected", 9)])

    assert [one.status.value for one in found.stages] == ["detected", "submitted", "lost"]


def test_an_answered_claim_stands_with_what_was_granted_and_a_refused_one_with_what_it_asks_for():
    (found,) = pipelines([some("part", 100, 60), some("rejected", 40), some("accepted", 30)])

    stands = {one.status.value: one.stands.amount for one in found.stages}
    assert stands == {"part": 60, "rejected": 40, "accepted": 30}
    assert found.lost == Money(Decimal(0), "EUR")


def test_lost_is_what_lapsed_and_what_a_credit_fell_short_of():
    (found,) = pipelines([some("credited", 100, 60), some("lost", 25)])

    assert [one.lost.amount for one in found.stages] == [40, 25]
    assert found.lost == Money(Decimal(65), "EUR")


def test_currencies_never_add_up():
    euros, dollars = pipelines([some("lost", 5, currency="USD"), some("lost", 7)])

    assert (euros.currency, euros.lost.amount) == ("EUR", 7)
    assert (dollars.currency, dollars.lost.amount) == ("USD", 5)


def test_withdrawn_claims_are_left_out_and_those_without_money_counted():
    sums = [some("withdrawn", 50, without=2), some("detected", 0, currency="", count=0, without=3)]

    assert pipelines(sums) == ()
    assert without_money(sums) == 3


def test_bars_are_shares_of_the_largest_state():
    (found,) = pipelines([some("detected", 1), some("submitted", 200), some("lost", 100)])

    assert [found.share(one) for one in found.stages] == [1, 100, 50]
    (nothing,) = pipelines([some("detected", 0)])
    assert nothing.share(nothing.stages[0]) == 0
