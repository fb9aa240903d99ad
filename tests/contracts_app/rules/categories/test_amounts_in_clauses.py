"""The amounts in a clause are told in its own words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts_app.rules.categories_amounts import LOOKED_AT, MOST, AmountKind, amounts_in

WORDS = [
    ("Liability is capped at EUR 500,000 for each event.", ["EUR 500,000"]),
    ("a cap of US$1,000,000 per claim and $2 million in all", ["US$1,000,000", "$2 million"]),
    ("höchstens 1.000.000,50 EUR oder CHF 1'000'000", ["1.000.000,50 EUR", "CHF 1'000'000"]),
    ("five hundred thousand dollars ($500,000)", ["$500,000"]),
    ("the fees paid in the twelve months before the claim", ["fees paid in the twelve months before"]),
    (
        "shall not exceed the fees paid or payable in the preceding twelve (12) months",
        ["fees paid or payable in the preceding twelve (12) months"],
    ),
    ("at most 12 months' fees", ["12 months' fees"]),
    ("capped at the fees of twelve months", ["fees of twelve months"]),
    (
        "two times the fees paid in the prior 12 months",
        ["two times the fees paid in the prior 12 months"],
    ),
    (
        "100% of the fees paid in the preceding 12 months",
        ["100% of the fees paid in the preceding 12 months"],
    ),
    ("one hundred percent (100%) of the annual fees", ["one hundred percent (100%) of the annual fees"]),
    ("a credit of 5 % of the monthly fee, at most 25 %", ["5 % of the monthly fee", "25 %"]),
    ("EUR 5 today and EUR 5 tomorrow", ["EUR 5"]),
    ("version 4.2 of section 12.3, within 30 days", []),
    ("fees may be raised once a year", []),
    ("the $ sign and the word EUR alone", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_amounts_are_told_as_they_stand(text: str, words: list[str]):
    assert [each.words for each in amounts_in(text)] == words


MONEY = [
    ("EUR 500,000", Decimal(500000), "EUR"),
    ("1.234,5 €", Decimal("1234.5"), "EUR"),
    ("$2.5 million", Decimal(2500000), "USD"),
    ("£10k", Decimal(10000), "GBP"),
    ("CHF 1'000'000.50", Decimal("1000000.50"), "CHF"),
    ("20 million pounds", Decimal(20000000), "GBP"),
    ("EUR 1,5", Decimal("1.5"), "EUR"),
    ("3 bn yen", Decimal(3000000000), "JPY"),
]


@pytest.mark.parametrize(("text", "value", "currency"), MONEY)
def test_money_has_its_value_and_currency(text: str, value: Decimal, currency: str):
    (found,) = amounts_in(text)
    assert (found.kind, found.value, found.currency) == (AmountKind.MONEY, value, currency)


def test_fees_and_shares_have_no_value():
    for text in ("12 months' fees", "25 %"):
        (found,) = amounts_in(text)
        assert (found.value, found.currency) == (None, "")


def test_of_very_many_amounts_the_first_are_told():
    assert len(amounts_in(" ".join(f"EUR {number}" for number in range(100)))) == MOST


def test_what_stands_beyond_the_looked_at_part_is_not_told():
    assert amounts_in("x" * LOOKED_AT + " EUR 5") == ()


@given(st.text(alphabet="0123456789.,'’ EUR$€%millionfees twelve months()", max_size=300))
def test_any_text_gives_amounts_whose_words_stand_in_it(text):
    single = " ".join(text.split())
    for each in amounts_in(text):
        assert each.words in single or each.words in text
        assert (each.value is None) == (each.kind is not AmountKind.MONEY)


@given(st.integers(1, 999_999_999), st.sampled_from(["EUR", "USD", "GBP"]))
def test_grouped_figures_are_the_number_they_write(number, currency):
    (found,) = amounts_in(f"at most {currency} {number:,} in all")
    assert (found.value, found.currency) == (Decimal(number), currency)
