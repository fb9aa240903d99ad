"""Several credits of a contract together: stacked or the largest, capped, and worth paying."""

from __future__ import annotations

from fractions import Fraction

import pytest

from core.money import CurrencyMismatchError, Money
from slas.rules.credit import Credit, CreditStatus
from slas.rules.credit_problem import AgreedTermsError
from slas.rules.credit_sentences import sentences_of
from slas.rules.credit_terms import CapScope, CreditCap, CreditMinimum, CreditTerms, Stacking
from slas.rules.credit_total import CapFacts, CreditTotal, total_credit
from tests.slas.rules.schemes import money, n

#: Common Paper: at most 8 % of the subscription period's fees.
COMMON_PAPER = CreditTerms(
    caps=(CreditCap(CapScope.TERM, percent=n("8")),), is_sole_remedy=True, clause="3.3"
)


def owed(amount: str, currency: str = "EUR") -> Credit:
    """Return a credit of an amount."""
    status = CreditStatus.DUE if n(amount) else CreditStatus.NOT_DUE
    return Credit(status=status, amount=n(amount), currency=currency)


def capped(
    amount: str, used: str, fees: str | None = "12000", terms: CreditTerms = COMMON_PAPER
) -> CreditTotal:
    """Return a credit under the cap over the term."""
    facts = CapFacts(fees=None if fees is None else money(fees), used=money(used))
    return total_credit(terms, [owed(amount)], {CapScope.TERM: facts})


@pytest.mark.parametrize(
    ("amount", "used", "left"),
    [
        pytest.param("300", "0", "300", id="below the cap"),
        pytest.param("960", "0", "960", id="exactly the cap"),
        pytest.param("960.01", "0", "960", id="a cent above"),
        pytest.param("300", "700", "260", id="what earlier credits leave"),
        pytest.param("300", "960", "0", id="nothing left"),
        pytest.param("300", "1000", "0", id="never negative"),
    ],
)
def test_common_paper_at_most_8_percent_of_the_fees_of_the_subscription_period(amount, used, left):
    found = capped(amount, used)
    assert (found.amount, found.asked) == (n(left), money(f"{n(left).numerator}.00"))


def test_a_cap_without_the_fees_it_is_a_percentage_of_is_not_known():
    found = capped("300", "0", fees=None)
    assert (found.amount, found.asked, found.missing) == (None, None, ("term_fees",))
    assert capped("0", "0", fees=None).amount == 0


MONTH, YEAR = CreditCap(CapScope.MONTH, percent=n("50")), CreditCap(CapScope.YEAR, amount=money("1000"))
TERM = CreditCap(CapScope.TERM, percent=n("8"))


@pytest.mark.parametrize(
    ("year_used", "term_used", "left"),
    [
        pytest.param("0", "0", "500", id="the month holds it"),
        pytest.param("600", "0", "400", id="the year holds it"),
        pytest.param("600", "2100", "300", id="the term holds it"),
        pytest.param("1000", "0", "0", id="the year is used up"),
    ],
)
def test_the_lowest_of_what_month_year_and_term_leave(year_used, term_used, left):
    scopes = {
        CapScope.MONTH: CapFacts(fees=money("1000")),
        CapScope.YEAR: CapFacts(used=money(year_used)),
        CapScope.TERM: CapFacts(fees=money("30000"), used=money(term_used)),
    }
    found = total_credit(CreditTerms(caps=(TERM, YEAR, MONTH)), [owed("800")], scopes)
    assert found.amount == n(left)
    assert [step.code for step in found.steps][:4] == ["cap_month", "cap_year", "cap_term", "capped"]
    assert all(sentences_of(found.steps))


@pytest.mark.parametrize(
    ("stacking", "amounts", "total"),
    [
        (Stacking.SUM, ("100", "250", "0"), "350"),
        (Stacking.MAXIMUM, ("100", "250", "0"), "250"),
        (Stacking.SUM, ("100",), "100"),
        (Stacking.MAXIMUM, ("0", "0"), "0"),
    ],
)
def test_several_credits_add_up_or_the_largest_counts(stacking, amounts, total):
    found = total_credit(CreditTerms(stacking=stacking), [owed(amount) for amount in amounts])
    assert found.amount == n(total)
    assert [step.code for step in found.steps] == ([f"stacked_{stacking}"] if len(amounts) == 3 else [])


@pytest.mark.parametrize("status", [CreditStatus.NO_DATA, CreditStatus.UNDECIDED])
def test_one_that_is_not_known_leaves_the_sum_unknown(status):
    found = total_credit(CreditTerms(), [owed("100"), Credit(status=status)])
    assert (found.amount, found.asked, found.missing) == (None, None, (str(status),))


