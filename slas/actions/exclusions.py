"""Recording time in which downtime may be excused, and what a second person says to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from contracts_app.models import Contract
from contracts_app.rules.register_row import RowError
from core.access import require
from core.audit import Actor, action, lock_version
from core.files import RefusedFile, save_file
from core.models import StoredFile
from slas.actions.taking import InvalidEvent, refuse_fields, require_recording, term_of
from slas.models import Exclusion, Service
from slas.permissions import can_answer
from slas.rules.event_row import LONGEST_REF

EVIDENCE_KIND: Final = "sla_evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionDraft:
    """An exclusion as it is entered; the fields are those of ``slas.models.Exclusion``."""

    kind: str
    start_at: dt.datetime
    end_at: dt.datetime
    service: Service | None = None
    ref: str = ""
    announced_at: dt.datetime | None = None
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is given as evidence."""

    name: str
    data: bytes


@action
def record_exclusion(
    *,
    actor: Actor,
    contract: Contract,
    draft: ExclusionDraft,
    now: dt.datetime,
    upload: Upload | None = None,
) -> Exclusion:
    """Record time in which downtime may be excused; it excuses nothing before somebody else approves it.

    Maintenance that was announced may lie ahead.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        contract: Whose services it is about.
        draft: As entered.
        now: The instant of recording.
        upload: Evidence as a file.

    Raises:
        NotAllowed: The person may not record exclusions of the contract.
        InvalidEvent: ``fields`` says what is wrong; nothing is stored.
        RefusedFile: The file is not taken; nothing is stored.
    """
    require_recording(actor, contract)
    _check(contract, draft, now)
    made: Exclusion = Exclusion.unscoped.create(
        contract=contract,
        recorded_by=actor.user,
        created_at=now,
        **{name: getattr(draft, name) for name in ExclusionDraft.__dataclass_fields__},
    )
    if upload is not None:
        made.evidence_file = _saved(actor, made, upload, now)
        made.save(update_fields=["evidence_file"])
    return made


@action
def approve_exclusion(
    *, actor: Actor, exclusion: Exclusion, now: dt.datetime, expected_version: int | None = None
) -> Exclusion:
    """Approve an exclusion that somebody else recorded; from then on it excuses what the contract agrees.

    Args:
        actor: Needs ``slas.approve`` in the contract's department; never who recorded it.
        exclusion: As read by the person.
        now: The instant of the answer.
        expected_version: ``row_version`` as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not, or recorded it.
        StaleObject: It changed since it was read.
        InvalidEvent: It has no evidence, or was answered already.
    """
    held = _held_to_answer(actor, exclusion, expected_version)
    if not held.has_evidence:
        message = "There is no evidence on record. Record the exclusion again with its evidence."
        raise InvalidEvent(message, code="no_evidence")
    held.approved_by = actor.user
    held.approved_at = now
    held.save(update_fields=["approved_by", "approved_at"])
    return held


@action
def reject_exclusion(*, actor: Actor, exclusion: Exclusion, expected_version: int | None = None) -> Exclusion:
    """Say that an exclusion does not excuse; it stays on record, with the reason.

    Args:
        actor: Needs ``slas.approve`` in the contract's department, and a reason; never who recorded it.
        exclusion: As read by the person.
        expected_version: ``row_version`` as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not, or recorded it.
        StaleObject: It changed since it was read.
        InvalidEvent: No reason was given, or it was answered already.
    """
    reason = actor.reason.strip()
    if not reason:
        refuse_fields([RowError(0, "reason", "", "Say why it does not excuse; the reason is kept.")])
    held = _held_to_answer(actor, exclusion, expected_version)
    held.rejected_reason = reason[:500]
    held.save(update_fields=["rejected_reason"])
    return held


def _held_to_answer(actor: Actor, exclusion: Exclusion, expected_version: int | None) -> Exclusion:
    allowed = actor.user is not None and can_answer(actor.user, exclusion)
    require(allowed, "answer this exclusion; nobody answers one of their own")
    held: Exclusion = lock_version(Exclusion.unscoped.all(), exclusion.pk, expected_version)
    if held.approved_at is not None or held.rejected_reason:
        raise InvalidEvent("This exclusion was answered already. Look at the answer.", code="answered")
    return held


def _check(contract: Contract, draft: ExclusionDraft, now: dt.datetime) -> None:
    """Refuse what cannot be an exclusion of the contract.

    Raises:
        InvalidEvent: ``fields`` says what is wrong.
    """
    wrong: list[tuple[str, str]] = []
    if draft.kind not in Exclusion.Kind.values:
        wrong.append(("kind", "Choose one of the kinds."))
    if draft.service is not None and draft.service.contract_id != contract.pk:
        wrong.append(("service", "This service belongs to another contract. Choose one of this contract."))
    if draft.end_at <= draft.start_at:
        wrong.append(("end_at", "The end is not after the start. Correct one of them."))
    elif outside := term_of(contract).why_outside(draft.start_at, draft.end_at):
        wrong.append(("start_at", outside))
    if draft.kind != Exclusion.Kind.MAINTENANCE and draft.start_at > now:
        wrong.append(("start_at", "This lies in the future; only maintenance is recorded ahead."))
    if draft.announced_at is not None and draft.announced_at > now:
        wrong.append(("announced_at", "This lies in the future. Write when it was announced."))
    if len(draft.ref) > LONGEST_REF:
        wrong.append(("ref", f"Shorten it to {LONGEST_REF} characters."))
    refuse_fields([RowError(0, name, "", message) for name, message in wrong])


def _saved(actor: Actor, made: Exclusion, upload: Upload, now: dt.datetime) -> StoredFile:
    try:
        return save_file(
            actor=actor, name=upload.name, data=upload.data, kind=EVIDENCE_KIND, now=now, subject=made
        )
    except RefusedFile as error:
        error.fields = {"evidence_file": [error.message]}
        raise
