"""Which facts a deadline needs and does not have. Never a guess: they are named instead.

Names are the fields of the terms and of the notice rule: ``type``, ``start_date``,
``initial_term`` and ``end_date`` (either would do), ``end_event_date`` (the end counts from it),
``renewal_term``, ``minimum_term`` and ``minimum_event_date`` (of a minimum that counts from an event),
``notice`` (no rule at all), ``quantity``, ``unit``, ``anchor``, ``fixed_day``, ``calendar``.
"""

from __future__ import annotations

from core.rules.calendars import Calendar
from renewals.rules.notice import Anchor, NoticeRule, NoticeTest, NoticeUnit, Roll
from renewals.rules.term import (
    OPEN_ENDED,
    RENEWS_BY_ITSELF,
    AfterLastTerm,
    Phase,
    Position,
    Term,
    TermType,
    first_length,
    last_term_number,
    later_length,
)


def missing_terms(term: Term) -> list[str]:
    """Return the names of the facts about the term that are needed and not known."""
    missing = [] if term.type else ["type"]
    if term.start_date is None:
        missing.append("start_date")
    if term.type is None or term.type in OPEN_ENDED:
        return missing
    if first_length(term) is None:
        missing += _missing_end(term)
    if not term.renewal_as_initial and later_length(term) is None and _renews(term):
        missing.append("renewal_term")
    return missing


def _missing_end(term: Term) -> list[str]:
    """Return what the end of the first term needs: a length or a last day, or the day of an event."""
    if not term.end_event:
        return ["initial_term", "end_date"]
    missing = [] if term.initial_term is not None and term.initial_term.n else ["initial_term"]
    is_known = term.end_event_date is not None and missing
    return missing if is_known else [*missing, "end_event_date"]


def _renews(term: Term) -> bool:
    """Return whether the length of a renewal term decides any date."""
    if term.type is TermType.OPTION or term.renewal_by_agreement:
        return term.renewals_exercised > 0
    return term.type in RENEWS_BY_ITSELF and last_term_number(term) != 1


def missing_minimum(term: Term, rule: NoticeRule | None, position: Position | None) -> list[str]:
    """Return what a minimum that counts from an event needs; nothing where it decides no exit.

    It decides none where no notice leads out, where the contract is over, and where the notice leads out at
    the end of the last term, or at that of a term before an option: no later term of these is waited for.
    """
    if not term.minimum_event or rule is None or (position is not None and position.phase is Phase.ENDED):
        return []
    is_last = term.type is TermType.OPTION or (position is not None and position.is_last)
    ends_there = is_last and term.after_last_term is AfterLastTerm.LAPSE
    if ends_there and rule.anchor in (Anchor.TERM_END, Anchor.RENEWAL_DATE):
        return []
    missing = [] if term.minimum_term is not None and term.minimum_term.n else ["minimum_term"]
    return missing if term.minimum_event_date is not None else [*missing, "minimum_event_date"]


def missing_notice(
    term: Term, rule: NoticeRule | None, position: Position | None, calendar: Calendar | None
) -> list[str]:
    """Return the names of the facts about the notice rule that are needed and not known.

    A contract that ends, or runs on, by itself needs no rule. A rule that exists must be complete.
    """
    if rule is None:
        decides = term.type in RENEWS_BY_ITSELF or term.type is TermType.OPTION
        if position is not None:
            decides = decides and not position.is_last and position.phase in _RUNNING
        return ["notice"] if decides else []
    missing = [name for name in ("quantity", "unit", "anchor") if getattr(rule, name) is None]
    if rule.anchor is Anchor.FIXED_DAY and rule.fixed_day is None:
        missing.append("fixed_day")
    if calendar is None and (counts_business_days(rule) or sends_by_business_days(rule)):
        missing.append("calendar")
    return missing


_RUNNING = frozenset({Phase.NOT_STARTED, Phase.IN_FORCE})


def counts_business_days(rule: NoticeRule) -> bool:
    """Return whether the notice window cannot be found without a calendar."""
    earliest = rule.earliest is not None and rule.earliest.unit is NoticeUnit.BUSINESS_DAYS
    return rule.unit is NoticeUnit.BUSINESS_DAYS or rule.roll is Roll.PRECEDING or earliest


def sends_by_business_days(rule: NoticeRule) -> bool:
    """Return whether the last day to send cannot be found without a calendar."""
    if rule.test is NoticeTest.SENT:
        return False
    return any(method.deemed_business_days for method in rule.methods)


def is_countable(rule: NoticeRule, calendar: Calendar | None) -> bool:
    """Return whether the notice window can be found from what is known."""
    if rule.quantity is None or rule.unit is None or rule.anchor is None:
        return False
    if rule.anchor is Anchor.FIXED_DAY and rule.fixed_day is None:
        return False
    return calendar is not None or not counts_business_days(rule)
