"""Price at renewal: how far the vendor may raise the price when a contract renews.

The business rules, numbered (``docs/rules/uplift.md`` has the same table):

1. A rule gives a rate for each renewal: none, a fixed percentage, an amount, the change of an index, or
   that change plus a spread. An index rule may name the lesser or the greater of it and a fixed percentage.
2. The change of an index is its value in the reference month (the month of the renewal less the lag) over
   its value in the base month, less one. The base month of a later renewal is the reference month of the
   last renewal whose rise was possible, so that each stretch of time counts once.
3. The cap and the floor bound the rate of each renewal, after all else; both together are a collar.
   An index that fell lowers the price unless the floor forbids it.
4. Compounding applies a rate to the price of the term before; simple applies it to the first price.
5. A renewal before the first eligible date, or one that the vendor had to announce and did not announce in
   time, leaves the price as it is. Announcing on the last day is in time.
6. A month without a published value makes the price provisional: it is not known, and never taken as no
   change. What is known is the highest that it can be, where a cap or the lesser percentage says so.
7. Nothing is rounded before the end; prices are then rounded half up to what the currency can pay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from core.money import Money, minor_units
from core.rules.periods import add_months
from spend.rules.uplift_rule import Combination, UpliftKind, UpliftRule


class UpliftStatus(StrEnum):
    """How sure the price of a renewal is."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    NOT_ELIGIBLE = "not_eligible"


