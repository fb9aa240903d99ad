"""Moving a claim on: submitting it, and recording what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.access import require
from core.audit import Actor, action, lock_version
from core.errors import UserError
from core.files import save_file
from core.money import Money
from core.rules.wording import short_date
from slas.actions.claiming import zone_of_window
from slas.actions.claims import note_step
from slas.models import Claim
from slas.permissions import can_claim
from slas.reminders.planning import plan_claims
from slas.rules.claim import (
    BEFORE_SUBMISSION,
    STATUS_LABELS,
    ClaimMove,
    ClaimStatus,
    Needed,
    amount_problem,
    find_move,
)
from slas.rules.claim_window import day_in_zone

PROOF_KIND: Final = "claim_proof"


class UnableToMoveClaim(UserError):
    """The claim cannot take this step; ``fields`` says what is wrong where."""

    code = "unable_to_move_claim"


@dataclass(frozen=True, slots=True)
class Proof:
    """A file that proves a step, as it was uploaded."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSaid:
    """What is said of a step.

    Attributes:
        on_date: The day on which it happened, in the zone of the claim window.
        amount: What the vendor grants, in the currency of the claim.
        reference: Of the vendor's answer, or of the credit note.
        reason: Why.
        proof: What proves it.
    """

    on_date: dt.date | None = None
    amount: Decimal | None = None
    reference: str = ""
    reason: str = ""
    proof: Proof | None = None


@action
def move_claim(
    *,
    actor: Actor,
    claim: Claim,
    verb: str,
    said: ClaimSaid,
    now: dt.datetime,
    expected_version: int | None = None,
) -> Claim:
    """Take a claim one step on, by the table of ``slas.rules.claim``, and record the step.

    Args:
        actor: Needs ``claims.make`` in the contract's department, and to see the contract.
        claim: As read by the person.
        verb: One of ``slas.rules.claim.VERBS``, but for those of the system.
        said: What the step needs.
        now: The instant of recording.
        expected_version: ``row_version`` as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not make claims of the contract.
        StaleObject: The claim changed since it was read.
        UnableToMoveClaim: There is no such step from where it stands, or something is missing or wrong.
    """
    require(actor.user is None or can_claim(actor.user, claim.contract), "make claims of this contract")
    row: Claim = lock_version(Claim.unscoped.all(), claim.pk, expected_version)
    move = find_move(verb, row.status)
    if move is None or move.is_by_system:
        raise UnableToMoveClaim(
            f"The claim is {_state_of(row)}; it cannot take this step.", code="no_such_step"
        )
    problems = _problems(row, move, said, now)
    if problems:
        raise UnableToMoveClaim(next(iter(problems.values()))[0], fields=problems)
    changed = _apply(row, move, said)
    row.save(update_fields=["status", *changed])
    row.refresh_from_db()
    step = note_step(
        row,
        actor,
        verb,
        now,
        on_date=said.on_date,
        amount=said.amount,
        reference=said.reference.strip(),
        reason=said.reason.strip(),
    )
    if said.proof is not None:
        step.proof = save_file(
            actor=actor, name=said.proof.name, data=said.proof.data, kind=PROOF_KIND, now=now, subject=row
        )
        step.save(update_fields=["proof"])
    plan_claims([row.pk], now=now, why=f"The claim is {_state_of(row)}.")
    return row


def _state_of(row: Claim) -> str:
    return STATUS_LABELS[ClaimStatus(row.status)].lower()


def _apply(row: Claim, move: ClaimMove, said: ClaimSaid) -> list[str]:
    """Set what a step changes of its claim; return the names."""
    values: dict[str, object] = {}
    if move.target is ClaimStatus.SUBMITTED:
        values = {"submitted_date": said.on_date, "answered_date": None, "accepted_amount": None}
    elif move.target in (ClaimStatus.ACCEPTED, ClaimStatus.ACCEPTED_IN_PART):
        values = {"answered_date": said.on_date, "accepted_amount": said.amount}
    elif move.target is ClaimStatus.REJECTED:
        values = {"answered_date": said.on_date}
    elif move.target is ClaimStatus.CREDITED:
        values = {"credited_date": said.on_date, "credit_note_ref": said.reference.strip()}
    elif move.target in BEFORE_SUBMISSION:
        values = {"submitted_date": None, "answered_date": None, "accepted_amount": None}
    for name, value in values.items():
        setattr(row, name, value)
    row.status = move.target.value
    return list(values)


def _problems(row: Claim, move: ClaimMove, said: ClaimSaid, now: dt.datetime) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, message in (*_missing(row, move, said), *_amount_problems(row, move, said)):
        found.setdefault(name, []).append(message)
    for name, message in _day_problems(row, move, said, now):
        found.setdefault(name, []).append(message)
    return found


def _missing(row: Claim, move: ClaimMove, said: ClaimSaid) -> Iterator[tuple[str, str]]:
    is_money = row.asked_amount is not None
    if Needed.DATE in move.needs and said.on_date is None:
        yield "on_date", "Say on which day."
    if Needed.AMOUNT in move.needs and said.amount is None and is_money:
        yield "amount", "Say which amount the vendor grants."
    if Needed.REASON in move.needs and not said.reason.strip():
        yield "reason", "Say why; it is kept with the claim."
    if Needed.REFERENCE in move.needs and not said.reference.strip():
        yield "reference", "Give the number of the credit note."
    if Needed.PROOF in move.needs and said.proof is None:
        yield (
            "proof",
            "Add what proves that it was submitted: the mail, the portal's receipt, a delivery record.",
        )
    if move.verb == "submit" and not is_money and row.asked_days is None:
        yield (
            "__all__",
            "What the claim asks for is not known yet. Open the results that it rests on, and record what is"
            " missing there.",
        )


def _amount_problems(row: Claim, move: ClaimMove, said: ClaimSaid) -> Iterator[tuple[str, str]]:
    if said.amount is None:
        return
    if Needed.AMOUNT not in move.needs or row.asked_amount is None:
        yield "amount", "This step takes no amount. Leave it empty."
        return
    asked = Money(row.asked_amount, row.currency)
    if message := amount_problem(move.verb, asked, Money(said.amount, row.currency)):
        yield "amount", message


def _day_problems(
    row: Claim, move: ClaimMove, said: ClaimSaid, now: dt.datetime
) -> Iterator[tuple[str, str]]:
    day = said.on_date
    if day is None:
        return
    today = day_in_zone(now, zone_of_window(row.contract_id, row.period_last_date))
    if day > today:
        yield "on_date", f"{short_date(day)} is still to come. Record it once it has happened."
    elif day <= row.period_last_date:
        yield (
            "on_date",
            f"The period ended on {short_date(row.period_last_date)}: nothing was claimed before.",
        )
    elif move.verb != "submit" and row.submitted_date and day < row.submitted_date:
        yield "on_date", f"It was submitted on {short_date(row.submitted_date)}; correct the day."
