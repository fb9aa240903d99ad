"""From which amount on a decision needs a second person: set and removed, currency by currency.

A threshold counts for decisions recorded from now on; those that are proposed or in force stay as they are.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from core.access import require
from core.audit import Actor, action
from core.errors import UserError
from core.money import decimals_of, known_currencies, minor_units
from renewals.models import DecisionThreshold
from renewals.permissions import may_set_thresholds

_LARGEST: Final = Decimal(10) ** 13


class UnableToSetThreshold(UserError):
    """A threshold cannot be kept as it was entered; ``fields`` says why."""

    code = "invalid_threshold"


@action
def set_threshold(*, actor: Actor, currency: str, amount: Decimal) -> DecisionThreshold:
    """Set the amount in ``currency`` from which on, inclusive, a second person confirms a decision.

    A second call with the same amount changes nothing.

    Raises:
        NotAllowed: The person does not set thresholds.
        UnableToSetThreshold: ``fields`` says what is wrong.
    """
    require(may_set_thresholds(actor), "set from which amount on a second person confirms decisions")
    currency = currency.strip().upper()
    if currency not in known_currencies():
        _refuse("currency", f"“{currency}” is no currency code. Write one such as EUR or USD.")
    if not 0 <= amount < _LARGEST:
        _refuse("amount", "The amount is 0 or more and less than 10,000,000,000,000.")
    if decimals_of(amount) > minor_units(currency):
        _refuse("amount", f"An amount in {currency} has at most {minor_units(currency)} decimals.")
    scope = DecisionThreshold.objects.for_system("one threshold for each currency").select_for_update()
    row = scope.filter(currency=currency).first() or DecisionThreshold(currency=currency)
    if row.pk is None or row.amount != amount:
        row.amount = amount
        row.save()
    return row


@action
def remove_threshold(*, actor: Actor, threshold: DecisionThreshold) -> None:
    """Remove a threshold; where others are left, its currency asks for a second person at any amount.

    Raises:
        NotAllowed: The person does not set thresholds.
        UnableToSetThreshold: It is gone already.
    """
    require(may_set_thresholds(actor), "set from which amount on a second person confirms decisions")
    scope = DecisionThreshold.objects.for_system("a threshold is removed by who sets them all")
    row = scope.select_for_update().filter(pk=threshold.pk).first()
    if row is None:
        raise UnableToSetThreshold("This threshold was removed meanwhile. Go back to the list.")
    row.delete()


def _refuse(field: str, message: str) -> None:
    raise UnableToSetThreshold(message, fields={field: [message]})
