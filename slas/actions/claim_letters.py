"""The letters of claims: asked for by a person, made by a worker, kept with the claim."""

from __future__ import annotations

import datetime as dt
from typing import Final

from core.access import require
from core.audit import Actor, action, lock_version
from core.errors import UserError
from core.files import store_job_file
from core.jobs import enqueue
from core.models import Job, StoredFile
from slas.models import Claim
from slas.permissions import can_claim
from slas.rules.claim import BEFORE_SUBMISSION

JOB_KIND: Final = "slas.claim_letter"
FILE_KIND: Final = "slas.claim_letter"


class UnableToMakeLetter(UserError):
    """A letter is made only of a claim that the vendor does not have yet."""

    code = "unable_to_make_letter"


@action
def request_claim_letter(*, actor: Actor, claim: Claim, return_url: str = "") -> Job:
    """Ask for the letter of a claim as a PDF; a worker makes it and the job's page shows how far.

    Args:
        actor: Needs ``claims.make`` in the contract's department, and to see the contract.
        claim: As read by the person.
        return_url: The page of the claim.

    Raises:
        NotAllowed: The person may not make claims of the contract.
        UnableToMakeLetter: The vendor has the claim already, or it is over.
    """
    _check(actor, claim)
    return enqueue(JOB_KIND, {"claim": claim.pk}, requested_by=actor.user, return_url=return_url)


@action
def keep_claim_letter(
    *, actor: Actor, job: Job, claim: Claim, name: str, pdf: bytes, now: dt.datetime
) -> StoredFile:
    """Put a finished letter into the file store, once for its job, and keep it with the claim.

    Args:
        actor: The person it was made for.
        job: The job that made it; a second call for it returns the file of the first.
        claim: The claim.
        name: File name that people see.
        pdf: The letter.
        now: When it was finished.

    Raises:
        NotAllowed: The person may not make claims of the contract any more.
        StaleObject: The claim changed while the letter was being made.
        UnableToMakeLetter: The vendor has the claim by now, or it is over.
        StoreFailed: The disk is full; nothing is stored.
    """
    _check(actor, claim)
    held: Claim = lock_version(Claim.unscoped.all(), claim.pk, claim.row_version)
    made = store_job_file(
        actor=actor, job=job, name=name, data=pdf, media_type="application/pdf", kind=FILE_KIND, now=now
    )
    held.letter = made
    held.save(update_fields=["letter"])
    return made


def _check(actor: Actor, claim: Claim) -> None:
    allowed = actor.user is None or can_claim(actor.user, claim.contract)
    require(allowed, "make claims of this contract")
    if claim.status not in BEFORE_SUBMISSION:
        state = claim.get_status_display().lower()
        raise UnableToMakeLetter(f"This claim is {state}: its letter stays as it was submitted.")
