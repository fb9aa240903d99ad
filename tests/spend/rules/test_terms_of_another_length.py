"""What a term costs that is longer or shorter than the one whose price is known."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from core.rules.periods import Period
from spend.rules.term_length import lengths_of
from spend.rules.uplift import prices_at_renewals, share_of
from spend.rules.uplift_rule import UpliftKind, UpliftRule
from spend.rules.uplift_sentences import UpliftContext, length_step, sentence_of

D = Decimal
NEXT = dt.date(2027, 1, 1)
EURO = Money(D(100_000), "EUR")
FIXED = UpliftRule(kind=UpliftKind.PERCENT, percent=D(3))


def span(text: str) -> Period:
    n, unit = text.split()
    return Period(int(n), unit)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("present", "following", "days", "share"),
    [
        ("12 months", "24 months", (365, 731), Fraction(2)),
        ("36 months", "1 years", (1096, 365), Fraction(1, 3)),
        ("12 months", "1 years", (366, 365), None),
        ("90 days", "30 days", (90, 30), Fraction(1, 3)),
        ("2 weeks", "14 days", (14, 14), None),
        ("351 days", "12 months", (351, 365), Fraction(365, 351)),
        ("365 days", "12 months", (365, 365), None),
    ],
)
def test_lengths_compare_in_months_where_both_are_agreed_in_them(present, following, days, share):
    found = lengths_of((span(present), span(following)), days)
    assert (found.share if found else None) == share


@pytest.mark.parametrize(
    ("share", "price"),
    [(Fraction(2), "206000"), (Fraction(1, 3), "34333.33"), (Fraction(1), "103000")],
    ids=["twice as long", "a third", "as long"],
)
def test_a_price_per_year_rises_first_and_is_rounded_once(share, price):
    (found,) = prices_at_renewals(FIXED, EURO, [NEXT], {}, on=dt.date(2026, 6, 1), shares={NEXT: share})
    assert found.price == found.ceiling == Money(D(price), "EUR")


@given(st.integers(1, 120), st.integers(1, 120), st.integers(1, 10**9))
def test_a_longer_term_never_costs_less_and_as_long_a_term_costs_the_same(present, following, cents):
    price = Money(D(cents).scaleb(-2), "EUR")
    found = lengths_of((span(f"{present} months"), span(f"{following} months")), (30, 30))
    share = found.share if found else Fraction(1)
    cost = share_of(price, share)
    assert (cost.amount >= price.amount) if following >= present else (cost.amount <= price.amount)
    assert abs(Fraction(cost.amount) - Fraction(price.amount) * share) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("price_per", "present", "following", "says"),
    [
        (
            "year",
            "12 months",
            "24 months",
            "The price is per year, and the term lasts 24 months instead of 12.",
        ),
        (
            "year",
            "1096 days",
            "365 days",
            "The price is per year, and the term lasts 365 days instead of 1,096.",
        ),
        ("term", "12 months", "24 months", "The price is that of a term, whatever its length."),
        ("", "12 months", "24 months", None),
        ("year", "12 months", "1 years", None),
    ],
)
def test_what_is_said_of_another_length(price_per, present, following, says):
    step = length_step(price_per, lengths_of((span(present), span(following)), (365, 730)))
    assert (sentence_of(step, UpliftContext("EUR")) if step else None) == says
