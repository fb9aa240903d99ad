"""Recording and changing contracts."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any

from django.db import IntegrityError, transaction

from contracts_app import permissions
from contracts_app.actions.changing import apply_changes, refuse_taken, require_creation, tell, with_readers
from contracts_app.actions.drafting import HEADER, InvalidContract, checked, refuse
from contracts_app.actions.locking import lock_to_edit
from contracts_app.actions.numbers import reserve_numbers
from contracts_app.actions.parts import write_parts
from contracts_app.actions.relations import check_relations
from contracts_app.models import Contract
from contracts_app.rules.draft import ContractDraft, NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from contracts_app.rules.lifecycle import DRAFT
from core.access import require
from core.audit import Actor, action

__all__ = [
    "ContractDraft",
    "InvalidContract",
    "NoticeMethodDraft",
    "NoticeRuleDraft",
    "TermsDraft",
    "change_contract",
    "create_contract",
]

#: What ``change_contract`` may change; the status moves by ``transition_contract``.
CHANGEABLE = frozenset(field.name for field in fields(ContractDraft)) - {"status"}


@action
def create_contract(*, actor: Actor, draft: ContractDraft, now: dt.datetime, on: dt.date) -> Contract:
    """Record a contract with its terms, notice rules, parties and tags.

    Args:
        actor: Needs ``contracts.edit`` in the department; ``contracts.transition`` too when the contract
            starts in another state than draft. The product's own processes may always.
        draft: What was entered. A blank number takes the next free one.
        now: When it is recorded.
        on: The day from which deadlines are looked at.

    Raises:
        NotAllowed: The person may not record contracts there.
        InvalidContract: ``fields`` says what is wrong; nothing is stored.
    """
    draft = with_readers(actor, checked(draft))
    require_creation(actor, draft.department_id)
    if draft.status != DRAFT:
        allowed = actor.user is None or actor.user.can("contracts.transition", draft.department_id)
        require(allowed, "record a contract that is past its draft")
    refuse(check_relations(actor, draft, None, None))
    contract = _insert(draft, now)
    write_parts(contract, draft, None)
    tell(actor, contract, set(HEADER), on)
    return contract


def _insert(draft: ContractDraft, now: dt.datetime) -> Contract:
    """Store the header; a number that somebody takes at this very moment is refused by name."""
    typed = draft.number
    if typed:
        refuse_taken(typed)
    else:
        draft = replace(draft, number=reserve_numbers(1)[0])
    contract = Contract(**{name: getattr(draft, name) for name in HEADER}, created_at=now)
    if not typed:
        contract.save(force_insert=True)
        return contract
    try:
        with transaction.atomic():
            contract.save(force_insert=True)
    except IntegrityError:
        refuse_taken(typed)
        raise
    return contract


@action
def change_contract(
    *,
    actor: Actor,
    contract: Contract,
    changes: dict[str, Any],
    on: dt.date,
    expected_version: str | None = None,
) -> Contract:
    """Change some facts of a contract; what is not named stays.

    Args:
        actor: Needs ``contracts.edit`` in the contract's department (and in a new one).
        contract: As the person read it.
        changes: New values by field of ``ContractDraft``, all but ``status``.
        on: The day of the change.
        expected_version: ``contract.version`` as read; None skips the comparison.

    Returns:
        The contract as it is now. Nothing is written, and no history, when nothing differs.

    Raises:
        NotAllowed: The person may not change it.
        StaleObject: It changed since it was read.
        InvalidContract: ``fields`` says what is wrong; nothing is stored.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise TypeError(f"change_contract does not change {', '.join(sorted(unknown))}")
    row = lock_to_edit(actor, contract, expected_version)
    apply_changes(actor, row, changes, on)
    still = actor.user is None or permissions.can_view(actor.user, row)
    require(still, "make a change after which you would no longer see the contract")
    return row