def test_a_missing_fee_is_named():
    lacking = Credit(status=CreditStatus.INCOMPLETE, percent=n("10"), missing=("fee",))
    assert total_credit(CreditTerms(), [lacking, lacking]).missing == ("fee",)


AWS_MINIMUM = CreditMinimum(money("1", "USD"), must_exceed=True)


@pytest.mark.parametrize(
    ("minimum", "amount", "paid"),
    [
        pytest.param(AWS_MINIMUM, "1", "0", id="AWS: one dollar is not more than one dollar"),
        pytest.param(AWS_MINIMUM, "1.01", "1.01", id="AWS: a cent more is"),
        pytest.param(CreditMinimum(money("1", "USD")), "1", "1", id="at least one dollar"),
        pytest.param(CreditMinimum(money("1", "USD")), "0.99", "0", id="less than at least"),
    ],
)
def test_a_minimum_is_reached_or_exceeded_as_agreed(minimum, amount, paid):
    found = total_credit(CreditTerms(minimum=minimum), [owed(amount, "USD")])
    assert found.amount == n(paid)
    assert all(sentences_of(found.steps))


def test_the_minimum_is_held_against_what_the_caps_leave():
    terms = CreditTerms(caps=(CreditCap(CapScope.TERM, percent=n("8")),), minimum=CreditMinimum(money("50")))
    assert capped("300", "920", terms=terms).amount == 0
    assert capped("300", "910", terms=terms).amount == 50


def test_what_is_asked_for_can_be_paid_and_never_exceeds_the_cap():
    assert total_credit(CreditTerms(), [owed("33.335")]).asked == money("33.34")
    third = CreditTerms(caps=(CreditCap(CapScope.TERM, percent=Fraction(100, 3)),))
    found = capped("900", "0", fees="100.01", terms=third)  # 33.33666…
    assert (found.amount, found.asked) == (Fraction(10001, 300), money("33.33"))
    assert total_credit(CreditTerms(), [owed("99.5", "JPY")]).asked == money("100", "JPY")


def test_days_are_stacked_and_capped_apart_from_money():
    days = [Credit(status=CreditStatus.DUE, days=n(text)) for text in ("7", "3")]
    terms = CreditTerms(caps=(CreditCap(CapScope.TERM, days=n("15")), TERM))
    scopes = {CapScope.TERM: CapFacts(fees=money("1000"), used_days=n("8"))}
    found = total_credit(terms, [*days, owed("100")], scopes)
    assert (found.days, found.amount) == (7, 80)
    assert total_credit(CreditTerms(stacking=Stacking.MAXIMUM), days).days == 7
    assert all(sentences_of(found.steps))


@pytest.mark.parametrize(
    "scopes",
    [
        {CapScope.TERM: CapFacts(fees=money("12000", "USD"))},
        {CapScope.TERM: CapFacts(fees=money("12000"), used=money("1", "USD"))},
    ],
)
def test_another_currency_is_refused_and_never_converted(scopes):
    with pytest.raises(CurrencyMismatchError):
        total_credit(COMMON_PAPER, [owed("1")], scopes)
    with pytest.raises(CurrencyMismatchError):
        total_credit(CreditTerms(), [owed("1"), owed("1", "USD")])
    with pytest.raises(CurrencyMismatchError):
        total_credit(CreditTerms(minimum=AWS_MINIMUM), [owed("100")])


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: CreditTerms(caps=(CreditCap(CapScope.MONTH),)), "caps[0]"),
        (lambda: CreditTerms(caps=(CreditCap(CapScope.MONTH, n("8"), money("8")),)), "caps[0]"),
        (lambda: CreditTerms(caps=(TERM, CreditCap(CapScope.TERM, percent=n("9")))), "caps[1]"),
        (lambda: CreditTerms(caps=(CreditCap(CapScope.MONTH, percent=n("101")),)), "caps[0]"),
        (lambda: CreditTerms(caps=(CreditCap(CapScope.MONTH, amount=money("-1")),)), "caps[0]"),
        (lambda: CreditTerms(caps=(CreditCap(CapScope.MONTH, days=n("-1")),)), "caps[0]"),
        (lambda: CreditTerms(minimum=CreditMinimum(money("-1"))), "minimum"),
        (lambda: CreditTerms(caps=(YEAR,), minimum=AWS_MINIMUM), "caps"),
    ],
)
def test_terms_that_cannot_be_meant_are_refused_naming_the_field(make, field):
    with pytest.raises(AgreedTermsError) as refused:
        make()
    assert list(refused.value.problems) == [field]


def test_whether_it_is_the_sole_remedy_is_stated_denied_or_unknown():
    assert (COMMON_PAPER.is_sole_remedy, CreditTerms().is_sole_remedy) == (True, None)
    assert isinstance(capped("300", "0").asked, Money)
