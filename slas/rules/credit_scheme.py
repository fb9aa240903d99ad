"""How the credit for one promise is reckoned, as agreed; checked when it is made.

1. Four kinds: tiers by availability, per minute of downtime, per incident, and an extension of the term.
2. Tiers and extensions by days have bands; the other kinds have one rate.
3. The unit says what a band or the rate gives: a percentage of the period's fee, an amount, a percentage of
   what the lost time cost, or days.
4. Nothing rounds unless the contract says so; then ``rounding`` says how.
5. Gaps and overlaps of the bands do not refuse a scheme: they are findings (:mod:`.credit_finding`). A band
   or a choice that cannot be meant does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from core.money import MoneyError, check_currency
from core.rules.choice import Word, settle
from slas.rules.credit_band import CreditBand, Stretch, stretches
from slas.rules.credit_choice import Applied, CreditChoice, applied, choice_problems
from slas.rules.credit_number import HUNDRED
from slas.rules.credit_problem import AgreedTermsError
from slas.rules.credit_rounding import CreditRounding


class CreditKind(Word):
    """What the credit follows."""

    TIERS = "tiers"
    PER_MINUTE = "per_minute"
    PER_INCIDENT = "per_incident"
    TERM_EXTENSION = "term_extension"


class CreditUnit(Word):
    """What a band or the rate gives."""

    FEE_PERCENT = "fee_percent"
    AMOUNT = "amount"
    LOST_TIME_PERCENT = "lost_time_percent"
    DAYS = "days"


UNITS: Final[dict[CreditKind, frozenset[CreditUnit]]] = {
    CreditKind.TIERS: frozenset({CreditUnit.FEE_PERCENT, CreditUnit.AMOUNT, CreditUnit.LOST_TIME_PERCENT}),
    CreditKind.PER_MINUTE: frozenset(
        {CreditUnit.FEE_PERCENT, CreditUnit.AMOUNT, CreditUnit.LOST_TIME_PERCENT}
    ),
    CreditKind.PER_INCIDENT: frozenset({CreditUnit.FEE_PERCENT, CreditUnit.AMOUNT}),
    CreditKind.TERM_EXTENSION: frozenset({CreditUnit.DAYS, CreditUnit.LOST_TIME_PERCENT}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditScheme:
    """A credit scheme as agreed.

    Attributes:
        kind: What the credit follows.
        unit: What a band or the rate gives.
        bands: In the order of publication; of tiers, and of extensions by days.
        rate: What each minute or incident gives, or the percentage of the lost time.
        every_minutes: Per minute: the rate is given for each full stretch of so many minutes.
        due_below: Per minute, per incident, extension by lost time: only below this availability;
            None: always.
        target: The promised availability; bands that end below it leave a gap.
        currency: Of amounts; empty where the scheme has none.
        rounding: None where the contract states none.
        clause: Where the contract says so.
        choices: What persons decided about gaps and overlaps.

    Raises:
        AgreedTermsError: Naming every field that is wrong or contradicts another.
    """

    kind: CreditKind
    unit: CreditUnit = CreditUnit.FEE_PERCENT
    bands: tuple[CreditBand, ...] = ()
    rate: Fraction | None = None
    every_minutes: int = 1
    due_below: Fraction | None = None
    target: Fraction | None = None
    currency: str = ""
    rounding: CreditRounding | None = None
    clause: str = ""
    choices: tuple[CreditChoice, ...] = ()

    def __post_init__(self) -> None:
        settle(self, kind=CreditKind, unit=CreditUnit)
        problems: dict[str, str] = {}
        for name, message in self._problems():
            problems.setdefault(name, message)
        if not problems:
            laid = stretches(self.bands, self.target)
            problems = dict(reversed(list(choice_problems(self.choices, self.bands, laid))))
        if problems:
            raise AgreedTermsError(problems)

    @property
    def has_bands(self) -> bool:
        """Whether the credit goes by bands rather than by one rate."""
        return self.kind is CreditKind.TIERS or (
            self.kind is CreditKind.TERM_EXTENSION and self.unit is CreditUnit.DAYS
        )

    def laid(self) -> tuple[Applied, ...]:
        """Return the scale from 0 upwards to where the promise was kept, and which row applies where."""
        return _laid(self)

    def band(self, number: int) -> CreditBand:
        """Return a row by its number, from 1."""
        return self.bands[number - 1]

    def _problems(self) -> Iterator[tuple[str, str]]:
        if self.unit not in UNITS[self.kind]:
            fits = ", ".join(sorted(UNITS[self.kind]))
            yield "unit", f"A scheme of the kind {self.kind} gives {fits}, not {self.unit}."
        yield from self._shape_problems() if self.has_bands else self._rate_problems()
        yield from self._stretch_problems()
        for index, band in enumerate(self.bands):
            for name, message in band.problems():
                yield f"bands[{index}].{name}", message
            if self.unit is CreditUnit.FEE_PERCENT and band.credit > HUNDRED:
                yield f"bands[{index}].credit", "A percentage of the fee is at most 100."
        for name in ("due_below", "target"):
            value = getattr(self, name)
            if value is not None and not 0 < value <= HUNDRED:
                yield name, "An availability lies above 0 and is at most 100."
        yield from self._money_problems()

    def _shape_problems(self) -> Iterator[tuple[str, str]]:
        """Yield what a scheme with bands lacks, and what has no meaning beside them."""
        if not self.bands:
            yield "bands", "A scheme with tiers needs at least one."
        if self.rate is not None:
            yield "rate", "A scheme with bands has no rate beside them."
        if self.due_below is not None:
            yield "due_below", "The bands say from where on a credit is due."

    def _rate_problems(self) -> Iterator[tuple[str, str]]:
        """Yield what a scheme with a rate lacks, and what has no meaning beside it."""
        if self.bands:
            yield "bands", f"A scheme of the kind {self.kind} has a rate and no bands."
        if self.rate is None or self.rate < 0:
            yield "rate", "The rate is needed: 0 or more."
        if self.target is not None:
            yield "target", "Without bands the availability below which it is due is due_below."

    def _stretch_problems(self) -> Iterator[tuple[str, str]]:
        if self.every_minutes < 1:
            yield "every_minutes", "The rate is given for each stretch of at least 1 minute."
        elif self.every_minutes > 1 and self.kind is not CreditKind.PER_MINUTE:
            yield "every_minutes", "Only a scheme per minute counts stretches of minutes."

    def _money_problems(self) -> Iterator[tuple[str, str]]:
        if self.unit is CreditUnit.AMOUNT:
            try:
                check_currency(self.currency)
            except MoneyError as error:
                yield "currency", f"An amount needs its currency: {error}."
        elif self.currency:
            yield "currency", "Only amounts have a currency; a percentage is in that of the fee."
        if self.rounding is not None and (wrong := self.rounding.problem()):
            yield "rounding", wrong


@lru_cache(maxsize=1024)
def _laid(scheme: CreditScheme) -> tuple[Applied, ...]:
    laid: tuple[Stretch, ...] = stretches(scheme.bands, scheme.target) if scheme.has_bands else ()
    return tuple(applied(stretch, scheme.bands, scheme.choices) for stretch in laid)
