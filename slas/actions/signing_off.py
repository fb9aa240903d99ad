"""Signing results off, and opening them again."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max

from core.access import require
from core.audit import Actor, action, lock_version
from core.errors import UserError
from slas.models import Result, ResultVersion
from slas.permissions import can_sign_off


class UnableToSignOff(UserError):
    """A result cannot be signed off, or opened again; the message says why."""

    code = "unable_to_sign_off"


@action
def sign_off_result(
    *, actor: Actor, result: Result, now: dt.datetime, expected_number: int | None = None
) -> Result:
    """Sign a result off: it is locked from then on.

    Args:
        actor: Needs ``slas.approve`` in the contract's department, and to see the contract.
        result: As read by the person.
        now: The instant of signing off.
        expected_number: Of the newest version, as the person read it; None skips the comparison.

    Raises:
        NotAllowed: The person may not sign it off.
        UnableToSignOff: It is signed off already, or got a newer version meanwhile.
    """
    _allow(actor, result)
    row: Result = lock_version(Result.unscoped.all(), result.pk, None)
    if row.is_locked:
        raise UnableToSignOff("This result is signed off already.", code="signed_off")
    newest = ResultVersion.unscoped.filter(result=row).aggregate(Max("number"))["number__max"]
    if expected_number is not None and expected_number != newest:
        raise UnableToSignOff(
            f"It was judged anew while you looked at it: version {newest}, you read {expected_number}."
            " Look at the new figures, and sign off again.",
            code="newer_version",
        )
    row.signed_off_by, row.signed_off_at = actor.user, now
    row.save(update_fields=["signed_off_by", "signed_off_at"])
    return row


@action
def reopen_result(*, actor: Actor, result: Result) -> Result:
    """Open a result again that was signed off; the history keeps who did, and why.

    Args:
        actor: Needs ``slas.approve`` in the contract's department, and a reason.
        result: As read by the person.

    Raises:
        NotAllowed: The person may not open it again.
        UnableToSignOff: It is not signed off, or no reason was given.
    """
    _allow(actor, result)
    row: Result = lock_version(Result.unscoped.all(), result.pk, None)
    if not actor.reason.strip():
        message = "Say why it is opened again; the reason is kept in the history."
        raise UnableToSignOff(message, code="reason_missing", fields={"reason": [message]})
    if not row.is_locked:
        raise UnableToSignOff("This result is not signed off.", code="not_signed_off")
    row.signed_off_by = row.signed_off_at = None
    row.save(update_fields=["signed_off_by", "signed_off_at"])
    return row


def _allow(actor: Actor, result: Result) -> None:
    contract = result.target.service.contract
    require(actor.user is None or can_sign_off(actor.user, contract), "sign off results of this contract")
