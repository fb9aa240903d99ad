"""Decisions: what becomes of a contract at its deadline, who confirms it, and what it counts for.

1. A decision is one of ``DecisionKind``, made by a named person with a reason. It moves only along the rows
   of ``TRANSITIONS``.
2. It is about one act-by date (:func:`point_of`): that of the present exit, or, once this term's is missed,
   that of the next exit. It counts for this date and for no other: when the date moves, the decision stays
   on record and the contract is undecided again.
3. Four eyes: from the threshold of its currency on, inclusive, a second person confirms a decision; until
   then it is proposed. Where thresholds are set, an amount that is not known and a currency without a
   threshold ask for a second person too, because nobody can tell that they lie below. Where none is set,
   nobody is asked. Who decided is told by a message what the second person answered, whatever becomes of
   the decision later.
4. "Terminate" always needs a notice of ours. "Let lapse" needs one unless the contract ends by itself.
   Renewing needs one where an option must be exercised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from renewals.rules.answer import Consequence, DeadlineStatus


class DecisionKind(StrEnum):
    """What becomes of the contract."""

    RENEW = "renew"
    RENEW_WITH_CHANGES = "renew_with_changes"
    RENEGOTIATE = "renegotiate"
    TERMINATE = "terminate"
    LET_LAPSE = "let_lapse"


KIND_LABELS: Final[dict[DecisionKind, str]] = {
    DecisionKind.RENEW: "Renew",
    DecisionKind.RENEW_WITH_CHANGES: "Renew with changes",
    DecisionKind.RENEGOTIATE: "Renegotiate",
    DecisionKind.TERMINATE: "Terminate",
    DecisionKind.LET_LAPSE: "Let lapse",
}


class DecisionStatus(StrEnum):
    """How far a decision is."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


#: Of these a contract and act-by date has one at most.
STANDING: Final = frozenset({DecisionStatus.PROPOSED, DecisionStatus.IN_FORCE})


@dataclass(frozen=True, slots=True)
class DecisionMove:
    """One permitted move of a decision: ``verb`` takes it from ``source`` to ``target``."""

    verb: str
    source: DecisionStatus
    target: DecisionStatus
    needs_reason: bool = False


TRANSITIONS: Final[tuple[DecisionMove, ...]] = (
    DecisionMove("approve", DecisionStatus.PROPOSED, DecisionStatus.IN_FORCE),
    DecisionMove("reject", DecisionStatus.PROPOSED, DecisionStatus.REJECTED, needs_reason=True),
    DecisionMove("withdraw", DecisionStatus.PROPOSED, DecisionStatus.WITHDRAWN, needs_reason=True),
    DecisionMove("withdraw", DecisionStatus.IN_FORCE, DecisionStatus.WITHDRAWN, needs_reason=True),
    DecisionMove("supersede", DecisionStatus.PROPOSED, DecisionStatus.SUPERSEDED),
    DecisionMove("supersede", DecisionStatus.IN_FORCE, DecisionStatus.SUPERSEDED),
)


#: The message that tells who decided what the second person answered.
ANSWERED: Final = "renewals.decision_answered"
ANSWERED_SUBJECT: Final = "decision"
_NEWS_FOR: Final = timedelta(days=7)


def answered_at(status: str, approved_at: datetime | None, ended_at: datetime | None) -> datetime | None:
    """Return when the second person confirmed or rejected a decision; None where nobody did."""
    if approved_at is not None:
        return approved_at
    return ended_at if status == DecisionStatus.REJECTED else None


def is_old_answer(answered_on: date, today: date) -> bool:
    """Tell whether an answer of which nothing was planned at its time is not worth a message any more."""
    return today - answered_on > _NEWS_FOR


def find_move(verb: str, status: str) -> DecisionMove | None:
    """Return the move that ``verb`` makes from ``status``, None when the table has no such row."""
    return next((move for move in TRANSITIONS if move.verb == verb and move.source == status), None)


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """The exit that a decision is about; None where a date is not known.

    Attributes:
        act_by_date: What the decision counts for.
        send_by_date: The last day to send a notice for this exit.
        notice_by_date: The last day to give it.
        exit_date: The last day in force if it is given in time.
    """

    act_by_date: date | None = None
    send_by_date: date | None = None
    notice_by_date: date | None = None
    exit_date: date | None = None


def point_of(
    status: str,
    *,
    act_by_date: date | None,
    send_by_date: date | None,
    notice_by_date: date | None,
    last_day: date | None,
    details: Mapping[str, Any],
) -> DecisionPoint:
    """Return the exit that a decision taken now is about.

    Args:
        status: A ``DeadlineStatus``.
        act_by_date: Of the present exit, like the two dates after it.
        send_by_date: The last day to send.
        notice_by_date: The last day to give notice.
        last_day: The last day in force by the stored dates, where the details name no exit.
        details: As ``answer_output.details_as_json`` gives them; the next exit counts once this is missed.
    """
    following = details.get("next_exit")
    if status == DeadlineStatus.MISSED and following:
        return DecisionPoint(
            act_by_date=_day(following["act_by_date"]),
            send_by_date=_day(following["send_by_date"]),
            notice_by_date=_day(following["notice_by_date"]),
            exit_date=_day(following["exit_date"]),
        )
    exit_date = _day(details.get("exit_date")) or last_day
    return DecisionPoint(act_by_date, send_by_date, notice_by_date, exit_date)


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


def why_four_eyes(amount: Decimal | None, currency: str, thresholds: Mapping[str, Decimal]) -> str:
    """Return why a second person must confirm a decision, in words; empty where nobody must.

    Args:
        amount: What is at stake; None where it is not known.
        currency: Its currency.
        thresholds: The amount by currency from which on a second person is asked, inclusive.
    """
    if not thresholds:
        return ""
    if amount is None:
        return "the amount at stake is not known"
    if currency not in thresholds:
        return f"no threshold is set for {currency}"
    return "the amount at stake reaches the threshold" if amount >= thresholds[currency] else ""


_ENDS_BY_ITSELF: Final = frozenset(
    {Consequence.LAPSES, Consequence.OPTION_IS_LOST, Consequence.ENDS_BY_NOTICE}
)
_RENEWING: Final = frozenset({DecisionKind.RENEW, DecisionKind.RENEW_WITH_CHANGES})


def needs_notice(kind: str, if_nobody_acts: str) -> bool:
    """Tell whether a decision takes effect only by a notice of ours.

    Args:
        kind: A ``DecisionKind``.
        if_nobody_acts: A ``Consequence``, or empty where it is not known.
    """
    if kind == DecisionKind.TERMINATE:
        return True
    if kind == DecisionKind.LET_LAPSE:
        return if_nobody_acts not in _ENDS_BY_ITSELF
    return kind in _RENEWING and if_nobody_acts == Consequence.OPTION_IS_LOST
