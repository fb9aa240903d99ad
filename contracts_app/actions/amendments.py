"""Recording amendments, withdrawing those recorded in error, and applying those whose day has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db.models import F, Max

from contracts_app.actions.amended_terms import (
    Applied,
    amended_values,
    apply_amendment,
    apply_due,
    unapply_amendment,
)
from contracts_app.actions.amendment_fit import refuse_misfits
from contracts_app.actions.changing import finish
from contracts_app.actions.drafting import InvalidContract
from contracts_app.actions.locking import lock_contract, lock_to_edit
from contracts_app.models import AmendedTerm, Amendment, AmendmentChange, Contract, Document, DocumentVersion
from contracts_app.rules.amendment import LONGEST_NOTE, AmendmentDraft, ClauseChange, check_amendment
from contracts_app.rules.problems import Problems, add
from contracts_app.rules.term_labels import label_of
from contracts_app.rules.text import clean_line, clean_lines
from core.audit import Actor, action
from core.audit.action import tell_database
from core.audit.model import lock_version
from core.errors import UserError


class InvalidAmendment(UserError):
    """What was entered cannot be true of an amendment; ``fields`` says what is wrong."""

    code = "invalid"


class AlreadyWithdrawn(UserError):
    """The amendment is withdrawn already."""

    code = "already_withdrawn"


@action
def record_amendment(
    *,
    actor: Actor,
    contract: Contract,
    draft: AmendmentDraft,
    on: dt.date,
    now: dt.datetime,
    expected_version: str | None = None,
) -> Amendment:
    """Record an amendment; terms that it changes follow at once where it counts by now, else on its day.

    Args:
        actor: Needs ``contracts.edit`` in the contract's department.
        contract: As the person read it.
        draft: What was entered.
        on: The day it is, in the zone of the contract's department.
        now: When it is recorded.
        expected_version: ``contract.version`` as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not change the contract.
        StaleObject: It changed since it was read.
        InvalidAmendment: ``fields`` says what is wrong; nothing is stored.
        UnfitAmendment: A change of a clause cannot be made, and the draft does not accept that.
        InvalidContract: The terms that it leads to cannot be true of a contract.
    """
    row = lock_to_edit(actor, contract, expected_version)
    draft = _checked(row, draft)
    apply_due(actor, row, on, now)
    tell_database(actor)
    amendment = _stored(actor, row, draft, now)
    if not draft.is_accepting_misfits:
        refuse_misfits(row, amendment)
    if draft.terms:
        values = amended_values(row, amendment, draft.terms)
        AmendedTerm.unscoped.bulk_create(
            [AmendedTerm(amendment=amendment, field=name, new_value=text) for name, text in values.items()]
        )
        if draft.effective_date <= on:
            apply_amendment(actor, row, amendment, on, now)
    finish(actor, row, set(), {"amendments"}, on)
    return amendment


@action
def withdraw_amendment(
    *,
    actor: Actor,
    amendment: Amendment,
    reason: str,
    on: dt.date,
    now: dt.datetime,
    expected_version: int | None = None,
) -> Amendment:
    """Withdraw an amendment that was recorded in error: it counts no more, and stays readable.

    The terms become as they are without it; what somebody corrected by hand since stays, and ``problem`` says
    so.

    Raises:
        NotAllowed: The person may not change the contract.
        StaleObject: The amendment changed since it was read.
        AlreadyWithdrawn: It is withdrawn.
        InvalidAmendment: The reason is missing or too long.
        InvalidContract: The terms that it leads to cannot be true of a contract.
    """
    row = lock_to_edit(actor, amendment.contract, None)
    held = lock_version(Amendment.unscoped.all(), amendment.pk, expected_version)
    if held.withdrawn_at is not None:
        raise AlreadyWithdrawn(f"{held.title} is withdrawn already; nothing was changed.")
    reason = _reason(reason)
    because = actor.with_reason(reason)
    kept = unapply_amendment(because, row, held, on)
    tell_database(because)
    held.withdrawn_by, held.withdrawn_at, held.withdrawn_reason = actor.user, now, reason
    held.problem = ""
    if kept:
        names = ", ".join(label_of(name) for name in kept)
        held.problem = f"Corrected by hand since, and kept as it is: {names}."
    held.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason", "problem"])
    finish(because, row, set(), {"amendments"}, on)
    return held


@action
def apply_due_amendments(*, actor: Actor, contract: Contract, on: dt.date, now: dt.datetime) -> Applied:
    """Apply the terms of every amendment of a contract whose day has come; doing it again changes nothing.

    Args:
        actor: The product itself.
        contract: The contract.
        on: The day it is, in the zone of the contract's department.
        now: The present instant.
    """
    assert actor.is_system, "amendments are applied by the product"
    return apply_due(actor, lock_contract(contract, None), on, now)


def _checked(contract: Contract, draft: AmendmentDraft) -> AmendmentDraft:
    draft = replace(
        draft,
        title=clean_line(draft.title),
        note=clean_lines(draft.note),
        clauses=tuple(map(_clean_change, draft.clauses)),
    )
    problems = check_amendment(draft)
    _check_links(problems, contract, draft)
    if problems:
        first = next(iter(problems.values()))[0]
        raise InvalidAmendment(first, fields=problems)
    return draft


def _clean_change(change: ClauseChange) -> ClauseChange:
    lines = {name: clean_line(getattr(change, name)) for name in ("action", "number", "after", "heading")}
    return ClauseChange(**lines, text=clean_lines(change.text))


def _check_links(problems: Problems, contract: Contract, draft: AmendmentDraft) -> None:
    documents = Document.unscoped.filter(contract_id=contract.pk)
    if draft.document_id is not None and not documents.filter(pk=draft.document_id).exists():
        add(problems, "document_id", "This contract has no such document. Choose another.")
    papers = DocumentVersion.unscoped.filter(document__contract_id=contract.pk)
    if draft.paper_id is not None and not papers.filter(pk=draft.paper_id).exists():
        add(problems, "paper_id", "This contract has no such version of a document. Choose another.")


def _stored(actor: Actor, contract: Contract, draft: AmendmentDraft, now: dt.datetime) -> Amendment:
    amendment = Amendment.unscoped.create(
        contract=contract,
        title=draft.title,
        effective_date=draft.effective_date,
        order_on_day=_place_on_day(contract, draft),
        document_id=draft.document_id,
        paper_id=draft.paper_id,
        note=draft.note,
        recorded_by=actor.user,
        recorded_at=now,
    )
    AmendmentChange.unscoped.bulk_create(
        [
            AmendmentChange(
                amendment=amendment,
                order=order,
                action=change.action,
                number=change.number,
                after=change.after,
                heading=change.heading,
                text=change.text,
            )
            for order, change in enumerate(draft.clauses)
        ]
    )
    return amendment


def _place_on_day(contract: Contract, draft: AmendmentDraft) -> int:
    """Return the place among the amendments of the day; those that stand there move back by one."""
    same_day = Amendment.unscoped.filter(contract_id=contract.pk, effective_date=draft.effective_date)
    last = same_day.aggregate(last=Max("order_on_day"))["last"] or 0
    place = draft.order_on_day
    if place is None or place > last:
        return last + 1
    same_day.filter(order_on_day__gte=place).update(order_on_day=F("order_on_day") + 1)
    return place


def _reason(text: str) -> str:
    reason = clean_lines(text)
    problems: Problems = {}
    if not reason:
        add(problems, "reason", "Say why it is withdrawn; the reason is kept in the history.")
    elif len(reason) > LONGEST_NOTE:
        add(problems, "reason", f"The reason has {len(reason):,} characters; at most {LONGEST_NOTE:,} fit.")
    if problems:
        raise InvalidAmendment(problems["reason"][0], fields=problems)
    return reason


__all__ = [
    "AlreadyWithdrawn",
    "InvalidAmendment",
    "InvalidContract",
    "apply_due_amendments",
    "record_amendment",
    "withdraw_amendment",
]
