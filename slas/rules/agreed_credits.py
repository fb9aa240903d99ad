"""What a contract says about all its credits, as a person enters it; checked field by field.

1. Caps are a list: ``scope`` (month, year, term) with exactly one of ``percent``, ``amount``, ``days``.
2. Amounts are in the currency of the agreement. A cap in percent needs the fees of its scope to be known.
3. A claim window has a quantity; without one the contract states none, and nothing lapses.
4. Chronic failure has how often in how many months; without them none is agreed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from core.money import Money, MoneyError, check_currency
from slas.rules.chronic_rule import ChronicRule
from slas.rules.claim_rule import ClaimWindowRule
from slas.rules.credit_number import CreditNumberError, exact_decimal, number_text, read_number
from slas.rules.credit_problem import AgreedTermsError
from slas.rules.credit_terms import CapScope, CreditCap, CreditMinimum, CreditTerms
from slas.rules.credit_total import CapFacts

CAP_FIELDS: Final = ("scope", "percent", "amount", "days")
_WINDOW: Final = {
    "quantity": "window_quantity",
    "unit": "window_unit",
    "anchor": "window_anchor",
    "test": "window_test",
    "calendar": "window_calendar",
    "zone": "window_zone",
}
_CHRONIC: Final = {
    "missed": "chronic_missed",
    "window": "chronic_window",
    "notice_days": "chronic_notice_days",
    "use_within_days": "chronic_use_within_days",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDraft:
    """An agreement about credits as entered; the fields are those of ``slas.models.CreditAgreement``."""

    effective_from: dt.date | None
    currency: str = ""
    stacking: str = "sum"
    caps: list[dict[str, Any]] = field(default_factory=list)
    fees_month: Decimal | None = None
    fees_year: Decimal | None = None
    fees_term: Decimal | None = None
    minimum_amount: Decimal | None = None
    minimum_must_exceed: bool = False
    is_sole_remedy: bool | None = None
    window_quantity: int | None = None
    window_unit: str = "calendar_days"
    window_anchor: str = "period_end"
    window_test: str = "received"
    window_calendar: str = ""
    window_zone: str = "UTC"
    cycle_start_date: dt.date | None = None
    cycle_months: int = 1
    chronic_missed: int | None = None
    chronic_window: int | None = None
    chronic_notice_days: int | None = None
    chronic_use_within_days: int | None = None
    clause_ref: str = ""


def agreement_problems(draft: AgreementDraft) -> dict[str, list[str]]:
    """Return what is wrong with an agreement, by field; empty where nothing is."""
    found: dict[str, list[str]] = {}
    for name, message in _problems(draft):
        found.setdefault(name, []).append(message)
    return found


def credit_terms(agreed: Any) -> CreditTerms:
    """Return what an agreement says about stacking, caps and the minimum.

    Raises:
        AgreedTermsError: Naming every field that is wrong.
    """
    minimum = agreed.minimum_amount
    return CreditTerms(
        stacking=agreed.stacking,
        caps=tuple(_cap(one, f"caps[{at}]", agreed.currency) for at, one in enumerate(agreed.caps)),
        minimum=None
        if minimum is None
        else CreditMinimum(Money(minimum, agreed.currency), agreed.minimum_must_exceed),
        is_sole_remedy=agreed.is_sole_remedy,
        clause=agreed.clause_ref,
    )


def window_rule(agreed: Any) -> ClaimWindowRule | None:
    """Return the claim window of an agreement; None where the contract states none."""
    if agreed.window_quantity is None:
        return None
    given = {name: getattr(agreed, kept) for name, kept in _WINDOW.items()}
    months = agreed.cycle_months if agreed.window_anchor == "billing_cycle_end" else 1
    return ClaimWindowRule(**given, cycle_months=months, clause=agreed.clause_ref)


def chronic_rule(agreed: Any) -> ChronicRule | None:
    """Return the rule of chronic failure; None where none is agreed."""
    if agreed.chronic_missed is None or agreed.chronic_window is None:
        return None
    given = {name: getattr(agreed, kept) for name, kept in _CHRONIC.items()}
    return ChronicRule(**given, clause=agreed.clause_ref)


def cap_facts(agreed: Any, used: Mapping[CapScope, CapFacts] | None = None) -> dict[CapScope, CapFacts]:
    """Return the fees of each scope with what was used of it so far."""
    found = {}
    for scope in CapScope:
        fees = getattr(agreed, f"fees_{scope}")
        before = (used or {}).get(scope, CapFacts())
        money = None if fees is None else Money(fees, agreed.currency)
        found[scope] = CapFacts(money, before.used, before.used_days)
    return found


def cap_text(cap: CreditCap) -> dict[str, str]:
    """Return a cap as it is kept."""
    found = {"scope": str(cap.scope)}
    if cap.percent is not None:
        found["percent"] = number_text(cap.percent)
    if cap.amount is not None:
        found["amount"] = format(cap.amount.amount, "f")
    if cap.days is not None:
        found["days"] = number_text(cap.days)
    return found


def _cap(raw: object, name: str, currency: str) -> CreditCap:
    if not isinstance(raw, Mapping) or set(raw) - set(CAP_FIELDS):
        raise AgreedTermsError({name: f"must be an object with {', '.join(CAP_FIELDS)}"})
    given: dict[str, Any] = {}
    for key in ("percent", "amount", "days"):
        if raw.get(key) in (None, ""):
            continue
        try:
            given[key] = read_number(raw[key])
        except CreditNumberError as error:
            raise AgreedTermsError({f"{name}.{key}": str(error)}) from None
    if "amount" in given:
        try:
            given["amount"] = Money(exact_decimal(given["amount"]) or Decimal(0), currency)
        except MoneyError as error:
            raise AgreedTermsError({f"{name}.amount": f"An amount needs its currency: {error}."}) from None
    try:
        return CreditCap(CapScope(str(raw.get("scope"))), **given)
    except ValueError:
        raise AgreedTermsError({f"{name}.scope": f"must be one of {', '.join(CapScope)}"}) from None


def _problems(draft: AgreementDraft) -> Iterator[tuple[str, str]]:
    if draft.effective_from is None:
        yield "effective_from", "Say from which day on it counts."
    for name in ("fees_month", "fees_year", "fees_term", "minimum_amount"):
        value = getattr(draft, name)
        if value is not None and value < 0:
            yield name, "An amount is not negative."
    if draft.currency or any(getattr(draft, f"fees_{one}") is not None for one in CapScope):
        try:
            check_currency(draft.currency)
        except MoneyError as error:
            yield "currency", f"Amounts need their currency: {error}."
            return
    if draft.minimum_amount is not None and not draft.currency:
        yield "currency", "A minimum needs its currency."
        return
    for check in (_credit_problems, _window_problems, _chronic_problems):
        yield from check(draft)


def _credit_problems(draft: AgreementDraft) -> Iterator[tuple[str, str]]:
    try:
        credit_terms(draft)
    except AgreedTermsError as error:
        yield from error.problems.items()
    except ValueError:
        yield "stacking", "Say whether credits add up, or only the largest counts."


def _window_problems(draft: AgreementDraft) -> Iterator[tuple[str, str]]:
    try:
        window_rule(draft)
    except AgreedTermsError as error:
        for name, message in error.problems.items():
            yield _WINDOW.get(name, name), message
    except ValueError:
        yield "window_unit", "The window has a unit, an anchor and a test of the list."


def _chronic_problems(draft: AgreementDraft) -> Iterator[tuple[str, str]]:
    if (draft.chronic_missed is None) is not (draft.chronic_window is None):
        yield "chronic_window", "Chronic failure is so many months of so many: give both numbers."
        return
    try:
        chronic_rule(draft)
    except AgreedTermsError as error:
        for name, message in error.problems.items():
            yield _CHRONIC.get(name, name), message
