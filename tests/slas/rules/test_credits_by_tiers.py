"""Tiers are half-open: each boundary belongs to the better row, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from core.money import CurrencyMismatchError
from slas.rules.credit import Credit, CreditFacts, CreditStatus, credit_for
from slas.rules.credit_rounding import CreditRounding, payable
from slas.rules.credit_scheme import CreditKind, CreditScheme, CreditUnit
from slas.rules.credit_sentences import sentences_of
from tests.slas.rules.schemes import AWS, money, n, tiers


def credit(scheme: CreditScheme, availability: Fraction | None, fee: str | None = "1000") -> Credit:
    """Return the credit for an availability."""
    return credit_for(scheme, CreditFacts(availability=availability, fee=money(fee) if fee else None))


@pytest.mark.parametrize(
    ("availability", "percent", "row"),
    [
        pytest.param("100", "0", None, id="never down"),
        pytest.param("99.99", "0", None, id="exactly the promise"),
        pytest.param("99.98999999999", "10", 1, id="a hair below the promise"),
        pytest.param("99.5", "10", 1, id="inside the first row"),
        pytest.param("99", "10", 1, id="exactly 99: still the first row"),
        pytest.param("98.999999", "30", 2, id="a hair below 99"),
        pytest.param("95", "30", 2, id="exactly 95: still the second row"),
        pytest.param("94.999999", "100", 3, id="a hair below 95"),
        pytest.param("0", "100", 3, id="down all the time"),
    ],
)
def test_aws_style(availability: str, percent: str, row: int | None):
    found = credit(tiers(*AWS), n(availability))
    assert (found.percent, found.amount, found.band) == (n(percent), n(percent) * 10, row)
    assert found.status is (CreditStatus.DUE if row else CreditStatus.NOT_DUE)


def test_nothing_is_rounded_before_comparing():
    up = Fraction(43_200 * 10 - 453, 43_200 * 10) * 100  # 45.3 min down in 30 days: 99.89514 %
    found = credit(tiers(("99.9", None, "10")), up)
    assert found.percent == 10
    assert found.steps[0].params["availability"] == up
    assert sentences_of(found.steps)[0] == "It was available for 99.895138… %."


def test_no_data_is_no_credit_and_no_kept_promise():
    found = credit(tiers(*AWS), None)
    assert (found.status, found.percent, found.amount) == (CreditStatus.NO_DATA, None, None)


def test_without_a_fee_the_percentage_is_told_and_the_fee_is_missing():
    found = credit(tiers(*AWS), n("98"), fee=None)
    assert (found.status, found.percent, found.amount, found.missing) == (
        CreditStatus.INCOMPLETE, n("30"), None, ("fee",),
    )  # fmt: skip
    assert credit(tiers(*AWS), n("100"), fee=None).status is CreditStatus.NOT_DUE


def test_amounts_are_exact_where_the_contract_states_no_rounding():
    found = credit(tiers(*AWS), n("99.5"), fee="333.33")
    assert found.amount == n("33.333")
    assert payable(found.amount, "EUR") == money("33.33")


@pytest.mark.parametrize(
    ("mode", "decimals", "amount"),
    [
        ("ROUND_DOWN", None, "12.34"),
        ("ROUND_UP", None, "12.35"),
        ("ROUND_HALF_UP", None, "12.35"),
        ("ROUND_HALF_DOWN", None, "12.34"),
        ("ROUND_HALF_EVEN", None, "12.34"),
        ("ROUND_HALF_EVEN", 1, "12.3"),
        ("ROUND_UP", 0, "13"),
    ],
)
def test_a_rounding_that_the_contract_states_is_applied_once(mode: str, decimals: int | None, amount: str):
    scheme = tiers(*AWS, rounding=CreditRounding(mode, decimals))
    found = credit(scheme, n("99.5"), fee="123.45")  # 12.345
    assert found.amount == n(amount)
    assert any(step.code == "rounded_as_agreed" for step in found.steps)


FACTS = {"fee": money("44640"), "total_minutes": n("44640"), "lost_minutes": n("95"), "incidents": 3}


@pytest.mark.parametrize(
    ("scheme", "amount", "percent", "days"),
    [
        pytest.param(
            CreditScheme(kind=CreditKind.PER_MINUTE, unit=CreditUnit.AMOUNT, rate=n("2.5"), currency="EUR"),
            "237.5", None, None, id="2.50 a minute",
        ),
        pytest.param(
            CreditScheme(kind=CreditKind.PER_MINUTE, rate=n("5"), every_minutes=30),
            "6696", "15", None, id="5 % for each full 30 minutes",
        ),
        pytest.param(
            CreditScheme(kind=CreditKind.PER_MINUTE, rate=n("5")),
            "44640", "100", None, id="5 % a minute is never more than the fee",
        ),
        pytest.param(
            CreditScheme(kind=CreditKind.PER_MINUTE, unit=CreditUnit.LOST_TIME_PERCENT, rate=n("100")),
            "95", None, None, id="all of the lost time",
        ),
        pytest.param(
            CreditScheme(kind=CreditKind.PER_MINUTE, unit=CreditUnit.LOST_TIME_PERCENT, rate=n("1000")),
            "950", None, None, id="ten times the lost time",
        ),
        pytest.param(
            CreditScheme(kind=CreditKind.PER_INCIDENT, rate=n("2")),
            "2678.4", "6", None, id="2 % an incident",
        ),
        pytest.param(
            CreditScheme(kind=CreditKind.PER_INCIDENT, unit=CreditUnit.AMOUNT, rate=n("250"), currency="EUR"),
            "750", None, None, id="250 an incident",
        ),
        pytest.param(
            CreditScheme(
                kind=CreditKind.TERM_EXTENSION, unit=CreditUnit.LOST_TIME_PERCENT, rate=n("1440")
            ),
            None, None, "19/20", id="a day for each 100 minutes",
        ),
        pytest.param(
            CreditScheme(
                kind=CreditKind.TERM_EXTENSION, unit=CreditUnit.DAYS,
                bands=tiers(("99.9", "99", "3"), ("99", "95", "7"), ("95", None, "15")).bands,
            ),
            None, None, "7", id="days by tier",
        ),
        pytest.param(
            tiers(("99.9", None, "500"), unit=CreditUnit.AMOUNT, currency="EUR"),
            "500", None, None, id="an amount by tier",
        ),
    ],
)  # fmt: skip
def test_other_kinds_of_credit(
    scheme: CreditScheme, amount: str | None, percent: str | None, days: str | None
):
    found = credit_for(scheme, CreditFacts(availability=n("98"), **FACTS))
    wanted = tuple(None if one is None else n(one) for one in (amount, percent, days))
    assert (found.amount, found.percent, found.days) == wanted
    assert found.status is CreditStatus.DUE
    assert all(sentences_of(found.steps))


@pytest.mark.parametrize(
    ("availability", "status"),
    [("99.99", CreditStatus.NOT_DUE), ("99.9899", CreditStatus.DUE), (None, CreditStatus.NO_DATA)],
)
def test_a_rate_may_be_due_only_below_a_promise(availability: str | None, status: CreditStatus):
    scheme = CreditScheme(
        kind=CreditKind.PER_MINUTE, unit=CreditUnit.LOST_TIME_PERCENT, rate=n("100"), due_below=n("99.99")
    )
    given = None if availability is None else n(availability)
    assert credit_for(scheme, CreditFacts(availability=given, **FACTS)).status is status


@pytest.mark.parametrize(
    ("scheme", "missing"),
    [
        (CreditScheme(kind=CreditKind.PER_INCIDENT, rate=n("2")), ("incidents",)),
        (CreditScheme(kind=CreditKind.PER_MINUTE, rate=n("2")), ("lost_minutes",)),
        (
            CreditScheme(kind=CreditKind.PER_MINUTE, unit=CreditUnit.LOST_TIME_PERCENT, rate=n("100")),
            ("lost_minutes", "total_minutes", "fee"),
        ),
        (
            CreditScheme(kind=CreditKind.TERM_EXTENSION, unit=CreditUnit.LOST_TIME_PERCENT, rate=n("1")),
            ("lost_minutes",),
        ),
    ],
)
def test_what_is_missing_is_named_and_never_taken_for_nothing(scheme, missing):
    found = credit_for(scheme, CreditFacts())
    assert (found.status, found.missing) == (CreditStatus.INCOMPLETE, missing)
    assert (found.amount, found.days) == (None, None)


def test_no_incident_and_no_lost_minute_is_no_credit():
    per_incident = CreditScheme(kind=CreditKind.PER_INCIDENT, rate=n("2"))
    extension = CreditScheme(kind=CreditKind.TERM_EXTENSION, unit=CreditUnit.LOST_TIME_PERCENT, rate=n("1"))
    assert credit_for(per_incident, CreditFacts(incidents=0, fee=money("9"))).amount == 0
    assert credit_for(extension, CreditFacts(lost_minutes=Fraction(0))).days == 0


def test_amounts_in_another_currency_than_the_fee_are_refused():
    scheme = tiers(("99.9", None, "500"), unit=CreditUnit.AMOUNT, currency="USD")
    with pytest.raises(CurrencyMismatchError, match="USD and EUR"):
        credit(scheme, n("98"))


def test_words_that_are_spelt_out_count_as_the_words_of_the_list():
    scheme = CreditScheme(kind="per_minute", unit="lost_time_percent", rate=n("100"))
    assert credit_for(scheme, CreditFacts(**FACTS)).amount == 95
