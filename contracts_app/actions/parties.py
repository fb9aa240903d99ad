"""People and parties of a contract: who owns it, who is named on it."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from contracts_app.actions.changing import apply_changes
from contracts_app.actions.drafting import InvalidContract
from contracts_app.actions.locking import lock_to_edit
from contracts_app.models import Contract, ContractAccess
from core.audit import Actor, action


@action
def name_person(
    *, actor: Actor, contract: Contract, user: User, on: dt.date, expected_version: str | None = None
) -> Contract:
    """Name a person on a contract: they see it even when it is confidential. Naming twice changes nothing.

    Raises:
        NotAllowed: The actor may not change the contract.
        StaleObject: It changed since it was read.
        InvalidContract: The person is not active.
    """
    row = lock_to_edit(actor, contract, expected_version)
    apply_changes(actor, row, {"named_user_ids": (*_named(row), user.pk)}, on)
    return row


@action
def unname_person(
    *, actor: Actor, contract: Contract, user: User, on: dt.date, expected_version: str | None = None
) -> Contract:
    """Take a person off a contract; somebody who is not named changes nothing.

    Raises:
        NotAllowed: The actor may not change the contract.
        StaleObject: It changed since it was read.
        InvalidContract: The actor would take away their own sight of a confidential contract.
    """
    row = lock_to_edit(actor, contract, expected_version)
    owners = (row.owner_id, row.backup_owner_id)
    if row.is_confidential and actor.user is not None and user.pk == actor.user.pk and user.pk not in owners:
        message = "You would no longer see this confidential contract. Ask its owner to take you off it."
        raise InvalidContract(message, fields={"named_user_ids": [message]})
    left = tuple(pk for pk in _named(row) if pk != user.pk)
    apply_changes(actor, row, {"named_user_ids": left}, on)
    return row


def _named(contract: Contract) -> tuple[int, ...]:
    links = ContractAccess.unscoped.filter(contract_id=contract.pk).order_by("pk")
    return tuple(links.values_list("user_id", flat=True))


@action
def hand_over(
    *,
    actor: Actor,
    contract: Contract,
    owner_id: int | None,
    backup_owner_id: int | None,
    on: dt.date,
    expected_version: str | None = None,
) -> Contract:
    """Give a contract to another owner and backup owner (None: nobody; the department's queue).

    The reason, where there is one, comes with the actor.

    Raises:
        NotAllowed: The actor may not change the contract.
        StaleObject: It changed since it was read.
        InvalidContract: A person is not active, or owner and backup are the same.
    """
    row = lock_to_edit(actor, contract, expected_version)
    apply_changes(actor, row, {"owner_id": owner_id, "backup_owner_id": backup_owner_id}, on)
    return row
