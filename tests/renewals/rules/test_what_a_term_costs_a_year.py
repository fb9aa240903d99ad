"""What a term costs a year, whatever its length."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from core.rules.periods import ONE_DAY, add_months
from renewals.rules.yearly import cost_a_year

D = dt.date


@pytest.mark.parametrize(
    ("price", "start", "end", "yearly"),
    [
        pytest.param("412000.125", D(2026, 3, 1), D(2027, 2, 28), "412000.125", id="twelve months: as it is"),
        pytest.param("30000", D(2026, 3, 1), D(2026, 8, 31), "60000.00", id="six months"),
        pytest.param("1000", D(2026, 2, 1), D(2026, 2, 28), "12000.00", id="one month, the shortest"),
        pytest.param("100000", D(2020, 8, 1), D(2023, 7, 31), "33333.33", id="thirty-six months"),
        pytest.param("412000", D(2024, 2, 29), D(2025, 2, 27), "412000", id="from 29 Feb"),
        pytest.param("1000", D(2026, 1, 1), D(2026, 1, 10), "36500.00", id="ten days"),
        pytest.param("0", D(2026, 1, 1), D(2026, 1, 10), "0.00", id="for nothing"),
        pytest.param("365", D(9999, 1, 1), dt.date.max, "365.00", id="to the last day there is"),
    ],
)
def test_it_is_laid_on_twelve_months(price, start, end, yearly):
    assert str(cost_a_year(Money(Decimal(price), "EUR"), start, end).amount) == yearly


def test_a_currency_without_decimals_has_none():
    assert cost_a_year(Money(Decimal(1000), "JPY"), D(2026, 1, 1), D(2028, 12, 31)).amount == Decimal(333)


@pytest.mark.parametrize(
    ("start", "end"),
    [(None, D(2026, 12, 31)), (D(2026, 1, 1), None), (D(2026, 1, 2), D(2026, 1, 1))],
)
def test_without_its_days_there_is_none(start, end):
    assert cost_a_year(Money(Decimal(1), "EUR"), start, end) is None
    assert cost_a_year(None, D(2026, 1, 1), D(2026, 12, 31)) is None


@given(start=st.dates(D(1950, 1, 1), D(2100, 12, 28)), months=st.integers(1, 120))
def test_so_many_months_at_a_hundred_each_cost_twelve_hundred_a_year(start, months):
    end = add_months(start, months) - ONE_DAY
    assert cost_a_year(Money(Decimal(100 * months), "EUR"), start, end).amount == 1200
