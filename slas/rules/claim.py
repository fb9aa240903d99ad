"""What becomes of a claim for a credit: its states, the moves between them, and the money that is lost.

The business rules, numbered (``docs/rules/claims.md`` has the same table):

1. detected → evidence → drafted → submitted → accepted, accepted in part or rejected → credited or lost.
2. What is not submitted when its window is over is lost: the system says so, with the money. Nothing else
   moves a claim by itself.
3. A claim that a correction takes the ground from is withdrawn, with the reason: no money is lost by it.
4. A rejection can be contested (submitted again) or given up. What was lost can be taken up again where the
   vendor grants it all the same.
5. Accepting names the whole amount, accepting in part less than it and more than nothing; both need the
   date. Crediting needs the reference of the credit note.
6. Lost is the whole amount of a lost claim, and what was not accepted of one that is credited in part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from core.money import CurrencyMismatchError, Money
from core.rules.choice import Word
from slas.rules.claim_window import ClaimWindow, ClockStatus, clock_at


class ClaimStatus(Word):
    """Where a claim stands."""

    DETECTED = "detected"
    EVIDENCE = "evidence"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "part"
    REJECTED = "rejected"
    CREDITED = "credited"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


STATUS_LABELS: Final[dict[ClaimStatus, str]] = {
    ClaimStatus.DETECTED: "Detected",
    ClaimStatus.EVIDENCE: "Evidence gathered",
    ClaimStatus.DRAFTED: "Drafted",
    ClaimStatus.SUBMITTED: "Submitted",
    ClaimStatus.ACCEPTED: "Accepted",
    ClaimStatus.ACCEPTED_IN_PART: "Accepted in part",
    ClaimStatus.REJECTED: "Rejected",
    ClaimStatus.CREDITED: "Credited",
    ClaimStatus.LOST: "Lost",
    ClaimStatus.WITHDRAWN: "Withdrawn",
}
#: Not yet with the vendor: these follow corrections of the result, and lapse with their window.
BEFORE_SUBMISSION: Final = frozenset({ClaimStatus.DETECTED, ClaimStatus.EVIDENCE, ClaimStatus.DRAFTED})
#: Somebody has still to act, or the vendor has.
OPEN: Final = BEFORE_SUBMISSION | {
    ClaimStatus.SUBMITTED,
    ClaimStatus.ACCEPTED,
    ClaimStatus.ACCEPTED_IN_PART,
    ClaimStatus.REJECTED,
}


class Needed(Word):
    """What a move needs beside the verb."""

    REASON = "reason"
    AMOUNT = "amount"
    DATE = "date"
    PROOF = "proof"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class ClaimMove:
    """One permitted move: ``verb`` takes a claim from ``source`` to ``target``."""

    verb: str
    source: ClaimStatus
    target: ClaimStatus
    needs: frozenset[Needed] = frozenset()
    is_by_system: bool = False


def _moves(
    verb: str, sources: tuple[ClaimStatus, ...], target: ClaimStatus, *needs: Needed, by_system: bool = False
) -> tuple[ClaimMove, ...]:
    return tuple(ClaimMove(verb, source, target, frozenset(needs), by_system) for source in sources)


_EARLY: Final = (ClaimStatus.DETECTED, ClaimStatus.EVIDENCE, ClaimStatus.DRAFTED)
_GRANTED: Final = (ClaimStatus.ACCEPTED, ClaimStatus.ACCEPTED_IN_PART)

TRANSITIONS: Final[tuple[ClaimMove, ...]] = (
    *_moves("gather", (ClaimStatus.DETECTED,), ClaimStatus.EVIDENCE),
    *_moves("draft", (ClaimStatus.EVIDENCE,), ClaimStatus.DRAFTED),
    *_moves("submit", (ClaimStatus.DRAFTED,), ClaimStatus.SUBMITTED, Needed.DATE, Needed.PROOF),
    *_moves("gather", (ClaimStatus.DRAFTED,), ClaimStatus.EVIDENCE),
    *_moves("accept", (ClaimStatus.SUBMITTED,), ClaimStatus.ACCEPTED, Needed.AMOUNT, Needed.DATE),
    *_moves(
        "accept_in_part",
        (ClaimStatus.SUBMITTED,),
        ClaimStatus.ACCEPTED_IN_PART,
        Needed.AMOUNT,
        Needed.DATE,
        Needed.REASON,
    ),
    *_moves("reject", (ClaimStatus.SUBMITTED,), ClaimStatus.REJECTED, Needed.DATE, Needed.REASON),
    *_moves(
        "contest",
        (ClaimStatus.REJECTED, ClaimStatus.ACCEPTED_IN_PART),
        ClaimStatus.SUBMITTED,
        Needed.DATE,
        Needed.REASON,
    ),
    *_moves("credit", _GRANTED, ClaimStatus.CREDITED, Needed.DATE, Needed.REFERENCE),
    *_moves("lapse", _EARLY, ClaimStatus.LOST, by_system=True),
    *_moves("give_up", (*_EARLY, ClaimStatus.REJECTED, *_GRANTED), ClaimStatus.LOST, Needed.REASON),
    *_moves("take_up", (ClaimStatus.LOST,), ClaimStatus.EVIDENCE, Needed.REASON),
    *_moves("withdraw", (*_EARLY, ClaimStatus.SUBMITTED), ClaimStatus.WITHDRAWN, Needed.REASON),
)
VERBS: Final = tuple(dict.fromkeys(move.verb for move in TRANSITIONS))


def find_move(verb: str, status: str) -> ClaimMove | None:
    """Return the move that ``verb`` makes from ``status``, None when the table has no such row."""
    return next((move for move in TRANSITIONS if move.verb == verb and move.source == status), None)


def next_moves(status: str) -> tuple[ClaimMove, ...]:
    """Return the moves that a person can make from a status, in the order of the table."""
    return tuple(move for move in TRANSITIONS if move.source == status and not move.is_by_system)


def lapses(status: str, window: ClaimWindow, now: datetime) -> bool:
    """Return whether a claim is lost by now: not submitted, and its window over by every reading."""
    return status in BEFORE_SUBMISSION and clock_at(window, now).status is ClockStatus.LAPSED


def amount_problem(verb: str, asked: Money, amount: Money) -> str:
    """Return why an amount cannot be accepted, or accepted in part; empty where it can.

    Raises:
        CurrencyMismatchError: If it is in another currency than what was asked for.
    """
    if amount.currency != asked.currency:
        raise CurrencyMismatchError(asked.currency, amount.currency)
    if verb == "accept" and amount.amount != asked.amount:
        return f"Accepted in full is {asked}. For less, record an acceptance in part."
    if verb == "accept_in_part" and not 0 < amount.amount < asked.amount:
        return f"Accepted in part is more than nothing and less than {asked}."
    return ""


def lost_money(status: str, asked: Money, accepted: Money | None = None) -> Money:
    """Return the money that a claim has lost so far.

    Args:
        status: A ``ClaimStatus``.
        asked: What the claim asks for, or would have.
        accepted: What the vendor accepted; None for nothing so far.
    """
    if status == ClaimStatus.LOST:
        return asked
    if status == ClaimStatus.CREDITED and accepted is not None:
        return asked - accepted
    return Money(Decimal(0), asked.currency)
