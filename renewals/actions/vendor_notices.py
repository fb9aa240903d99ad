"""The vendor's notices: what it told us, until when we must answer, and that it was dealt with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from contracts_app.actions.locking import lock_contract
from contracts_app.models import Contract
from contracts_app.rules.lifecycle import IN_FORCE
from contracts_app.rules.text import clean_lines
from core.access import require
from core.audit import Actor, action
from core.audit.action import tell_database
from core.rules.wording import short_date
from renewals.actions.notices import UnableToGiveNotice, lock_notice
from renewals.models import Notice
from renewals.permissions import may_decide

#: What a vendor may tell us; an option is ours to exercise.
KINDS: Final = (Notice.Kind.NON_RENEWAL, Notice.Kind.TERMINATION, Notice.Kind.PRICE_INCREASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorNoticeDraft:
    """What a vendor's notice says; dates inclusive, ``effective_date`` the last day in force where it ends.

    For a price increase ``effective_date`` is the first day of the new price. ``answer_by_date`` is the last
    day to object or to answer, None where nothing need be answered.
    """

    kind: str
    received_date: dt.date
    effective_date: dt.date
    answer_by_date: dt.date | None
    statement: str


@action
def record_vendor_notice(
    *, actor: Actor, contract: Contract, draft: VendorNoticeDraft, on: dt.date, now: dt.datetime
) -> Notice:
    """Record a notice that the vendor gave us; its own clock runs until somebody deals with it.

    Raises:
        NotAllowed: The person does not decide on this contract.
        UnableToGiveNotice: The contract is not in force, or ``fields`` says what cannot be true.
    """
    row = lock_contract(contract, None)
    require(may_decide(actor, row), "record notices about this contract")
    assert actor.user is not None
    if row.status not in IN_FORCE:
        words = f"{row.number} is not in force: no notice about it can take effect."
        raise UnableToGiveNotice(words, code="not_in_force")
    _check(draft, on)
    ends = draft.kind != Notice.Kind.PRICE_INCREASE
    return Notice.unscoped.create(
        contract=row,
        direction=Notice.Direction.THEIRS,
        kind=draft.kind,
        received_date=draft.received_date,
        effective_date=draft.effective_date,
        exit_date=draft.effective_date if ends else None,
        answer_by_date=draft.answer_by_date,
        body=clean_lines(draft.statement),
        created_by=actor.user,
        created_at=now,
    )


def _check(draft: VendorNoticeDraft, on: dt.date) -> None:
    problems: dict[str, list[str]] = {}
    if draft.kind not in set(KINDS):
        problems["kind"] = ["Choose what the vendor's notice says."]
    if draft.received_date > on:
        problems["received_date"] = [f"{short_date(draft.received_date)} is still to come."]
    if draft.answer_by_date and draft.answer_by_date < draft.received_date:
        words = f"It was received on {short_date(draft.received_date)}; correct one of the dates."
        problems["answer_by_date"] = [words]
    if problems:
        raise UnableToGiveNotice(next(iter(problems.values()))[0], fields=problems)


@action
def settle_vendor_notice(*, actor: Actor, notice: Notice, reason: str, now: dt.datetime) -> Notice:
    """Record that a vendor's notice was dealt with, and how; its clock stops.

    Raises:
        NotAllowed: The person does not decide on this contract.
        UnableToGiveNotice: It was dealt with already, it is ours, or nothing says how.
    """
    contract, row = lock_notice(notice)
    require(may_decide(actor, contract), "deal with notices about this contract")
    if row.direction != Notice.Direction.THEIRS:
        raise UnableToGiveNotice("A notice of ours is closed by its proof of service.", code="not_theirs")
    if row.status == Notice.Status.CLOSED:
        raise UnableToGiveNotice("It was dealt with already; nothing was changed.", code="no_such_move")
    reason = clean_lines(reason)
    if not reason:
        message = "Say what was done. It is kept in the history."
        raise UnableToGiveNotice(message, fields={"reason": [message]})
    tell_database(actor.with_reason(reason))
    row.status, row.closed_by, row.closed_at, row.subject = (
        Notice.Status.CLOSED,
        actor.user,
        now,
        reason[:700],
    )
    row.save(update_fields=["status", "closed_by", "closed_at", "subject"])
    return row
