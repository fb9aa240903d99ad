"""Taking hold of one contract before it is changed."""

from __future__ import annotations

from contracts_app import permissions
from contracts_app.models import Contract
from core.access import require
from core.audit import Actor
from core.errors import StaleObject


def lock_contract(contract: Contract, expected_version: str | None) -> Contract:
    """Lock the row until the end of the transaction and return it fresh.

    Args:
        contract: As read by the person.
        expected_version: ``contract.version`` as the person read it; None skips the comparison.

    Raises:
        StaleObject: The contract, or a part of it, changed since it was read.
    """
    row = Contract.unscoped.select_for_update(of=("self",)).get(pk=contract.pk)
    if expected_version is not None and row.version != expected_version:
        raise stale(row, expected_version)
    return row


def stale(contract: Contract, read_version: str) -> StaleObject:
    """Return the refusal for somebody who read an older version of a contract."""
    return StaleObject(
        f"{contract.number} was changed by somebody else while you worked on it (it is at version"
        f" {contract.version}, you read {read_version}). Look at the new state and repeat your change."
    )


def lock_to_edit(actor: Actor, contract: Contract, expected_version: str | None) -> Contract:
    """Lock a contract that ``actor`` may change.

    Raises:
        NotAllowed: The person may not change it.
        StaleObject: It changed since it was read.
    """
    row = lock_contract(contract, expected_version)
    require(_may_edit(actor, row), "change this contract")
    return row


def _may_edit(actor: Actor, contract: Contract) -> bool:
    return actor.user is None or permissions.can_edit(actor.user, contract)
