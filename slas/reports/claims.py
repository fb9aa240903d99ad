"""Claims in words: their state, how long they can be made, what is lost, and how amounts came about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.money import Money
from core.pages.status import StatusWord
from core.rules.wording import money_text, short_date
from slas.actions.claiming import ground_of
from slas.models import Claim, ResultVersion
from slas.reports.judged import changes_between, credit_words, figure_of, figure_words, period_name
from slas.rules import claim_sentences, credit_sentences
from slas.rules.claim import BEFORE_SUBMISSION, STATUS_LABELS, ClaimStatus, lost_money

MOVE_LABELS: Final = {
    "gather": "Gather evidence",
    "draft": "Mark as drafted",
    "submit": "Record submission",
    "accept": "Accepted in full",
    "accept_in_part": "Accepted in part",
    "reject": "Rejected",
    "contest": "Contest",
    "credit": "Record credit note",
    "give_up": "Give up",
    "take_up": "Take up again",
    "withdraw": "Withdraw",
}
STEP_LABELS: Final = {
    "detect": "Detected",
    "follow": "Brought to the newest results",
    "gather": "Evidence is gathered",
    "draft": "Drafted",
    "submit": "Submitted",
    "accept": "Accepted in full",
    "accept_in_part": "Accepted in part",
    "reject": "Rejected",
    "contest": "Contested",
    "credit": "Credited",
    "lapse": "Lost with its window",
    "give_up": "Given up",
    "take_up": "Taken up again",
    "withdraw": "Withdrawn",
}
_KINDS: Final = {
    ClaimStatus.DETECTED: "act",
    ClaimStatus.EVIDENCE: "act",
    ClaimStatus.DRAFTED: "act",
    ClaimStatus.SUBMITTED: "review",
    ClaimStatus.ACCEPTED: "active",
    ClaimStatus.ACCEPTED_IN_PART: "active",
    ClaimStatus.REJECTED: "missed",
    ClaimStatus.CREDITED: "done",
    ClaimStatus.LOST: "missed",
    ClaimStatus.WITHDRAWN: "draft",
}


@dataclass(frozen=True, slots=True)
class ShownBasis:
    """A result that a claim rests on: its figure and credit, and what has changed since."""

    version: ResultVersion
    figure: str
    credit: str
    changes: list[str]


@dataclass(frozen=True, slots=True)
class Computation:
    """How the amount and the last day came about; ``differs`` says that today another amount comes out."""

    credit_steps: list[str]
    window_steps: list[str]
    missing: list[str]
    differs: str = ""


def word_of_claim(claim: Claim) -> StatusWord:
    """Return the word for where a claim stands."""
    status = ClaimStatus(claim.status)
    return StatusWord(_KINDS[status], STATUS_LABELS[status])


def look_of(status: ClaimStatus) -> str:
    """Return the kind of word, and so the color, of a state."""
    return _KINDS[status]


def period_of(claim: Claim) -> str:
    """Return what the period of a claim is called."""
    return period_name(claim.period_first_date, claim.period_last_date)


def asked_words(claim: Claim) -> str:
    """Say what a claim asks for."""
    parts = []
    if claim.asked_amount is not None:
        parts.append(money_text(claim.asked_amount, claim.currency))
    if claim.asked_days is not None:
        parts.append(f"{claim.asked_days.normalize():f} more days")
    return " and ".join(parts) or "not known yet"


def left_words(claim: Claim, on: dt.date) -> str:
    """Say how long a claim can still be made; empty once the vendor has it or it is over.

    Args:
        claim: The claim.
        on: The present day, in the zone of the claim window.
    """
    if claim.status not in BEFORE_SUBMISSION:
        return ""
    if claim.last_date is None:
        return "no window known"
    left = (claim.last_date - on).days
    if left > 1:
        return f"{left} days left"
    if left >= 0:
        return "last day" if left == 0 else "1 day left"
    if claim.latest_date is not None and on <= claim.latest_date:
        return f"over by the earliest reading, open by another until {short_date(claim.latest_date)}"
    return f"over since {short_date(claim.latest_date or claim.last_date)}"


def lost_of(claim: Claim) -> Money | None:
    """Return the money that a claim has lost so far; None where it has lost none."""
    if claim.asked_amount is None:
        return None
    accepted = claim.accepted_amount
    granted = None if accepted is None else Money(accepted, claim.currency)
    lost = lost_money(claim.status, Money(claim.asked_amount, claim.currency), granted)
    return lost if lost.amount else None


def lost_sums(claims: Sequence[Claim]) -> list[str]:
    """Return the money that claims have lost, one sum for each currency."""
    sums: dict[str, Decimal] = {}
    for lost in filter(None, map(lost_of, claims)):
        sums[lost.currency] = sums.get(lost.currency, Decimal(0)) + lost.amount
    return [money_text(sums[currency], currency) for currency in sorted(sums)]


def bases_of(versions: Sequence[ResultVersion], newest: dict[int, ResultVersion]) -> list[ShownBasis]:
    """Return what a claim rests on, each with what has changed since.

    Args:
        versions: Those of the claim.
        newest: The newest version of each result, by the key of the result.
    """
    return [
        ShownBasis(
            version=one,
            figure=figure_words(figure_of(one), one.terms),
            credit=credit_words(one) or "none",
            changes=_changes(one, newest.get(one.result_id)),
        )
        for one in versions
    ]


def computation_of_claim(
    claim: Claim, versions: Sequence[ResultVersion], claims: Sequence[Claim]
) -> Computation:
    """Say step by step how the amount of a claim and its last day come about, by what is agreed today.

    Args:
        claim: The claim.
        versions: Those that it rests on.
        claims: All claims of its contract: they use up caps.
    """
    span = (claim.period_first_date, claim.period_last_date)
    found = ground_of(claim.contract_id, span, versions, claims)
    asked = found.total.asked
    differs = ""
    if asked is not None and claim.asked_amount is not None and asked.amount != claim.asked_amount:
        told = money_text(asked.amount, asked.currency)
        differs = f"By what is agreed and used of caps today it would be {told}."
    return Computation(
        credit_steps=credit_sentences.sentences_of(found.total.steps),
        window_steps=claim_sentences.sentences_of(found.window.steps),
        missing=[one.replace("_", " ") for one in (*found.total.missing, *found.window.missing)],
        differs=differs,
    )


def _changes(basis: ResultVersion, newest: ResultVersion | None) -> list[str]:
    if newest is None or newest.pk == basis.pk:
        return []
    return changes_between(basis, newest) or [f"Version {newest.number} rests on other facts."]
