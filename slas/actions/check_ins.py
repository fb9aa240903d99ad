"""Checking in what a key figure was in a period, and correcting it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from contracts_app.rules.register_row import RowError
from core.audit import Actor, action, lock_version
from core.files import RefusedFile, save_file
from slas.actions.asking import periods_of
from slas.actions.exclusions import Upload
from slas.actions.taking import InvalidEvent, refuse_fields, require_recording
from slas.models import Measurement, SlaTarget
from slas.rules.agreed_target import IndicatorKind
from slas.rules.check_in import SOURCE, DuePeriod, due_period
from slas.rules.measurement_row import LONGEST_NOTE

EVIDENCE_KIND: Final = "slas.check_in"
#: Check-ins are taken of periods that ended so long ago at most.
REACHES_BACK: Final = dt.timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInDraft:
    """What a person says of a period: its first day, the value in the unit of the target, and a note."""

    first_date: dt.date
    value: Decimal
    note: str = ""


@action
def record_check_in(
    *,
    actor: Actor,
    target: SlaTarget,
    draft: CheckInDraft,
    now: dt.datetime,
    upload: Upload | None = None,
) -> Measurement:
    """Record what a key figure was in a period that is over; one that was voided is taken up again.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        target: A key figure, with its service, the contract with its terms, and its versions.
        draft: Period, value and note.
        now: The instant of recording.
        upload: A file that proves it.

    Raises:
        NotAllowed: The person may not record measurements of the contract.
        InvalidEvent: The target takes no check-ins, the period is not over, or has one already.
    """
    require_recording(actor, target.service.contract)
    if target.indicator != IndicatorKind.KEY_FIGURE:
        raise InvalidEvent("Only key figures are checked in. Record measurements of this one.")
    SlaTarget.unscoped.select_for_update(of=("self",)).get(pk=target.pk)
    due = next((one for one in due_periods(target, now) if one.period.first == draft.first_date), None)
    if due is None:
        message = "The target has no such period that is over. Choose another one."
        raise InvalidEvent(message, fields={"period": [message]})
    held = Measurement.unscoped.filter(target=target, source=SOURCE, ref=due.ref).first()
    if held is not None and not held.voided_reason:
        message = "This period has a check-in already. Correct that one."
        raise InvalidEvent(message, fields={"period": [message]})
    said = {"at": due.at, "value": draft.value, "note": _note(draft.note), "voided_reason": ""}
    if held is None:
        held = Measurement(target=target, source=SOURCE, ref=due.ref, created_at=now, **said)
        held.save(force_insert=True)
    else:
        for name, value in said.items():
            setattr(held, name, value)
        held.save(update_fields=list(said))
    _keep(actor, held, upload, now)
    return held


@action
def correct_check_in(
    *,
    actor: Actor,
    check_in: Measurement,
    value: Decimal,
    note: str,
    now: dt.datetime,
    expected_version: int | None = None,
    upload: Upload | None = None,
) -> Measurement:
    """Correct a check-in, saying why; what was said before stays in its history.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and a reason where the value changes.
        check_in: As read by the person.
        value: What the figure was.
        note: The note, whole.
        now: The instant of correcting.
        expected_version: ``row_version`` as read; None skips the comparison.
        upload: A further file that proves it.

    Raises:
        NotAllowed: The person may not change it.
        StaleObject: It changed since it was read.
        InvalidEvent: It was voided, or no reason is given for another value.
    """
    require_recording(actor, check_in.target.service.contract)
    held: Measurement = lock_version(Measurement.unscoped.all(), check_in.pk, expected_version)
    if held.voided_reason:
        raise InvalidEvent("This check-in was voided. Check the period in anew.", code="voided")
    if held.value != value and not actor.reason.strip():
        refuse_fields([RowError(0, "reason", "", "Say why the value is corrected; the reason is kept.")])
    if (held.value, held.note) != (value, _note(note)):
        held.value, held.note = value, _note(note)
        held.save(update_fields=["value", "note"])
    _keep(actor, held, upload, now)
    return held


def due_periods(target: SlaTarget, now: dt.datetime) -> Iterator[DuePeriod]:
    """Yield the periods of a target that are over and for which a check-in is due, the earliest first.

    The target has its service with contract and terms joined, and its versions read.
    """
    for asked in periods_of(target, (now - REACHES_BACK).date(), now):
        due = due_period(asked.period, asked.question(now).time, target.service.monitored_from)
        if due is not None:
            yield due


def _note(text: str) -> str:
    return text.strip()[:LONGEST_NOTE]


def _keep(actor: Actor, row: Measurement, upload: Upload | None, now: dt.datetime) -> None:
    """Keep the file that proves a check-in.

    Raises:
        InvalidEvent: The file is not taken.
    """
    if upload is None:
        return
    try:
        save_file(actor=actor, name=upload.name, data=upload.data, kind=EVIDENCE_KIND, now=now, subject=row)
    except RefusedFile as error:
        raise InvalidEvent(error.message, fields={"evidence": [error.message]}) from None
