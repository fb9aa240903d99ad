"""Money: decimals with a currency that never mix, never round by themselves and are read as stated."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import (
    CurrencyMismatchError,
    Money,
    MoneyError,
    decimals_of,
    minor_units,
    parse_amount,
    parse_money,
    sum_by_currency,
)

amounts = st.decimals(-(10**13), 10**13, places=2)


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("JPY", 0), ("EUR", 2), ("KWD", 3), ("IQD", 3), ("RSD", 2), ("CLF", 4), ("ISK", 0)],
)
def test_the_decimals_of_a_currency_are_those_of_iso_4217(currency: str, digits: int) -> None:
    assert minor_units(currency) == digits


@pytest.mark.parametrize("amount", [1.5, True, "1.50", None])
def test_only_decimals_and_whole_numbers_are_amounts(amount: object) -> None:
    with pytest.raises(MoneyError, match="decimal amount"):
        Money(amount, "EUR")  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_an_amount_is_finite(amount: str) -> None:
    with pytest.raises(MoneyError, match="finite"):
        Money(Decimal(amount), "EUR")


@pytest.mark.parametrize("currency", ["EUX", "eur", "", "XTS", "X" * 3, "€"])
def test_an_unknown_currency_is_named(currency: str) -> None:
    with pytest.raises(MoneyError, match="unknown currency"):
        Money(Decimal(1), currency)


def test_different_currencies_never_meet_and_both_are_named() -> None:
    one, other = Money(Decimal(1), "EUR"), Money(Decimal(1), "USD")
    for meet in (lambda: one + other, lambda: one - other, lambda: one < other, lambda: one >= other):
        with pytest.raises(CurrencyMismatchError, match="EUR and USD"):
            meet()
    assert one != other


@given(amounts, amounts)
def test_sums_and_differences_are_exact(one: Decimal, other: Decimal) -> None:
    total = Money(one, "EUR") + Money(other, "EUR")
    assert total - Money(other, "EUR") == Money(one, "EUR")
    assert -Money(one, "EUR") + Money(one, "EUR") == Money(0, "EUR")  # type: ignore[arg-type]
    assert (Money(one, "EUR") <= Money(other, "EUR")) == (one <= other)
    assert (Money(one, "EUR") > Money(other, "EUR")) == (one > other)


def test_a_product_keeps_every_decimal_until_it_is_rounded() -> None:
    share = 3 * Money(Decimal("0.3335"), "EUR")
    assert share.amount == Decimal("1.0005")
    assert share.rounded() == Money(Decimal("1.00"), "EUR")
    assert Money(Decimal("2.345"), "EUR").rounded() == Money(Decimal("2.35"), "EUR")
    assert Money(Decimal("2.345"), "EUR").rounded(ROUND_DOWN) == Money(Decimal("2.34"), "EUR")
    assert Money(Decimal("1500.5"), "JPY").rounded().amount == Decimal(1501)
    assert share.rounded(decimals=3).amount == Decimal("1.001")


def test_money_is_not_multiplied_by_a_float_or_added_to_a_number() -> None:
    with pytest.raises(MoneyError, match="float"):
        Money(Decimal(1), "EUR") * 1.5  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(Decimal(1), "EUR") + 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(Decimal(1), "EUR") - 1  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "separator", "expected"),
    [
        ("1234.5", ".", "1234.5"),
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("1 234 567,5", ",", "1234567.5"),
        ("1\u00a0234", ".", "1234"),
        ("1'234.50", ".", "1234.50"),
        (" -12 ", ".", "-12"),
        ("+0.10", ".", "0.10"),
        ("10.000", ",", "10000"),
        ("10.000", ".", "10"),
    ],
)
def test_an_amount_is_read_by_the_stated_separator(text: str, separator: str, expected: str) -> None:
    assert parse_amount(text, separator) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("1.5", ","),
        ("1,5", "."),
        ("12,34,567.00", "."),
        ("1,234'567", "."),
        ("1e5", "."),
        ("", "."),
        ("12 €", "."),
        ("١٢", "."),
        (".5", "."),
        ("5.", "."),
        ("--5", "."),
        ("NaN", "."),
    ],
)
def test_a_text_that_is_no_such_amount_is_refused_and_never_guessed(text: str, separator: str) -> None:
    with pytest.raises(MoneyError, match="is not an amount"):
        parse_amount(text, separator)


def test_only_a_point_or_a_comma_parts_decimals() -> None:
    with pytest.raises(MoneyError, match="decimal separator"):
        parse_amount("1;5", ";")


@pytest.mark.parametrize(("text", "currency"), [("221.047", "GBP"), ("1.5", "JPY"), ("0.0001", "KWD")])
def test_more_decimals_than_the_currency_allows_are_refused(text: str, currency: str) -> None:
    with pytest.raises(MoneyError, match=f"more decimals .* than {currency} allows"):
        parse_money(text, currency)


@pytest.mark.parametrize(
    ("text", "currency"), [("100.000", "EUR"), ("10000000000000", "USD"), ("1.125", "KWD"), ("-0.01", "EUR")]
)
def test_what_can_be_paid_is_accepted(text: str, currency: str) -> None:
    assert parse_money(text, currency) == Money(Decimal(text), currency)


@pytest.mark.parametrize(
    ("amount", "digits"), [("100", 0), ("1.10", 1), ("1E+3", 0), ("0.000", 0), ("0.0035", 4)]
)
def test_trailing_zeros_are_no_decimals(amount: str, digits: int) -> None:
    assert decimals_of(Decimal(amount)) == digits


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "expected"),
    [
        ("1234567.5", "EUR", "en", "€1,234,567.50"),
        ("1234567.5", "EUR", "de", "1.234.567,50\u00a0€"),
        ("1234567", "JPY", "en-US", "¥1,234,567"),
        ("12.125", "KWD", "en", "KWD\u00a012.125"),
        ("12.5", "RSD", "en", "RSD\u00a012.50"),
        ("-0.0035", "USD", "en", "-$0.0035"),
        ("10000000000000", "GBP", "en_GB", "£10,000,000,000,000.00"),
    ],
)
def test_money_is_shown_as_the_reader_writes_it(
    amount: str, currency: str, locale: str, expected: str
) -> None:
    shown = Money(Decimal(amount), currency).display(locale)
    assert shown.replace("\u00a0", "") == expected.replace("\u00a0", "")


def test_totals_are_kept_apart_by_currency() -> None:
    found = sum_by_currency([Money(Decimal(n), c) for n, c in ((1, "EUR"), (2, "USD"), (3, "EUR"))])
    assert found == {"EUR": Money(Decimal(4), "EUR"), "USD": Money(Decimal(2), "USD")}
    assert list(found) == ["EUR", "USD"]


def test_money_reads_as_amount_and_currency_and_is_false_when_nothing() -> None:
    assert str(Money(Decimal("1.50"), "EUR")) == "1.50 EUR"
    assert not Money(Decimal("0.00"), "EUR")