@dataclass(frozen=True, slots=True)
class UpliftStep:
    """One thing that decided the price: a code and its parameters, for a sentence."""

    code: str
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalPrice:
    """The price from one renewal on.

    Attributes:
        renewal_date: The first day of the new term.
        status: Final, provisional, or not eligible for a rise at this renewal.
        rate: The exact rate of this renewal; None while an index value is missing.
        price: Rounded to the currency; None while it is provisional.
        ceiling: The highest that the vendor may ask, rounded; None where nothing bounds it yet.
        announce_by: The last day on which the vendor can announce a rise, inclusive; None without that duty.
        missing_months: First days of the unpublished index months that the price rests on, also those of
            earlier renewals.
        steps: What decided, in order.
    """

    renewal_date: date
    status: UpliftStatus
    rate: Fraction | None
    price: Money | None
    ceiling: Money | None
    announce_by: date | None
    missing_months: tuple[date, ...] = ()
    steps: tuple[UpliftStep, ...] = ()


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the chain of renewals stands: exact and highest price, base of the index, what was missing."""

    price: Fraction | None
    highest: Fraction | None
    base: date | None
    missing: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rate:
    """A rate, the highest it can be, and why."""

    rate: Fraction | None
    highest: Fraction | None
    missing: tuple[date, ...]
    steps: tuple[UpliftStep, ...]


def prices_at_renewals(
    rule: UpliftRule,
    price: Money,
    renewal_dates: Sequence[date],
    index: Mapping[date, Decimal],
    *,
    on: date,
    announced: Mapping[date, date] | None = None,
    shares: Mapping[date, Fraction] | None = None,
) -> tuple[RenewalPrice, ...]:
    """Return the price from each renewal on, in the order of the renewals.

    Args:
        rule: What the contract agrees.
        price: The price before the first of the renewals.
        renewal_dates: The first days of the new terms, ascending.
        index: The published values, by the first day of their month.
        on: The day of asking; an announcement that could still come on it is not late.
        announced: When the vendor announced a rise, by renewal date.
        shares: By renewal date, what part of a price as long as the first the new term costs, where its
            price goes by its length; see ``term_length``.

    Returns:
        One result a renewal; each builds on the exact price before it, not on the rounded one.

    Raises:
        ValueError: If an index value that is used is not above zero.
    """
    first = Fraction(price.amount)
    standing = _Standing(first, first, rule.base_month)
    results = []
    for renewal_date in renewal_dates:
        told = (announced or {}).get(renewal_date)
        refusal = _refusal(rule, renewal_date, on, told)
        found = _unchanged(refusal) if refusal else _rate_of(rule, renewal_date, standing, first, index)
        standing = _Standing(
            _raised(standing.price, found.rate, first, rule),
            _raised(standing.highest, found.highest, first, rule),
            standing.base if refusal else reference_month(rule, renewal_date),
            tuple(sorted({*standing.missing, *found.missing})),
        )
        share = (shares or {}).get(renewal_date, Fraction(1))
        told_price = _Standing(
            _of(standing.price, share), _of(standing.highest, share), None, standing.missing
        )
        results.append(_result(rule, renewal_date, price.currency, found, told_price, bool(refusal)))
    return tuple(results)


def share_of(price: Money, share: Fraction) -> Money:
    """Return a part, or a multiple, of a price, rounded half up to what the currency can pay."""
    return _exactly(Fraction(price.amount) * share, price.currency)


def _of(exact: Fraction | None, share: Fraction) -> Fraction | None:
    return None if exact is None else exact * share


def reference_month(rule: UpliftRule, renewal_date: date) -> date:
    """Return the first day of the index month that a renewal looks at: its own month less the lag."""
    return add_months(renewal_date.replace(day=1), -rule.lag_months)


def announce_by(rule: UpliftRule, renewal_date: date) -> date | None:
    """Return the last day, inclusive, on which a rise can be announced; None without that duty."""
    return None if rule.announce_days is None else renewal_date - timedelta(days=rule.announce_days)


def _refusal(rule: UpliftRule, renewal_date: date, on: date, told: date | None) -> UpliftStep | None:
    """Return why no rise is possible at a renewal; None if one is."""
    if rule.kind is UpliftKind.NONE:
        return None
    if rule.first_eligible_date is not None and renewal_date < rule.first_eligible_date:
        return UpliftStep("before_first_eligible", {"first_eligible_date": rule.first_eligible_date})
    last = announce_by(rule, renewal_date)
    if last is not None and (told or on) > last:
        return UpliftStep("announced_too_late", {"announce_by": last, "announced": told})
    return None


def _unchanged(why: UpliftStep) -> _Rate:
    """Return a rate of nothing with its reason."""
    return _Rate(Fraction(0), Fraction(0), (), (why,))


def _rate_of(
    rule: UpliftRule, renewal_date: date, standing: _Standing, first: Fraction, index: Mapping[date, Decimal]
) -> _Rate:
    """Return the rate of one renewal within the collar."""
    if rule.kind is UpliftKind.NONE:
        return _Rate(Fraction(0), Fraction(0), (), (UpliftStep("no_uplift", {}),))
    if rule.kind is UpliftKind.PERCENT:
        return _collared(rule, _known(_share(rule.percent), UpliftStep("percent", {"percent": rule.percent})))
    if rule.kind is UpliftKind.AMOUNT:
        return _collared(rule, _amount_rate(rule, standing, first))
    return _collared(rule, _combined(rule, _index_rate(rule, renewal_date, standing.base, index)))


def _known(rate: Fraction, step: UpliftStep) -> _Rate:
    """Return a rate that is certain."""
    return _Rate(rate, rate, (), (step,))


def _amount_rate(rule: UpliftRule, standing: _Standing, first: Fraction) -> _Rate:
    """Return an agreed amount as a rate of the price it is added to (a price of zero gives no rate)."""
    base = (standing.price if rule.is_compounding else first) or Fraction(0)
    rate = Fraction(rule.amount or 0) / base if base else Fraction(0)
    return _known(rate, UpliftStep("amount", {"amount": rule.amount}))


def _index_rate(
    rule: UpliftRule, renewal_date: date, base: date | None, index: Mapping[date, Decimal]
) -> _Rate:
    """Return the change of the index plus the spread, or the months that are missing."""
    months = (base or reference_month(rule, renewal_date), reference_month(rule, renewal_date))
    missing = tuple(sorted({month for month in months if month not in index}))
    if missing:
        return _Rate(None, None, missing, (UpliftStep("index_missing", {"months": missing}),))
    earlier, later = index[months[0]], index[months[1]]
    if min(earlier, later) <= 0:
        raise ValueError("An index value must be above zero.")
    change = Fraction(later) / Fraction(earlier) - 1
    facts = {"base_month": months[0], "base": earlier, "reference_month": months[1], "reference": later}
    steps = [UpliftStep("index", facts | {"rate": change})]
    if rule.kind is UpliftKind.INDEX_SPREAD:
        change += _share(rule.spread)
        steps.append(UpliftStep("spread", {"percent": rule.spread, "rate": change}))
    return _Rate(change, change, (), tuple(steps))


def _combined(rule: UpliftRule, found: _Rate) -> _Rate:
    """Return the lesser or greater of the index and the fixed percentage, where one is agreed."""
    if rule.combination is None:
        return found
    fixed = _share(rule.percent)
    step = UpliftStep(f"{rule.combination.value}_of", {"percent": rule.percent})
    steps = (*found.steps, step)
    if rule.combination is Combination.LESSER:
        rate = None if found.rate is None else min(found.rate, fixed)
        return _Rate(rate, fixed if rate is None else rate, found.missing, steps)
    rate = None if found.rate is None else max(found.rate, fixed)
    return _Rate(rate, rate, found.missing, steps)


def _collared(rule: UpliftRule, found: _Rate) -> _Rate:
    """Return the rate held between floor and cap; a cap bounds what is not known yet."""
    rate, highest, steps = found.rate, found.highest, list(found.steps)
    if rule.cap_percent is not None:
        cap = _share(rule.cap_percent)
        if highest is None or highest > cap:
            steps.append(UpliftStep("cap", {"percent": rule.cap_percent}))
        highest = cap if highest is None else min(highest, cap)
        rate = None if rate is None else min(rate, cap)
    if rule.floor_percent is not None:
        floor = _share(rule.floor_percent)
        if rate is not None and rate < floor:
            steps.append(UpliftStep("floor", {"percent": rule.floor_percent}))
        highest = None if highest is None else max(highest, floor)
        rate = None if rate is None else max(rate, floor)
    return _Rate(rate, highest, found.missing, tuple(steps))


def _raised(
    before: Fraction | None, rate: Fraction | None, first: Fraction, rule: UpliftRule
) -> Fraction | None:
    """Return the exact price after a rate; None where either is not known."""
    if before is None or rate is None:
        return None
    return before + rate * (before if rule.is_compounding else first)


def _result(
    rule: UpliftRule, renewal_date: date, currency: str, found: _Rate, standing: _Standing, refused: bool
) -> RenewalPrice:
    """Return what is told about one renewal."""
    status = UpliftStatus.NOT_ELIGIBLE if refused else UpliftStatus.FINAL
    if standing.price is None:
        status = UpliftStatus.PROVISIONAL
    return RenewalPrice(
        renewal_date=renewal_date,
        status=status,
        rate=found.rate,
        price=_money(standing.price, currency),
        ceiling=_money(standing.highest, currency),
        announce_by=announce_by(rule, renewal_date),
        missing_months=standing.missing,
        steps=found.steps,
    )


def _share(percent: Decimal | None) -> Fraction:
    """Return a percentage as an exact share: 3 is 3/100."""
    return Fraction(percent or 0) / 100


def _money(exact: Fraction | None, currency: str) -> Money | None:
    """Return an exact price rounded half up (away from zero at the half) to what the currency can pay."""
    return None if exact is None else _exactly(exact, currency)


def _exactly(exact: Fraction, currency: str) -> Money:
    """Return an exact price rounded half up (away from zero at the half) to what the currency can pay."""
    scale = 10 ** minor_units(currency)
    scaled = abs(exact) * scale
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    amount = Decimal(units if exact >= 0 else -units).scaleb(-minor_units(currency))
    return Money(amount, currency).rounded(ROUND_HALF_UP)
