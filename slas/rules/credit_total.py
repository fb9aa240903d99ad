"""The credits of one contract and period together: stacked, capped, and held against the minimum.

The business rules, numbered (``docs/rules/service-credits.md`` has the same table):

1. Credits in money add up, or the largest counts; days added to the term apart from them, likewise.
2. As long as one of the credits is not known, the total is not known, and what is missing is named.
3. Each cap leaves what is left of it after the credits that its scope has had: the month, then the year,
   then the term. The result is never above what any of them leaves, and never negative.
4. A cap in percent needs the fees of its scope. Without them the total is not known, and they are named.
5. The minimum is held against what is left after the caps: what it does not allow is no credit.
6. What is asked for is payable in the currency; see :mod:`.credit_rounding`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.money import CurrencyMismatchError, Money
from slas.rules.credit import Credit, CreditStatus
from slas.rules.credit_number import exact_decimal
from slas.rules.credit_rounding import payable
from slas.rules.credit_step import Step
from slas.rules.credit_terms import CapScope, CreditCap, CreditTerms, Stacking

UNKNOWN = frozenset({CreditStatus.NO_DATA, CreditStatus.UNDECIDED, CreditStatus.INCOMPLETE})


@dataclass(frozen=True, slots=True)
class CapFacts:
    """What the scope of a cap has had so far.

    Attributes:
        fees: The fees of the scope; None where they are not known.
        used: Credits in money of the scope so far, without this period's; None for none.
        used_days: Days added so far.
    """

    fees: Money | None = None
    used: Money | None = None
    used_days: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTotal:
    """What a contract owes for a period.

    Attributes:
        amount: Exact, in ``currency``; None where it is not known or there is no money in it.
        currency: Of the amount; empty without one.
        asked: The amount as it can be paid; None where the amount is.
        days: Days added to the term; None where they are not known or there are none.
        missing: Names of the facts that are missing, such as ``term_fees``.
        steps: What decided, in order; those of the single credits are with them.
    """

    amount: Fraction | None = None
    currency: str = ""
    asked: Money | None = None
    days: Fraction | None = None
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


def total_credit(
    terms: CreditTerms, credits: Sequence[Credit], scopes: Mapping[CapScope, CapFacts] | None = None
) -> CreditTotal:
    """Return what the credits of one period come to under the terms of their contract.

    Args:
        terms: What the contract says.
        credits: One for each promise, of the same period.
        scopes: What the scopes of the caps have had; a scope left out has had nothing, its fees unknown.

    Raises:
        CurrencyMismatchError: If credits, caps, fees or minimum are in different currencies.
    """
    missing = _missing(credits)
    if missing:
        return CreditTotal(missing=missing, steps=(Step("total_unknown"),))
    known = dict(scopes or {})
    days, day_steps = _total_days(terms, credits, known)
    amounts = [one for one in credits if one.amount is not None]
    if not amounts:
        return CreditTotal(days=days, steps=tuple(day_steps))
    currency = _currency(amounts)
    steps: list[Step] = []
    amount = _stacked(terms.stacking, [one.amount or Fraction(0) for one in amounts], steps)
    ceiling, absent = _ceiling(terms.caps, known, currency, steps)
    if absent and amount:
        return CreditTotal(currency=currency, days=days, missing=absent, steps=(*day_steps, *steps))
    if ceiling is not None and amount > ceiling:
        amount = ceiling
        steps.append(Step.of("capped", amount=_money(amount, currency)))
    amount = _least(terms, amount, currency, steps)
    asked = payable(amount, currency, ceiling)
    if Fraction(asked.amount) != amount:
        steps.append(Step.of("asked", amount=asked))
    return CreditTotal(amount=amount, currency=currency, asked=asked, days=days, steps=(*day_steps, *steps))


def _missing(credits: Sequence[Credit]) -> tuple[str, ...]:
    """Return what is missing of the single credits; their status where no fact is."""
    found: dict[str, None] = {}
    for one in credits:
        if one.status in UNKNOWN:
            found |= dict.fromkeys(one.missing or (str(one.status),))
    return tuple(found)


def _currency(credits: Sequence[Credit]) -> str:
    first = credits[0].currency
    for one in credits:
        if one.currency != first:
            raise CurrencyMismatchError(first, one.currency)
    return first


def _stacked(stacking: Stacking, figures: Sequence[Fraction], steps: list[Step]) -> Fraction:
    """Return the sum, or the largest."""
    if len([figure for figure in figures if figure]) > 1:
        steps.append(Step.of(f"stacked_{stacking}", count=sum(1 for figure in figures if figure)))
    return sum(figures, Fraction(0)) if stacking is Stacking.SUM else max(figures)


def _total_days(
    terms: CreditTerms, credits: Sequence[Credit], scopes: Mapping[CapScope, CapFacts]
) -> tuple[Fraction | None, list[Step]]:
    steps: list[Step] = []
    given = [one.days for one in credits if one.days is not None]
    if not given:
        return None, steps
    days = _stacked(terms.stacking, given, steps)
    for cap in terms.caps:
        if cap.days is not None:
            left = max(cap.days - scopes.get(cap.scope, CapFacts()).used_days, Fraction(0))
            if days > left:
                days = left
                steps.append(Step.of(f"days_capped_{cap.scope}", days=left))
    return days, steps


def _ceiling(
    caps: Sequence[CreditCap], scopes: Mapping[CapScope, CapFacts], currency: str, steps: list[Step]
) -> tuple[Fraction | None, tuple[str, ...]]:
    """Return the least that the caps leave, None without a cap, and the fees that are missing for it."""
    left: list[Fraction] = []
    absent: list[str] = []
    order = list(CapScope)
    for cap in sorted((one for one in caps if one.days is None), key=lambda one: order.index(one.scope)):
        facts = scopes.get(cap.scope, CapFacts())
        if cap.amount is None and facts.fees is None:
            absent.append(f"{cap.scope}_fees")
            steps.append(Step(f"no_fees_{cap.scope}"))
            continue
        whole = _cap_amount(cap, facts, currency)
        used = _in(facts.used, currency)
        left.append(max(whole - used, Fraction(0)))
        cap_step = {"most": _money(whole, currency), "used": _money(used, currency)}
        steps.append(Step(f"cap_{cap.scope}", {**cap_step, "left": _money(left[-1], currency)}))
    return (min(left) if left else None), tuple(absent)


def _cap_amount(cap: CreditCap, facts: CapFacts, currency: str) -> Fraction:
    if cap.amount is not None:
        return _in(cap.amount, currency)
    return _in(facts.fees, currency) * (cap.percent or Fraction(0)) / 100


def _in(money: Money | None, currency: str) -> Fraction:
    if money is None:
        return Fraction(0)
    if money.currency != currency:
        raise CurrencyMismatchError(currency, money.currency)
    return Fraction(money.amount)


def _least(terms: CreditTerms, amount: Fraction, currency: str, steps: list[Step]) -> Fraction:
    """Return the amount if the minimum allows it, else nothing."""
    if terms.minimum is None or not amount:
        return amount
    _in(terms.minimum.amount, currency)
    if terms.minimum.allows(amount):
        return amount
    code = "not_above_minimum" if terms.minimum.must_exceed else "below_minimum"
    steps.append(Step.of(code, amount=terms.minimum.amount))
    return Fraction(0)


def _money(amount: Fraction, currency: str) -> Money:
    """Return an amount for a sentence; what has no end as it would be paid."""
    exact = exact_decimal(amount)
    return payable(amount, currency) if exact is None else Money(exact, currency)
