"""The lifecycle of a contract, as a transition table.

1. A contract moves only along the rows of ``TRANSITIONS``; the verb names the move.
2. ``supersede`` and ``terminate`` need a reason; ``close`` ends the record when
   nothing survives that must be tracked.
3. The renewal window, a missed deadline and the like are not statuses: they are
   derived from the deadline at reading time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DRAFT: Final = "draft"
IN_REVIEW: Final = "in_review"
APPROVED: Final = "approved"
OUT_FOR_SIGNATURE: Final = "out_for_signature"
EXECUTED: Final = "executed"
ACTIVE: Final = "active"
NOTICE_SERVED: Final = "notice_served"
HOLDOVER: Final = "holdover"
EXPIRED: Final = "expired"
TERMINATED: Final = "terminated"
SUPERSEDED: Final = "superseded"
CLOSED: Final = "closed"

STATUS_LABELS: Final[dict[str, str]] = {
    DRAFT: "Draft",
    IN_REVIEW: "In review",
    APPROVED: "Approved",
    OUT_FOR_SIGNATURE: "Out for signature",
    EXECUTED: "Executed",
    ACTIVE: "Active",
    NOTICE_SERVED: "Notice served",
    HOLDOVER: "Holdover",
    EXPIRED: "Expired",
    TERMINATED: "Terminated",
    SUPERSEDED: "Superseded",
    CLOSED: "Closed",
}

#: The mark that stands before each status word (see ``core.pages.status``).
STATUS_LOOKS: Final[dict[str, str]] = {
    DRAFT: "draft",
    IN_REVIEW: "review",
    APPROVED: "review",
    OUT_FOR_SIGNATURE: "review",
    EXECUTED: "active",
    ACTIVE: "active",
    NOTICE_SERVED: "done",
    HOLDOVER: "act",
    EXPIRED: "draft",
    TERMINATED: "draft",
    SUPERSEDED: "draft",
    CLOSED: "draft",
}

#: Before anything is owed: no deadline runs.
NOT_YET_IN_FORCE: Final = frozenset({DRAFT, IN_REVIEW, APPROVED, OUT_FOR_SIGNATURE})
#: Deadlines and reminders run for these.
IN_FORCE: Final = frozenset({EXECUTED, ACTIVE, NOTICE_SERVED, HOLDOVER})
#: Over: kept for the record.
ENDED: Final = frozenset({EXPIRED, TERMINATED, SUPERSEDED, CLOSED})


@dataclass(frozen=True, slots=True)
class Transition:
    """One permitted move: ``verb`` takes a contract from ``source`` to ``target``."""

    verb: str
    source: str
    target: str
    label: str
    needs_reason: bool = False


TRANSITIONS: Final[tuple[Transition, ...]] = (
    Transition("submit", DRAFT, IN_REVIEW, "Submit for review"),
    Transition("return", IN_REVIEW, DRAFT, "Return to draft", needs_reason=True),
    Transition("approve", IN_REVIEW, APPROVED, "Approve"),
    Transition("reopen", APPROVED, IN_REVIEW, "Reopen review", needs_reason=True),
    Transition("send", APPROVED, OUT_FOR_SIGNATURE, "Send for signature"),
    Transition("recall", OUT_FOR_SIGNATURE, APPROVED, "Recall from signature", needs_reason=True),
    Transition("execute", OUT_FOR_SIGNATURE, EXECUTED, "Record signature"),
    Transition("activate", EXECUTED, ACTIVE, "Activate"),
    Transition("serve_notice", ACTIVE, NOTICE_SERVED, "Record notice served"),
    Transition("withdraw_notice", NOTICE_SERVED, ACTIVE, "Withdraw notice", needs_reason=True),
    Transition("hold_over", ACTIVE, HOLDOVER, "Continue in holdover"),
    Transition("serve_notice", HOLDOVER, NOTICE_SERVED, "Record notice served"),
    Transition("renew", HOLDOVER, ACTIVE, "Renew"),
    Transition("expire", ACTIVE, EXPIRED, "Record expiry"),
    Transition("expire", NOTICE_SERVED, EXPIRED, "Record expiry"),
    Transition("expire", HOLDOVER, EXPIRED, "Record expiry"),
    Transition("terminate", EXECUTED, TERMINATED, "Terminate", needs_reason=True),
    Transition("terminate", ACTIVE, TERMINATED, "Terminate", needs_reason=True),
    Transition("terminate", NOTICE_SERVED, TERMINATED, "Terminate", needs_reason=True),
    Transition("terminate", HOLDOVER, TERMINATED, "Terminate", needs_reason=True),
    Transition("supersede", EXECUTED, SUPERSEDED, "Supersede", needs_reason=True),
    Transition("supersede", ACTIVE, SUPERSEDED, "Supersede", needs_reason=True),
    Transition("supersede", HOLDOVER, SUPERSEDED, "Supersede", needs_reason=True),
    Transition("supersede", EXPIRED, SUPERSEDED, "Supersede", needs_reason=True),
    Transition("reinstate", EXPIRED, ACTIVE, "Reinstate", needs_reason=True),
    Transition("close", EXPIRED, CLOSED, "Close"),
    Transition("close", TERMINATED, CLOSED, "Close"),
    Transition("close", SUPERSEDED, CLOSED, "Close"),
    Transition("abandon", DRAFT, CLOSED, "Abandon draft", needs_reason=True),
)


def transitions_from(status: str) -> tuple[Transition, ...]:
    """Return the moves that a contract in ``status`` may make, in table order."""
    return tuple(move for move in TRANSITIONS if move.source == status)


def find_transition(verb: str, status: str) -> Transition | None:
    """Return the move that ``verb`` makes from ``status``, None when the table has no such row."""
    return next((move for move in TRANSITIONS if move.verb == verb and move.source == status), None)
