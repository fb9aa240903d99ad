"""The price at renewal is what the contract allows (the rows of docs/rules/uplift.md)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from spend.rules.uplift import UpliftStatus, prices_at_renewals
from spend.rules.uplift_rule import Combination, UpliftKind, UpliftRule, UpliftRuleError

D = Decimal
BASE, FIRST, SECOND = date(2025, 10, 1), date(2026, 10, 1), date(2027, 10, 1)
YEARS = (date(2027, 1, 1), date(2028, 1, 1), date(2029, 1, 1))
ROSE = {BASE: D("118.2"), FIRST: D("122.9")}
FELL = {BASE: D("122.9"), FIRST: D("118.2")}
EARLY = date(2026, 1, 1)


def rule(kind: UpliftKind = UpliftKind.INDEX, **fields) -> UpliftRule:
    if kind in (UpliftKind.INDEX, UpliftKind.INDEX_SPREAD):
        fields = {"base_month": BASE, "lag_months": 3} | fields
    return UpliftRule(kind=kind, **fields)


def prices(agreed, index=None, years=1, on=EARLY, announced=None):
    eur = Money(D(100_000), "EUR")
    return prices_at_renewals(agreed, eur, YEARS[:years], index or {}, on=on, announced=announced)


PERCENT, AMOUNT, SPREAD = UpliftKind.PERCENT, UpliftKind.AMOUNT, UpliftKind.INDEX_SPREAD
LESSER, GREATER = Combination.LESSER, Combination.GREATER
ROWS = {
    "no uplift": (rule(UpliftKind.NONE), {}, 1, "100000.00"),
    "fixed 3 %": (rule(PERCENT, percent=D(3)), {}, 1, "103000.00"),
    "3 % for three years": (rule(PERCENT, percent=D(3)), {}, 3, "109272.70"),
    "3 % simple for three years": (rule(PERCENT, percent=D(3), is_compounding=False), {}, 3, "109000.00"),
    "amount": (rule(AMOUNT, amount=D(2500)), {}, 1, "102500.00"),
    "amount for three years": (rule(AMOUNT, amount=D(2500)), {}, 3, "107500.00"),
    "amount, capped": (rule(AMOUNT, amount=D(2500), cap_percent=D(2)), {}, 1, "102000.00"),
    "index": (rule(), ROSE, 1, "103976.31"),
    "index, capped at 3 %": (rule(cap_percent=D(3)), ROSE, 1, "103000.00"),
    "index fell, no floor": (rule(), FELL, 1, "96175.75"),
    "index fell, floor 0": (rule(floor_percent=D(0)), FELL, 1, "100000.00"),
    "index plus spread": (rule(SPREAD, spread=D(1)), ROSE, 1, "104976.31"),
    "collar, between": (rule(floor_percent=D(1), cap_percent=D(5)), ROSE, 1, "103976.31"),
    "collar, below": (rule(floor_percent=D(1), cap_percent=D(5)), FELL, 1, "101000.00"),
    "lesser of index and 3 %": (rule(combination=LESSER, percent=D(3)), ROSE, 1, "103000.00"),
    "lesser of index and 5 %": (rule(combination=LESSER, percent=D(5)), ROSE, 1, "103976.31"),
    "greater of index and 5 %": (rule(combination=GREATER, percent=D(5)), ROSE, 1, "105000.00"),
    "greater of, capped": (rule(combination=GREATER, percent=D(5), cap_percent=D(4)), ROSE, 1, "104000.00"),
    "index over two renewals": (rule(), ROSE | {SECOND: D("118.2")}, 2, "100000.00"),
}


@pytest.mark.parametrize(("agreed", "index", "years", "expected"), ROWS.values(), ids=ROWS.keys())
def test_the_price_is_what_was_agreed(agreed, index, years, expected):
    last = prices(agreed, index, years)[-1]
    assert (last.price, last.ceiling, last.status) == (
        Money(D(expected), "EUR"),
        Money(D(expected), "EUR"),
        UpliftStatus.FINAL,
    )


def test_cpi_from_118_2_to_122_9_is_3_976_percent():
    rate = prices(rule(), ROSE)[0].rate
    assert rate == Fraction(47, 1182)
    assert round(rate * 100, 3) == Fraction(3976, 1000)


def test_a_missing_month_is_provisional_and_never_zero():
    found = prices(rule(), {BASE: D("118.2")})[0]
    assert (found.status, found.rate, found.price, found.ceiling) == (
        UpliftStatus.PROVISIONAL,
        None,
        None,
        None,
    )
    assert found.missing_months == (FIRST,)


def test_a_price_that_rests_on_a_provisional_one_names_the_same_month():
    later = prices(rule(), {BASE: D("118.2"), SECOND: D(130)}, years=2)[1]
    assert (later.status, later.price) == (UpliftStatus.PROVISIONAL, None)
    assert later.missing_months == (FIRST,)


def test_an_index_value_of_zero_is_refused():
    with pytest.raises(ValueError, match="above zero"):
        prices(rule(), {BASE: D(0), FIRST: D(1)})


@pytest.mark.parametrize("bound", [{"cap_percent": D(3)}, {"combination": LESSER, "percent": D(3)}])
def test_what_bounds_a_provisional_price_is_its_ceiling(bound):
    found = prices(rule(**bound), {BASE: D("118.2")})[0]
    assert (found.price, found.ceiling) == (None, Money(D(103_000), "EUR"))


def test_a_renewal_before_the_first_eligible_date_keeps_the_price():
    first, second = prices(rule(PERCENT, percent=D(3), first_eligible_date=YEARS[1]), years=2)
    assert (first.status, first.price) == (UpliftStatus.NOT_ELIGIBLE, Money(D(100_000), "EUR"))
    assert (second.status, second.price) == (UpliftStatus.FINAL, Money(D(103_000), "EUR"))


@pytest.mark.parametrize(
    ("on", "told", "status"),
    [
        (date(2026, 10, 3), None, UpliftStatus.FINAL),
        (date(2026, 10, 4), None, UpliftStatus.NOT_ELIGIBLE),
        (date(2026, 12, 1), date(2026, 10, 3), UpliftStatus.FINAL),
        (date(2026, 12, 1), date(2026, 10, 4), UpliftStatus.NOT_ELIGIBLE),
    ],
    ids=["last day", "day after", "announced on the last day", "announced late"],
)
def test_the_vendor_must_announce_ninety_days_ahead(on, told, status):
    agreed = rule(PERCENT, percent=D(3), announce_days=90)
    found = prices(agreed, on=on, announced={YEARS[0]: told} if told else None)[0]
    assert (found.status, found.announce_by) == (status, date(2026, 10, 3))


@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("cap_percent", lambda: rule(cap_percent=D(1), floor_percent=D(2))),
        ("base_month", lambda: rule(base_month=None)),
        ("base_month", lambda: rule(base_month=date(2025, 10, 2))),
        ("announce_days", lambda: rule(announce_days=-1)),
        ("lag_months", lambda: rule(lag_months=-1)),
        ("percent", lambda: rule(PERCENT)),
        ("percent", lambda: rule(PERCENT, percent=D(-101))),
        ("percent", lambda: rule(combination=LESSER)),
        ("amount", lambda: rule(AMOUNT)),
        ("spread", lambda: rule(SPREAD)),
        ("combination", lambda: rule(PERCENT, percent=D(1), combination=LESSER)),
    ],
)
def test_a_contradiction_names_its_field(field, make):
    with pytest.raises(UpliftRuleError) as refused:
        make()
    assert set(refused.value.problems) == {field}


VALUES = st.decimals("1", "1000", places=1)
RATES = st.decimals("-20", "20", places=2)


@given(VALUES, VALUES, RATES, RATES)
def test_the_rate_stays_between_floor_and_cap(base, later, one, two):
    agreed = rule(floor_percent=min(one, two), cap_percent=max(one, two))
    found = prices(agreed, {BASE: base, FIRST: later})[0].rate
    assert Fraction(min(one, two)) <= found * 100 <= Fraction(max(one, two))


@given(VALUES, VALUES, VALUES)
def test_a_higher_index_never_gives_a_lower_price(base, one, two):
    lower, higher = (
        prices(rule(cap_percent=D(9)), {BASE: base, FIRST: v})[0].rate for v in sorted((one, two))
    )
    assert lower <= higher


@given(RATES, st.integers(1, 3))
def test_compounded_terms_are_one_term_repeated(percent, years):
    exact = 100_000 * (1 + Fraction(percent) / 100) ** years
    found = prices(rule(PERCENT, percent=percent), years=years)[-1].price
    assert abs(Fraction(found.amount) - exact) <= Fraction(1, 200)
