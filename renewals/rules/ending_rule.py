"""The rules of ours under which a contract can be terminated, and where each leads out on a day.

1. They are the ordinary rule on non-renewal and the one on termination for convenience. The exercise of an
   option is none of them: not exercising it needs no notice.
2. Each leads out on the first exit that a notice given on the day reaches; ``notice_by_date`` is the last day
   for this exit, None where notice can be given at any time.
3. The earliest exit stands first, on the same day that of the ordinary rule, and what is not known last.
4. An exit moves where notice is given at any time, and where it counts to the end of a month or quarter or to
   a fixed day: then it holds only for a notice given by ``given_by_date``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from renewals.rules.answer import DeadlineAnswer
from renewals.rules.deadline import compute_deadline
from renewals.rules.notice import PERIODIC, NoticeRule, NoticeTest
from renewals.rules.terms_input import TermsInputError, parse_terms

NON_RENEWAL: Final = "non_renewal"
#: Kinds of notice rules that end a contract, the ordinary one first.
ENDING_RULES: Final[dict[str, str]] = {
    NON_RENEWAL: "Non-renewal",
    "convenience": "Termination for convenience",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingRule:
    """One rule under which notice can be given, on one day; all dates inclusive, None where not known.

    Attributes:
        kind: A key of ``ENDING_RULES``.
        clause_ref: The clause that the rule rests on.
        test: What must have happened by the last day: sending or receipt.
        exit_date: The last day in force.
        notice_by_date: The last day to give notice for this exit.
        send_by_date: The last day to send it.
        given_by_date: Where the exit moves, the day by which notice must be given for this one; else None.
    """

    kind: str
    clause_ref: str = ""
    test: NoticeTest = NoticeTest.RECEIVED
    exit_date: date | None = None
    notice_by_date: date | None = None
    send_by_date: date | None = None
    given_by_date: date | None = None

    @property
    def label(self) -> str:
        """What the rule is called."""
        return ENDING_RULES[self.kind]


def ending_rules(record: Mapping[str, Any], as_of: date) -> tuple[EndingRule, ...]:
    """Return the rules under which we can end a contract, the one with the earliest exit first.

    Args:
        record: As ``ContractQuerySet.deadline_inputs`` gives it; ``rules`` has ours and the vendor's.
        as_of: The day on which notice would be given.
    """
    found = (ending_rule(record, kind, as_of) for kind in ENDING_RULES)
    known = [one for one in found if one is not None]
    return tuple(sorted(known, key=lambda one: one.exit_date or date.max))


def ending_rule(record: Mapping[str, Any], kind: str, as_of: date) -> EndingRule | None:
    """Return one of the rules under which we can end a contract; None where it has no such rule of ours."""
    entry = entry_of(record, kind)
    if entry is None:
        return None
    raw = entry["notice"]
    test = NoticeTest(raw.get("test") or NoticeTest.RECEIVED)
    plain = EndingRule(kind=kind, clause_ref=raw.get("clause_ref") or "", test=test)
    try:
        term, rule = parse_terms({"term": record["term"], "notice": raw})
    except TermsInputError:
        return plain
    assert rule is not None
    locked = entry["locked_reading"] or None
    return _with_dates(plain, rule, compute_deadline(term, rule, as_of, locked_reading=locked, explain=False))


def entry_of(record: Mapping[str, Any], kind: str) -> dict[str, Any] | None:
    """Return our notice rule of a kind as recorded, with its addresses; None where there is none."""
    ours = (one for one in record["rules"] if one["notice"]["party"] == "us" and one["kind"] == kind)
    return next(ours, None)


def rule_for(record: Mapping[str, Any], kind: str) -> str:
    """Return under which rule a notice is given whose decision names ``kind``, or the ordinary one.

    Empty where the contract has no rule under which we can end it.
    """
    if kind:
        return kind
    return next((one for one in ENDING_RULES if entry_of(record, one) is not None), "")


def _with_dates(plain: EndingRule, rule: NoticeRule, answer: DeadlineAnswer) -> EndingRule:
    exit_date = answer.earliest_exit_date
    notice_by, send_by = _last_days(answer)
    given_by = None
    if exit_date is not None and answer.is_exit_moving:
        given_by = answer.as_of
    elif rule.anchor in PERIODIC:
        given_by = notice_by
    return EndingRule(
        kind=plain.kind,
        clause_ref=plain.clause_ref,
        test=plain.test,
        exit_date=exit_date,
        notice_by_date=notice_by,
        send_by_date=send_by,
        given_by_date=given_by,
    )


def _last_days(answer: DeadlineAnswer) -> tuple[date | None, date | None]:
    """Return the last days to give and to send notice for the earliest exit; None where it has none."""
    if answer.is_exit_moving:
        return None, None
    following = answer.next_exit
    if following is not None:
        return following.notice_by_date, following.send_by_date
    if answer.exit_date == answer.earliest_exit_date:
        return answer.notice_by_date, answer.send_by_date
    return None, None
