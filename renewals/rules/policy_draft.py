"""A reminder policy as it was entered, before it is kept.

1. A minimum value is more than nothing, has a currency, and no more decimals than that currency.
2. Lead time is 0 to 60 working days, the decision 0 to 365 days before act-by, the time to acknowledge
   0 to 60 working days, the leverage pack 0 to 365 days before act-by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.money import decimals_of, known_currencies, minor_units
from renewals.rules.policy import (
    LONGEST_ACKNOWLEDGE,
    LONGEST_DECISION,
    LONGEST_LEAD,
    LONGEST_PACK,
    STANDARD_ACKNOWLEDGE_DAYS,
    STANDARD_PACK_DAYS,
    offsets_from,
)

_LARGEST = Decimal(10) ** 13


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDraft:
    """What somebody wants a policy to say; ``offsets`` as typed, e.g. ``180, 90, 30, 7``."""

    contract_type: str
    minimum_amount: Decimal | None
    currency: str
    offsets: str
    lead_days: int
    decision_days: int
    acknowledge_days: int = STANDARD_ACKNOWLEDGE_DAYS
    pack_days: int = STANDARD_PACK_DAYS

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> PolicyDraft:
        """Return the draft that ``as_json`` wrote down."""
        amount = stored["minimum_amount"]
        return cls(**{**stored, "minimum_amount": None if amount is None else Decimal(amount)})

    def as_json(self) -> dict[str, Any]:
        """Return the draft as plain JSON, for a job."""
        amount = None if self.minimum_amount is None else str(self.minimum_amount)
        return {
            "contract_type": self.contract_type,
            "minimum_amount": amount,
            "currency": self.currency,
            "offsets": self.offsets,
            "lead_days": self.lead_days,
            "decision_days": self.decision_days,
            "acknowledge_days": self.acknowledge_days,
            "pack_days": self.pack_days,
        }


def policy_problems(draft: PolicyDraft, known_types: set[str]) -> dict[str, list[str]]:
    """Return what is wrong with a draft, by field; empty: nothing."""
    problems: dict[str, list[str]] = {}
    for field, message in _problems(draft, known_types):
        problems.setdefault(field, []).append(message)
    return problems


def _problems(draft: PolicyDraft, known_types: set[str]) -> Iterator[tuple[str, str]]:
    if draft.contract_type and draft.contract_type not in known_types:
        yield "contract_type", f"“{draft.contract_type}” is no type of contract. Choose one from the list."
    yield from _money_problems(draft)
    try:
        offsets_from(draft.offsets)
    except ValueError as error:
        yield "offsets", str(error)
    if not 0 <= draft.lead_days <= LONGEST_LEAD:
        yield "lead_days", f"The lead time is 0 to {LONGEST_LEAD} working days."
    if not 0 <= draft.decision_days <= LONGEST_DECISION:
        yield "decision_days", f"The decision is due 0 to {LONGEST_DECISION} days before act-by."
    if not 0 <= draft.acknowledge_days <= LONGEST_ACKNOWLEDGE:
        yield "acknowledge_days", f"It climbs after 1 to {LONGEST_ACKNOWLEDGE} working days; 0 is never."
    if not 0 <= draft.pack_days <= LONGEST_PACK:
        yield "pack_days", f"The leverage pack comes 1 to {LONGEST_PACK} days before act-by; 0 is never."


def _money_problems(draft: PolicyDraft) -> Iterator[tuple[str, str]]:
    amount, currency = draft.minimum_amount, draft.currency
    if amount is None:
        if currency:
            yield (
                "minimum_amount",
                f"State the value in {currency} from which the policy counts, or no currency.",
            )
        return
    if not currency:
        yield (
            "currency",
            "State the currency of the value: a contract in another one is not compared with it.",
        )
    elif currency not in known_currencies():
        yield "currency", f"“{currency}” is no currency code. Write one such as EUR or USD."
    elif decimals_of(amount) > minor_units(currency):
        yield "minimum_amount", f"An amount in {currency} has at most {minor_units(currency)} decimals."
    if not 0 < amount < _LARGEST:
        yield "minimum_amount", "The value is more than 0 and less than 10,000,000,000,000."
