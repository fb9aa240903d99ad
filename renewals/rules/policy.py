"""Reminder policies: when people are reminded of a contract, by its type and its value.

1. A policy says how many days before act-by people are reminded, how many working days lie between
   act-by and send-by, and how many days before act-by the decision is due.
2. Of the policies that fit a contract the most specific counts: one of its type before one of every
   type, then the one with the highest minimum value that the contract reaches.
3. A minimum value has a currency; a contract in another currency, or without a value, does not reach it:
   different currencies are never compared.
4. Where none fits, the standard policy counts: 180, 120, 90, 60, 30, 14, 7, 3 and 1 days before and on the
   day itself, no lead time, the decision due 30 days before act-by, to be acknowledged within 5 working days.
5. Whatever the policy says, the day itself, every day of the week before and the day of the decision are
   reminded of.
6. A policy also says how many days before act-by the leverage pack is presented, 120 in the standard one;
   that day is reminded of too. 0: it never is (:mod:`renewals.rules.pack`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

LADDER: Final = (180, 120, 90, 60, 30, 14, 7, 3, 1, 0)
STANDARD_DECISION_DAYS: Final = 30
STANDARD_ACKNOWLEDGE_DAYS: Final = 5
STANDARD_PACK_DAYS: Final = 120
LONGEST_OFFSET: Final = 730
MOST_OFFSETS: Final = 40
LONGEST_LEAD: Final = 60
LONGEST_DECISION: Final = 365
LONGEST_ACKNOWLEDGE: Final = 60
LONGEST_PACK: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRule:
    """One policy as the rules see it.

    Attributes:
        contract_type: The type it is for; empty: every type.
        minimum_amount: The least value it is for, inclusive; None: every value.
        currency: Of the minimum.
        offsets: Days before act-by, the longest first; 0 is the day itself.
        lead_days: Working days between act-by and send-by.
        decision_days: Calendar days before act-by by which the decision is due.
        acknowledge_days: Working days without an acknowledgment after which it climbs; 0: never.
        pack_days: Calendar days before act-by on which the leverage pack is presented; 0: never.
    """

    contract_type: str = ""
    minimum_amount: Decimal | None = None
    currency: str = ""
    offsets: tuple[int, ...] = LADDER
    lead_days: int = 0
    decision_days: int = STANDARD_DECISION_DAYS
    acknowledge_days: int = STANDARD_ACKNOWLEDGE_DAYS
    pack_days: int = STANDARD_PACK_DAYS

    def fits(self, contract_type: str, amount: Decimal | None, currency: str) -> bool:
        """Return whether the policy is for contracts of this type and value."""
        if self.contract_type and self.contract_type != contract_type:
            return False
        if self.minimum_amount is None:
            return True
        return amount is not None and currency == self.currency and amount >= self.minimum_amount


STANDARD: Final = ReminderRule()


def rule_for(
    rules: Iterable[ReminderRule], *, contract_type: str, amount: Decimal | None, currency: str
) -> ReminderRule:
    """Return the policy that counts for a contract; the standard one where none fits."""
    fitting = [rule for rule in rules if rule.fits(contract_type, amount, currency)]
    return max(fitting, key=_specificity, default=STANDARD)


def _specificity(rule: ReminderRule) -> tuple[bool, bool, Decimal]:
    minimum = rule.minimum_amount
    return bool(rule.contract_type), minimum is not None, Decimal(0) if minimum is None else minimum


def offsets_from(text: str) -> tuple[int, ...]:
    """Read days such as ``180, 90, 30, 7, 0``: each once, the longest first, the day itself included.

    Raises:
        ValueError: Saying what is wrong: not a number, too many, or further than two years ahead.
    """
    words = text.replace(",", " ").split()
    wrong = [word for word in words if not (word.isascii() and word.isdecimal() and len(word) <= 4)]
    if wrong:
        raise ValueError(
            f"“{wrong[0][:20]}” is no number of days. Write numbers with commas: 180, 90, 30, 7."
        )
    days = {int(word) for word in words} | {0}
    if max(days) > LONGEST_OFFSET:
        raise ValueError(f"{max(days)} days are too many: at most {LONGEST_OFFSET} days before.")
    if len(days) > MOST_OFFSETS:
        raise ValueError(f"{len(days)} reminders are too many: at most {MOST_OFFSETS}.")
    return tuple(sorted(days, reverse=True))
