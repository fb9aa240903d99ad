"""The vendor's notices: what becomes of one, and whether it came in time by the vendor's own notice rule.

1. A vendor's notice moves only along the rows of ``TRANSITIONS``. Accepted, a non-renewal or termination ends
   the contract on its effective date; refused, withdrawn or open, it changes nothing.
2. A price increase is dealt with or withdrawn; it ends nothing.
3. A notice is in time when the day it names is no earlier than the first exit that a notice received on its
   day reaches, by the vendor's notice rule. Before the window it is too early.
4. Where the rule asks for sending, receipt in time proves sending in time; receipt after it proves nothing.
5. Without a notice rule of the vendor, or where facts are missing, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from renewals.rules.answer import DeadlineStatus, Step
from renewals.rules.deadline import compute_deadline
from renewals.rules.letter import ENDING_KINDS, NoticeKind
from renewals.rules.notice import NoticeRule, NoticeTest
from renewals.rules.term import Term
from renewals.rules.terms_input import TermsInputError, parse_terms

#: Kinds that end the contract once they are accepted.


class VendorOutcome(StrEnum):
    """What became of a vendor's notice; none yet while it is open."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class VendorMove:
    """One permitted move: ``verb`` takes a notice of ``kinds`` from one of ``sources`` to ``target``.

    ``""`` is open, before and after.
    """

    verb: str
    sources: frozenset[str]
    target: str
    label: str
    kinds: frozenset[NoticeKind]
    needs_reason: bool = True


_ANY: Final = ENDING_KINDS | {NoticeKind.PRICE_INCREASE}
_ANSWERED: Final = frozenset({VendorOutcome.ACCEPTED.value, VendorOutcome.REFUSED.value, "settled"})
_OPEN: Final = frozenset({""})

TRANSITIONS: Final[tuple[VendorMove, ...]] = (
    VendorMove("accept", _OPEN, VendorOutcome.ACCEPTED, "Accept: the contract ends", ENDING_KINDS, False),
    VendorMove("refuse", _OPEN, VendorOutcome.REFUSED, "Refuse: the contract goes on", ENDING_KINDS),
    VendorMove(
        "settle", _OPEN, VendorOutcome.SETTLED, "Record what was done", frozenset({NoticeKind.PRICE_INCREASE})
    ),
    VendorMove("withdraw", _ANSWERED | _OPEN, VendorOutcome.WITHDRAWN, "The vendor withdrew it", _ANY),
    VendorMove("reopen", _ANSWERED, "", "Reopen", _ANY),
)


def vendor_moves_from(kind: str, outcome: str) -> tuple[VendorMove, ...]:
    """Return the moves that a vendor's notice may make, in table order."""
    return tuple(move for move in TRANSITIONS if kind in move.kinds and outcome in move.sources)


def find_vendor_move(verb: str, kind: str, outcome: str) -> VendorMove | None:
    """Return the move that ``verb`` makes, None when the table has no such row."""
    return next((move for move in vendor_moves_from(kind, outcome) if move.verb == verb), None)


class Verdict(StrEnum):
    """Whether a vendor's notice came in time."""

    IN_TIME = "in_time"
    TOO_EARLY = "too_early"
    LATE = "late"
    UNKNOWN = "unknown"
    NO_RULE = "no_rule"


@dataclass(frozen=True, slots=True)
class Examined:
    """The verdict on a vendor's notice, and why.

    Attributes:
        verdict: In time or not.
        notice_by_date: The vendor's last day to give notice for the exit at hand when it was received.
        earliest_exit_date: The first exit that it reaches; None where that cannot be told.
        steps: The computation by the vendor's rule.
    """

    verdict: Verdict
    notice_by_date: date | None = None
    earliest_exit_date: date | None = None
    steps: tuple[Step, ...] = ()


_RULES_OF: Final[dict[str, tuple[str, ...]]] = {
    NoticeKind.NON_RENEWAL: ("non_renewal", "convenience"),
    NoticeKind.TERMINATION: ("convenience", "non_renewal"),
}


def examine_recorded(record: Mapping[str, Any], kind: str, received: date, exit_date: date) -> Examined:
    """Return whether a vendor's notice came in time, by the terms and the vendor's rule as recorded.

    Args:
        record: As ``ContractQuerySet.deadline_inputs`` gives it; ``rules`` has the vendor's.
        kind: A kind that ends the contract.
        received: The day on which we received it.
        exit_date: The last day in force that it names.
    """
    theirs = {one["kind"]: one["notice"] for one in record["rules"] if one["notice"]["party"] == "vendor"}
    found = next((theirs[name] for name in _RULES_OF[kind] if name in theirs), None)
    if found is None:
        return Examined(Verdict.NO_RULE)
    try:
        term, rule = parse_terms({"term": record["term"], "notice": found})
    except TermsInputError as error:
        names = ", ".join(sorted({name.rsplit(".", 1)[-1] for name in error.fields}))
        return Examined(Verdict.UNKNOWN, steps=(Step.of("missing", names=names),))
    assert rule is not None
    return examine(term, rule, received, exit_date)


def examine(term: Term, rule: NoticeRule, received: date, exit_date: date) -> Examined:
    """Return whether a notice of the vendor came in time for the exit that it names; days inclusive."""
    answer = compute_deadline(term, rule, received)
    reached = answer.earliest_exit_date
    return Examined(
        _verdict(answer.status, rule, reached, exit_date), answer.notice_by_date, reached, answer.steps
    )


def _verdict(status: DeadlineStatus, rule: NoticeRule, reached: date | None, exit_date: date) -> Verdict:
    if status in (DeadlineStatus.UNKNOWN, DeadlineStatus.EXPIRED) or reached is None:
        return Verdict.UNKNOWN
    if status is DeadlineStatus.OPEN:
        return Verdict.TOO_EARLY
    if reached <= exit_date:
        return Verdict.IN_TIME
    return Verdict.UNKNOWN if rule.test is NoticeTest.SENT else Verdict.LATE
