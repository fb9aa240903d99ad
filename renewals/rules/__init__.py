"""The deadline engine: pure rules that turn a contract's terms into dates, and say why.

Nothing here knows Django, a database or a clock: the day asked about is always an argument. The door
is :func:`compute_deadline`; ``docs/rules/deadlines.md`` has the rules and their table.
"""

from renewals.rules.answer import (
    Consequence,
    DeadlineAnswer,
    DeadlineStatus,
    NextExit,
    Reading,
    SendBy,
    Step,
)
from renewals.rules.deadline import compute_deadline
from renewals.rules.notice import (
    Anchor,
    DeliveryMethod,
    NoticeRule,
    NoticeSpan,
    NoticeTest,
    NoticeUnit,
    Party,
    Roll,
)
from renewals.rules.term import AfterLastTerm, Term, TermType

__all__ = [
    "AfterLastTerm",
    "Anchor",
    "Consequence",
    "DeadlineAnswer",
    "DeadlineStatus",
    "DeliveryMethod",
    "NextExit",
    "NoticeRule",
    "NoticeSpan",
    "NoticeTest",
    "NoticeUnit",
    "Party",
    "Reading",
    "Roll",
    "SendBy",
    "Step",
    "Term",
    "TermType",
    "compute_deadline",
]
