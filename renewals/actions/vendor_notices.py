"""The vendor's notices: what it told us, until when we must answer, and that it was dealt with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from contracts_app.actions.locking import lock_contract
from contracts_app.models import Contract
from contracts_app.rules.lifecycle import IN_FORCE
from contracts_app.rules.text import clean_lines
from core.access import require
from core.audit import Actor, action
from core.audit.action import tell_database
from core.files import save_file
from core.rules.wording import short_date
from renewals.actions.deadlines import write_deadlines
from renewals.actions.exit_tasks import write_exit_tasks
from renewals.actions.notices import (
    UnableToGiveNotice,
    end_by_notice,
    go_on,
    lock_notice,
    open_again,
)
from renewals.actions.services import Upload
from renewals.actions.versions import compare_version
from renewals.models import Notice
from renewals.permissions import may_decide
from renewals.rules.exit_task import due_dates
from renewals.rules.letter import ENDING_KINDS
from renewals.rules.vendor_notice import find_vendor_move

VENDOR_LETTER_KIND: Final = "renewals.vendor_letter"
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
    *,
    actor: Actor,
    contract: Contract,
    draft: VendorNoticeDraft,
    on: dt.date,
    now: dt.datetime,
    letter: Upload | None = None,
) -> Notice:
    """Record a notice that the vendor gave us; its own clock runs until somebody deals with it.

    One that ends the contract brings its exit tasks, with the owner of the contract.

    Raises:
        NotAllowed: The person does not decide on this contract.
        RefusedFile: The letter is not taken; nothing is recorded.
        UnableToGiveNotice: The contract is not in force, or ``fields`` says what cannot be true.
    """
    row = lock_contract(contract, None)
    require(may_decide(actor, row), "record notices about this contract")
    assert actor.user is not None
    if row.status not in IN_FORCE:
        words = f"{row.number} is not in force: no notice about it can take effect."
        raise UnableToGiveNotice(words, code="not_in_force")
    _check(draft, on)
    made = Notice.unscoped.create(
        contract=row,
        direction=Notice.Direction.THEIRS,
        created_by=actor.user,
        created_at=now,
        **_columns(draft),
    )
    if letter is not None:
        _keep_letter(actor, made, letter, now)
    write_exit_tasks(made, now=now, why="The vendor gave notice.")
    return made


def _keep_letter(actor: Actor, notice: Notice, letter: Upload, now: dt.datetime) -> None:
    kept = save_file(
        actor=actor, name=letter.name, data=letter.data, kind=VENDOR_LETTER_KIND, now=now, subject=notice
    )
    notice.vendor_letter = kept
    notice.save(update_fields=["vendor_letter"])


@action
def attach_vendor_letter(*, actor: Actor, notice: Notice, letter: Upload, now: dt.datetime) -> Notice:
    """Attach the letter as it was received; one that is there already stays.

    Raises:
        NotAllowed: The person does not decide on this contract.
        RefusedFile: The file is not taken.
        UnableToGiveNotice: It is ours, or has its letter already.
    """
    _, row = _lock_theirs(actor, notice, "attach letters to notices about this contract")
    if row.vendor_letter_id:
        words = "The letter is on record already, and it stays. Record another notice for another letter."
        raise UnableToGiveNotice(words, code="has_letter")
    _keep_letter(actor, row, letter, now)
    return row


def _columns(draft: VendorNoticeDraft) -> dict[str, Any]:
    ends = draft.kind in ENDING_KINDS
    return {
        "kind": draft.kind,
        "received_date": draft.received_date,
        "effective_date": draft.effective_date,
        "exit_date": draft.effective_date if ends else None,
        "answer_by_date": draft.answer_by_date,
        "body": clean_lines(draft.statement),
    }


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
def correct_vendor_notice(
    *,
    actor: Actor,
    notice: Notice,
    draft: VendorNoticeDraft,
    expected_version: int,
    on: dt.date,
    now: dt.datetime,
) -> Notice:
    """Correct what was recorded of a vendor's notice; where it ends the contract, the deadline follows.

    Raises:
        NotAllowed: The person does not decide on this contract.
        StaleObject: Somebody else changed it meanwhile.
        UnableToGiveNotice: It is ours, or ``fields`` says what cannot be true.
    """
    contract, row = _lock_theirs(actor, notice, "correct notices about this contract")
    compare_version(row, expected_version, "notice")
    _check(draft, on)
    if row.outcome and draft.kind != row.kind:
        message = "It was answered as what it is. Reopen it before you change its kind."
        raise UnableToGiveNotice(message, fields={"kind": [message]})
    before = _days_of(row)
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    row.save()
    write_exit_tasks(row, before=before, now=now, why="The vendor's notice was corrected.")
    if row.outcome == Notice.Outcome.ACCEPTED:
        why = f"The vendor's notice was corrected: last day in force {short_date(draft.effective_date)}."
        write_deadlines([contract.pk], now=now, reason=why, why=why)
    return row


def _days_of(notice: Notice) -> dict[str, dt.date]:
    """Return the days that follow from a notice as it stands, by kind of task."""
    if not notice.received_date or not notice.exit_date:
        return {}
    return {kind.value: day for kind, day in due_dates(notice.received_date, notice.exit_date).items()}


def _lock_theirs(actor: Actor, notice: Notice, what: str) -> tuple[Contract, Notice]:
    contract, row = lock_notice(notice)
    require(may_decide(actor, contract), what)
    if row.direction != Notice.Direction.THEIRS:
        raise UnableToGiveNotice("A notice of ours is closed by its proof of service.", code="not_theirs")
    return contract, row


@action
def move_vendor_notice(
    *,
    actor: Actor,
    notice: Notice,
    verb: str,
    reason: str,
    on: dt.date,
    now: dt.datetime,
    expected_version: int | None = None,
) -> Notice:
    """Record what became of a vendor's notice: accepted, refused, dealt with, withdrawn, or open again.

    Accepted, it ends the contract on its effective date; taken back, the contract goes on.

    Raises:
        NotAllowed: The person does not decide on this contract.
        StaleObject: Somebody else changed it since ``expected_version``; None skips the comparison.
        UnableToGiveNotice: There is no such move from its state, it is ours, or it needs a reason.
        UnableToMoveContract: The contract is in a state that no notice leads out of.
    """
    contract, row = _lock_theirs(actor, notice, "deal with notices about this contract")
    compare_version(row, expected_version, "notice")
    move = find_vendor_move(verb, row.kind, row.outcome)
    if move is None:
        state = row.get_outcome_display().lower() or "open"
        raise UnableToGiveNotice(f"It is {state} now; nothing was changed.", code="no_such_move")
    reason = clean_lines(reason)
    if move.needs_reason and not reason:
        message = "Say why, or what was done. It is kept in the history."
        raise UnableToGiveNotice(message, fields={"reason": [message]})
    tell_database(actor.with_reason(reason))
    was_ending = row.outcome == Notice.Outcome.ACCEPTED
    if move.target:
        _close(row, move.target, reason, actor, now)
    else:
        open_again(row)
    write_exit_tasks(row, now=now, why=reason or f"{move.label}.")
    if move.target == Notice.Outcome.ACCEPTED:
        assert row.effective_date is not None
        why = f"The vendor's notice was accepted, last day in force {short_date(row.effective_date)}."
        end_by_notice(actor, contract, why, on, now)
    elif was_ending:
        go_on(actor, contract, reason, on, now)
    return row


def _close(row: Notice, outcome: str, reason: str, actor: Actor, now: dt.datetime) -> None:
    changed = {
        "status": Notice.Status.CLOSED,
        "outcome": outcome,
        "closed_by": actor.user,
        "closed_at": now,
        "subject": reason[:700],
    }
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
