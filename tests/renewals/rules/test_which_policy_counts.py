"""The most specific reminder policy counts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewals.rules.policy import LADDER, STANDARD, ReminderRule, offsets_from, rule_for

EVERY = ReminderRule(offsets=(30, 0))
LARGE = ReminderRule(minimum_amount=Decimal(100_000), currency="EUR", offsets=(180, 90, 0))
LARGER = ReminderRule(minimum_amount=Decimal(1_000_000), currency="EUR", offsets=(365, 180, 0))
DOLLARS = ReminderRule(minimum_amount=Decimal(1), currency="USD", offsets=(14, 0))
SAAS = ReminderRule(contract_type="saas", offsets=(60, 0), lead_days=5)
LARGE_SAAS = ReminderRule(
    contract_type="saas", minimum_amount=Decimal(50_000), currency="EUR", offsets=(120, 0)
)
ALL = (EVERY, LARGE, LARGER, DOLLARS, SAAS, LARGE_SAAS)


@pytest.mark.parametrize(
    ("contract_type", "amount", "currency", "expected"),
    [
        ("hosting", None, "", EVERY),
        ("hosting", "99999.99", "EUR", EVERY),
        ("hosting", "100000", "EUR", LARGE),
        ("hosting", "5000000", "EUR", LARGER),
        ("hosting", "5000000", "GBP", EVERY),
        ("hosting", "100", "USD", DOLLARS),
        ("saas", "100", "EUR", SAAS),
        ("saas", "50000", "EUR", LARGE_SAAS),
        ("saas", "5000000", "EUR", LARGE_SAAS),
        ("saas", None, "", SAAS),
    ],
)
def test_type_comes_before_value_and_the_highest_minimum_reached_counts(
    contract_type, amount, currency, expected
):
    value = None if amount is None else Decimal(amount)
    for rules in (ALL, tuple(reversed(ALL))):
        assert rule_for(rules, contract_type=contract_type, amount=value, currency=currency) == expected


def test_the_standard_policy_counts_where_none_fits():
    assert rule_for((), contract_type="saas", amount=None, currency="") == STANDARD
    assert rule_for((DOLLARS,), contract_type="saas", amount=Decimal(5), currency="EUR") == STANDARD
    assert STANDARD.offsets == LADDER


def test_days_are_read_each_once_with_the_day_itself():
    assert offsets_from("7, 30 , 30,180") == (180, 30, 7, 0)
    assert offsets_from("") == (0,)


@pytest.mark.parametrize(
    "text", ["-1", "seven", "7;3", "731", "٣", "1.5", "99999", " ".join(map(str, range(60)))]
)
def test_days_that_cannot_be_meant_are_refused_in_words(text):
    with pytest.raises(ValueError, match=r"days|reminders"):
        offsets_from(text)


@given(st.lists(st.integers(0, 730), max_size=39))
def test_what_is_written_out_is_read_again(days):
    read = offsets_from(", ".join(map(str, days)))
    assert offsets_from(", ".join(map(str, read))) == read
    assert set(read) == {*days, 0}
