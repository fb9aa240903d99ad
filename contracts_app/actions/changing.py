"""The steps that every change of a contract takes: compare, check, write, tell the deadlines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db.models import F

from contracts_app import permissions
from contracts_app.actions.drafting import HEADER, InvalidContract, checked, draft_of, refuse
from contracts_app.actions.parts import write_parts
from contracts_app.actions.relations import check_relations
from contracts_app.actions.search import reindex_contracts
from contracts_app.models import Contract
from contracts_app.rules.draft import ContractDraft
from contracts_app.signals import contract_terms_changed
from core.access import require
from core.audit import Actor

#: What deadlines and their reminders rest on.
DEADLINE_FIELDS = frozenset(
    {"number", "title", "type", "status", "vendor_id", "department_id", "entity_id", "owner_id",
     "backup_owner_id", "is_confidential", "value_amount", "value_currency", "terms", "notice_rules",
     "named_user_ids"}
)  # fmt: skip
SEARCH_FIELDS = frozenset(
    {"number", "title", "description", "vendor_id", "department_id", "tags", "further_vendor_ids"}
)


def apply_changes(actor: Actor, contract: Contract, changes: dict[str, Any], on: dt.date) -> set[str]:
    """Bring a locked contract to its present state with ``changes`` applied.

    Args:
        actor: Who changes it, already allowed to.
        contract: The locked row; it is updated in place.
        changes: New values by field of ``ContractDraft``, but ``status``.
        on: The day of the change.

    Returns:
        The names of the fields that really changed.

    Raises:
        InvalidContract: The result cannot be true of a contract.
        NotAllowed: It would move to a department where the person may not record contracts.
    """
    before = draft_of(contract)
    draft = with_readers(actor, checked(replace(before, **changes)))
    if draft.number is None:
        draft = replace(draft, number=before.number)
    refuse(check_relations(actor, draft, before, contract.pk))
    if draft.department_id != before.department_id:
        require_creation(actor, draft.department_id)
    changed = {name for name in HEADER if getattr(draft, name) != getattr(before, name)}
    if "number" in changed:
        refuse_taken(draft.number or "")
    if changed:
        for name in changed:
            setattr(contract, name, getattr(draft, name))
        contract.save(update_fields=sorted(changed))
    parts = write_parts(contract, draft, before)
    finish(actor, contract, changed, parts, on)
    return changed | parts


def require_creation(actor: Actor, department_id: int) -> None:
    """Refuse a person who may not record contracts in the department."""
    allowed = actor.user is None or permissions.can_create(actor.user, department_id)
    require(allowed, "record contracts in this department")


def refuse_taken(number: str) -> None:
    """Refuse a contract number that another contract has."""
    if Contract.unscoped.filter(number=number).exists():
        message = f"Another contract has the number {number}. Choose another, or leave it blank."
        raise InvalidContract(message, code="number_taken", fields={"number": [message]})


def with_readers(actor: Actor, draft: ContractDraft) -> ContractDraft:
    """Make sure that a confidential contract is seen by somebody, and by the person who records it.

    Who marks a contract confidential and neither owns it nor is named on it is named on it.

    Raises:
        InvalidContract: The product's own process leaves a confidential contract to nobody.
    """
    if not draft.is_confidential:
        return draft
    readers = {draft.owner_id, draft.backup_owner_id, *draft.named_user_ids} - {None}
    if actor.user is not None and actor.user.pk not in readers:
        return replace(draft, named_user_ids=(*draft.named_user_ids, actor.user.pk))
    if not readers:
        message = (
            "A confidential contract needs an owner or a named person; otherwise nobody could work on it."
        )
        raise InvalidContract(message, fields={"named_user_ids": [message]})
    return draft


def finish(actor: Actor, contract: Contract, changed: set[str], parts: set[str], on: dt.date) -> None:
    """Count the change of parts, tell all who follow the contract, and read its new version."""
    if parts:
        Contract.unscoped.filter(pk=contract.pk).update(parts_version=F("parts_version") + 1)
    tell(actor, contract, changed | parts, on)
    contract.refresh_from_db(fields=["row_version", "parts_version"])


def tell(actor: Actor, contract: Contract, changed: set[str], on: dt.date) -> None:
    """Bring the search up to date and tell the deadlines, as far as they rest on what changed."""
    if changed & SEARCH_FIELDS:
        reindex_contracts([contract.pk])
    if changed & DEADLINE_FIELDS:
        contract_terms_changed.send(sender=Contract, contract_ids=[contract.pk], actor=actor, on=on)
