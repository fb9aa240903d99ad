"""The deadlines of many contracts at once.

1. Each answer is the one that :func:`renewals.rules.recorded.deadline_of` gives for the same question.
2. The work is done in phases, one after the other for a hundred contracts: all are read, then all are found,
   then all are told. A processor that does one thing again and again keeps it at hand: a contract
   takes a third less time than from beginning to end, one after the other.
3. What is rare (a notice that ends the contract, a second rule, contradicting terms) is answered by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from core.rules.value import value
from renewals.rules.answer import DeadlineAnswer
from renewals.rules.both_rules import CONVENIENCE
from renewals.rules.deadline import compute_deadlines
from renewals.rules.notice import NoticeRule
from renewals.rules.recorded import deadline_of
from renewals.rules.term import Term
from renewals.rules.terms_input import TermsInputError, parse_terms

PHASE: Final = 128
"""How many contracts go through a phase together."""


@value()
class Question:
    """One contract as recorded, the day asked about, and the working days between act-by and send-by."""

    record: Mapping[str, Any]
    as_of: date
    lead_days: int = 0


def deadlines_of(questions: Sequence[Question], *, explain: bool = True) -> list[DeadlineAnswer]:
    """Return the answer to each question, in their order.

    Args:
        questions: What is asked.
        explain: Whether to give the steps.
    """
    found: list[DeadlineAnswer] = []
    for start in range(0, len(questions), PHASE):
        found += _phase(questions[start : start + PHASE], explain)
    return found


def _phase(questions: Sequence[Question], explain: bool) -> Iterator[DeadlineAnswer]:
    read = [_read(question.record) for question in questions]
    plain = iter(
        compute_deadlines(
            [
                (*facts, question.as_of, question.lead_days, question.record["locked_reading"])
                for facts, question in zip(read, questions, strict=True)
                if facts is not None
            ],
            explain=explain,
        )
    )
    for facts, question in zip(read, questions, strict=True):
        if facts is not None:
            yield next(plain)
        else:
            yield deadline_of(question.record, question.as_of, lead_days=question.lead_days, explain=explain)


def _read(record: Mapping[str, Any]) -> tuple[Term, NoticeRule | None] | None:
    """Return the terms and the rule of a plain record; None for one that is answered by itself."""
    if record.get("ending") or record.get(CONVENIENCE) is not None:
        return None
    try:
        return parse_terms(record)
    except TermsInputError:
        return None
