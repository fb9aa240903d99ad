"""What a contract says about all its credits together: stacking, caps, the minimum, the sole remedy.

1. Several credits of one period add up, or only the largest counts.
2. A cap is a percentage of the fees of its scope, an amount, or days added to the term. Scopes are the
   month, the year, and the term (contract or subscription period).
3. The minimum is an amount that a credit must reach, or exceed where the contract says "greater than".
4. Whether credits are the sole remedy is a fact on record: stated, denied, or not stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.money import Money
from core.rules.choice import Word, settle
from slas.rules.credit_number import HUNDRED
from slas.rules.credit_problem import AgreedTermsError


class Stacking(Word):
    """What becomes of several credits of one period."""

    SUM = "sum"
    MAXIMUM = "maximum"


class CapScope(Word):
    """Over what a cap runs; ``term`` is the contract or subscription period."""

    MONTH = "month"
    YEAR = "year"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class CreditCap:
    """The most that credits may come to within a scope: exactly one of the three figures.

    Attributes:
        scope: Over what it runs.
        percent: Of the fees of the scope.
        amount: Money.
        days: Days added to the term.
    """

    scope: CapScope
    percent: Fraction | None = None
    amount: Money | None = None
    days: Fraction | None = None

    def __post_init__(self) -> None:
        settle(self, scope=CapScope)

    def problem(self) -> str:
        """Return what is wrong with it; empty where nothing is."""
        given = [one for one in (self.percent, self.amount, self.days) if one is not None]
        if len(given) != 1:
            return "A cap is a percentage of the fees, an amount, or days: exactly one of them."
        if self.percent is not None and not 0 <= self.percent <= HUNDRED:
            return "A cap in percent of the fees is from 0 to 100."
        if self.amount is not None and self.amount.amount < 0:
            return "A cap is not negative."
        if self.days is not None and self.days < 0:
            return "A cap is not negative."
        return ""


@dataclass(frozen=True, slots=True)
class CreditMinimum:
    """The least that is paid out: reached, or exceeded where ``must_exceed``."""

    amount: Money
    must_exceed: bool = False

    def allows(self, amount: Fraction) -> bool:
        """Return whether a credit is paid out."""
        least = Fraction(self.amount.amount)
        return amount > least if self.must_exceed else amount >= least


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTerms:
    """What the contract says about all its credits.

    Attributes:
        stacking: What becomes of several credits of one period.
        caps: At most one in money and one in days for each scope.
        minimum: None where the contract states none.
        is_sole_remedy: Whether credits are all that we may ask for; None where the contract does not say.
        clause: Where the contract says so.

    Raises:
        AgreedTermsError: Naming every field that is wrong.
    """

    stacking: Stacking = Stacking.SUM
    caps: tuple[CreditCap, ...] = ()
    minimum: CreditMinimum | None = None
    is_sole_remedy: bool | None = None
    clause: str = ""

    def __post_init__(self) -> None:
        settle(self, stacking=Stacking)
        if problems := dict(self._problems()):
            raise AgreedTermsError(problems)

    def _problems(self) -> Iterator[tuple[str, str]]:
        seen = set()
        currencies = {cap.amount.currency for cap in self.caps if cap.amount is not None}
        for index, cap in enumerate(self.caps):
            key = (cap.scope, cap.days is not None)
            if message := cap.problem():
                yield f"caps[{index}]", message
            elif key in seen:
                yield f"caps[{index}]", f"A second cap for the {cap.scope}. Keep the lower one."
            seen.add(key)
        if self.minimum is not None:
            if self.minimum.amount.amount < Decimal(0):
                yield "minimum", "A minimum is not negative."
            currencies.add(self.minimum.amount.currency)
        if len(currencies) > 1:
            told = ", ".join(sorted(currencies))
            yield "caps", f"Caps and minimum of one contract are in one currency, not {told}."
