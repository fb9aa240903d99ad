"""Terms and notice rules in a few words, for the tables of the rule tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.rules.periods import Period
from renewals.rules import (
    Anchor,
    DeadlineAnswer,
    DeliveryMethod,
    NoticeRule,
    NoticeSpan,
    NoticeUnit,
    Term,
    TermType,
    compute_deadline,
)


def day(text: str) -> date:
    """Return a date written as ISO."""
    return date.fromisoformat(text)


def span(text: str) -> Period:
    """Return a period written as "12 months"."""
    n, unit = text.split()
    return Period(int(n), unit)  # type: ignore[arg-type]


def a_term(kind: str, start: str, first: str | None = None, later: str | None = None, **more: Any) -> Term:
    """Return terms; a first term written as a date is a stated end."""
    facts: dict[str, Any] = {"type": TermType(kind), "start_date": day(start)}
    if first:
        facts |= {"end_date": day(first)} if "-" in first else {"initial_term": span(first)}
    if later:
        facts["renewal_term"] = span(later)
    if minimum := more.pop("minimum", None):
        facts["minimum_term"] = span(minimum)
    return Term(**facts, **more)


def a_notice(text: str, anchor: str = "term_end", **more: Any) -> NoticeRule:
    """Return a notice rule whose length is written as "60 calendar_days"."""
    n, unit = text.split()
    if earliest := more.pop("earliest", None):
        count, kind = earliest.split()
        more["earliest"] = NoticeSpan(int(count), NoticeUnit(kind))
    if methods := more.pop("methods", None):
        more["methods"] = tuple(DeliveryMethod(name, days) for name, days in methods.items())
    return NoticeRule(quantity=int(n), unit=NoticeUnit(unit), anchor=Anchor(anchor), **more)


def ask(term: Term, notice: NoticeRule | None, as_of: str, **more: Any) -> DeadlineAnswer:
    """Return the engine's answer on a day written as ISO."""
    return compute_deadline(term, notice, day(as_of), **more)


def codes(answer: DeadlineAnswer) -> list[str]:
    """Return the codes of an answer's steps, in order."""
    return [step.code for step in answer.steps]
