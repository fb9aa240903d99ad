"""The credit for one promise and one period: which row applies, and what it gives.

The business rules, numbered (``docs/rules/service-credits.md`` has the same table):

1. The availability, or another figure in percent that is better the higher it is (the share of the tickets
   that were in time), is compared exactly, never rounded: a breach by a hair is a breach.
2. No data is no credit and no kept promise: the credit is not known.
3. In a stretch that nobody has decided (:mod:`.credit_choice`) the credit is not known, and never nothing.
4. A percentage is of the period's fee. A percentage of lost time is of that share of the fee that the lost
   minutes are of the period's. Without the fee the percentage is told, and the amount is not known.
5. Per minute: the rate for each minute, or for each full stretch of minutes. Per incident: for each one.
6. An extension adds days to the term: those of the row, or the lost time times the rate.
7. A percentage of the fee never gives more than the fee.
8. Only a rounding that the contract states is applied, here, once, to the amount.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from core.money import CurrencyMismatchError, Money
from core.rules.choice import Word
from slas.rules.credit_band import CreditBand
from slas.rules.credit_choice import Applied
from slas.rules.credit_finding import finding_of
from slas.rules.credit_number import HUNDRED, exact_decimal
from slas.rules.credit_rounding import rounded_amount
from slas.rules.credit_scheme import CreditKind, CreditScheme, CreditUnit
from slas.rules.credit_step import Step

MINUTES_A_DAY: Final = 1_440


class CreditStatus(Word):
    """What is known about a credit."""

    NO_DATA = "no_data"
    NOT_DUE = "not_due"
    UNDECIDED = "undecided"
    INCOMPLETE = "incomplete"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditFacts:
    """What happened in a period; None where it is not known.

    Attributes:
        availability: In percent, exact; where ``is_share``, the figure that takes its place.
        is_share: Whether that is another figure in percent, such as the share of the tickets in time.
        fee: The period's fee for the service.
        lost_minutes: Minutes down that count.
        total_minutes: Minutes of the period.
        incidents: How many count.
    """

    availability: Fraction | None = None
    fee: Money | None = None
    lost_minutes: Fraction | None = None
    total_minutes: Fraction | None = None
    incidents: int | None = None
    is_share: bool = False

    def told(self, code: str, figure: Fraction, **params: Fraction) -> Step:
        """Return a step about the figure, by the words for what it is."""
        return Step.of(f"{code}_share" if self.is_share else code, availability=figure, **params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """The credit for one promise and period, before the caps of the contract.

    Attributes:
        status: What is known.
        percent: Of the fee; None where the scheme gives none or it is not known.
        amount: Exact, in ``currency``; None where it is not known or the scheme gives days.
        currency: Of the amount; empty without one.
        days: Days that are added to the term, exact; None where the scheme gives money or it is not known.
        band: Number of the row that applies; None without one.
        missing: Names of the facts that are missing.
        steps: What decided, in order.
    """

    status: CreditStatus
    percent: Fraction | None = None
    amount: Fraction | None = None
    currency: str = ""
    days: Fraction | None = None
    band: int | None = None
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


def credit_for(scheme: CreditScheme, facts: CreditFacts) -> Credit:
    """Return the credit that a scheme gives for what happened in a period.

    Raises:
        CurrencyMismatchError: If the scheme gives amounts in another currency than the fee's.
    """
    if scheme.unit is CreditUnit.AMOUNT and facts.fee is not None and facts.fee.currency != scheme.currency:
        raise CurrencyMismatchError(scheme.currency, facts.fee.currency)
    if scheme.has_bands:
        return _by_band(scheme, facts)
    if scheme.due_below is not None:
        if facts.availability is None:
            return Credit(status=CreditStatus.NO_DATA, steps=(Step("no_data"),))
        if facts.availability >= scheme.due_below:
            step = facts.told("kept", facts.availability, bound=scheme.due_below)
            return _nothing(scheme, facts, step)
    return _by_rate(scheme, facts)


def applied_at(scheme: CreditScheme, availability: Fraction) -> Applied | None:
    """Return the stretch that an availability, in percent, lies in; None where the promise was kept."""
    return next((one for one in scheme.laid() if one.stretch.low <= availability < one.stretch.high), None)


def _nothing(scheme: CreditScheme, facts: CreditFacts, *steps: Step) -> Credit:
    """Return the credit of a kept promise: none, and that is certain."""
    in_days = scheme.unit is CreditUnit.DAYS or scheme.kind is CreditKind.TERM_EXTENSION
    has_amount = not in_days and (facts.fee is not None or scheme.currency != "")
    currency = scheme.currency or (facts.fee.currency if facts.fee else "")
    return Credit(
        status=CreditStatus.NOT_DUE,
        percent=Fraction(0) if scheme.unit is CreditUnit.FEE_PERCENT else None,
        amount=Fraction(0) if has_amount else None,
        currency=currency if has_amount else "",
        days=Fraction(0) if in_days else None,
        steps=steps,
    )


def _by_band(scheme: CreditScheme, facts: CreditFacts) -> Credit:
    if facts.availability is None:
        return Credit(status=CreditStatus.NO_DATA, steps=(Step("no_data"),))
    found = applied_at(scheme, facts.availability)
    if found is None:
        bound = scheme.laid()[-1].stretch.high
        return _nothing(scheme, facts, facts.told("kept", facts.availability, bound=bound))
    finding = finding_of(found)
    steps = [facts.told("measured", facts.availability), *(finding.steps() if finding else ())]
    if not found.is_decided:
        return Credit(status=CreditStatus.UNDECIDED, steps=tuple(steps))
    if found.band is None:
        return _nothing(scheme, facts, *steps)
    band = scheme.band(found.band)
    steps.append(_band_step(band, found.band))
    return _given(scheme, facts, _Gift(band.credit, Fraction(1), found.band, tuple(steps)))


def _band_step(band: CreditBand, number: int) -> Step:
    if band.at_least is None:
        return Step.of("band_open", band=number, below=band.below)
    return Step.of("band", band=number, below=band.below, at_least=band.at_least)


@dataclass(frozen=True, slots=True)
class _Gift:
    """What is given, how many times, by which row, and why so far."""

    each: Fraction
    times: Fraction
    band: int | None
    steps: tuple[Step, ...]


def _by_rate(scheme: CreditScheme, facts: CreditFacts) -> Credit:
    rate = scheme.rate or Fraction(0)
    if scheme.unit is CreditUnit.LOST_TIME_PERCENT:
        return _given(scheme, facts, _Gift(rate, Fraction(1), None, ()))
    if scheme.kind is CreditKind.PER_INCIDENT:
        if facts.incidents is None:
            return Credit(status=CreditStatus.INCOMPLETE, missing=("incidents",))
        step = Step.of("incidents", count=facts.incidents)
        return _given(scheme, facts, _Gift(rate, Fraction(facts.incidents), None, (step,)))
    if facts.lost_minutes is None:
        return Credit(status=CreditStatus.INCOMPLETE, missing=("lost_minutes",))
    if scheme.every_minutes == 1:
        times, step = facts.lost_minutes, Step.of("minutes", minutes=facts.lost_minutes)
    else:
        times = Fraction(facts.lost_minutes // scheme.every_minutes)
        step = Step.of("stretches", minutes=facts.lost_minutes, count=int(times), every=scheme.every_minutes)
    return _given(scheme, facts, _Gift(rate, times, None, (step,)))


def _given(scheme: CreditScheme, facts: CreditFacts, gift: _Gift) -> Credit:
    if not gift.each * gift.times:
        return replace(_nothing(scheme, facts, *gift.steps), band=gift.band)
    if scheme.unit is CreditUnit.DAYS:
        days = gift.each * gift.times
        steps = (*gift.steps, Step.of("days", days=days))
        return Credit(status=CreditStatus.DUE, days=days, band=gift.band, steps=steps)
    if scheme.unit is CreditUnit.AMOUNT:
        amount = gift.each * gift.times
        return _rounded(scheme, None, amount, scheme.currency, gift)
    if scheme.unit is CreditUnit.LOST_TIME_PERCENT:
        return _lost_time(scheme, facts, gift)
    percent = min(gift.each * gift.times, HUNDRED)
    told = _with(gift, Step.of("percent", percent=percent))
    if facts.fee is None:
        return Credit(
            status=CreditStatus.INCOMPLETE,
            percent=percent,
            band=gift.band,
            missing=("fee",),
            steps=told.steps,
        )
    return _rounded(scheme, percent, Fraction(facts.fee.amount) * percent / 100, facts.fee.currency, told)


def _with(gift: _Gift, step: Step) -> _Gift:
    return _Gift(gift.each, gift.times, gift.band, (*gift.steps, step))


def _lost_time(scheme: CreditScheme, facts: CreditFacts, gift: _Gift) -> Credit:
    """Return a credit that follows the lost time: a share of the fee, or time added to the term."""
    in_days = scheme.kind is CreditKind.TERM_EXTENSION
    lost_minutes, total_minutes, fee = facts.lost_minutes, facts.total_minutes, facts.fee
    needed: dict[str, object] = {"lost_minutes": lost_minutes}
    if not in_days:
        needed |= {"total_minutes": total_minutes, "fee": fee}
    missing = tuple(name for name, known in needed.items() if known is None)
    if missing or lost_minutes is None:
        return Credit(status=CreditStatus.INCOMPLETE, band=gift.band, missing=missing, steps=gift.steps)
    told = _with(gift, Step.of("lost_time", percent=gift.each, minutes=lost_minutes))
    lost = lost_minutes * gift.each / 100
    if not lost:
        return replace(_nothing(scheme, facts, *told.steps), band=gift.band)
    if in_days or fee is None or total_minutes is None:
        return Credit(status=CreditStatus.DUE, days=lost / MINUTES_A_DAY, band=gift.band, steps=told.steps)
    share = min(lost / total_minutes, Fraction(1))
    return _rounded(scheme, None, Fraction(fee.amount) * share, fee.currency, told)


def _rounded(
    scheme: CreditScheme, percent: Fraction | None, amount: Fraction, currency: str, gift: _Gift
) -> Credit:
    """Return the credit, rounded only where the contract states how."""
    steps = gift.steps
    if scheme.rounding is not None:
        rounded = Fraction(rounded_amount(amount, currency, scheme.rounding))
        if rounded != amount:
            steps = (*steps, Step.of("rounded_as_agreed", decimals=scheme.rounding.places(currency)))
        amount = rounded
    if exact := exact_decimal(amount):
        steps = (*steps, Step.of("amount", amount=Money(exact, currency)))
    return Credit(
        status=CreditStatus.DUE,
        percent=percent,
        amount=amount,
        currency=currency,
        band=gift.band,
        steps=steps,
    )
