"""Under which rule of a contract we end it: the choice of a decision, and where a notice leads out by it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from contracts_app.models import Contract
from renewals.models import Decision, Notice
from renewals.rules.decision import DecisionKind
from renewals.rules.ending import exit_of_notice
from renewals.rules.ending_rule import (
    NON_RENEWAL,
    EndingRule,
    ending_rule,
    ending_rules,
    entry_of,
    rule_for,
)
from renewals.rules.notice import NoticeRule
from renewals.rules.terms_input import TermsInputError, parse_terms

_RENEWING = (DecisionKind.RENEW, DecisionKind.RENEW_WITH_CHANGES)


def deadline_input(contract: Contract) -> dict[str, Any]:
    """Return what the deadline of a contract rests on: its terms and its notice rules."""
    scope = Contract.objects.for_system("what is agreed about notices")
    notices = Notice.objects.for_system("options that were exercised")
    return notices.records_of(scope.filter(pk=contract.pk))[contract.pk]


def choice_of(contract: Contract, kind: str, wanted: str, on: dt.date) -> EndingRule | None:
    """Return the rule under which a decision ends a contract; None where it has no such rule.

    Args:
        contract: The contract.
        kind: The kind of decision; letting it lapse takes the ordinary rule before any other.
        wanted: A key of ``ENDING_RULES``; empty for the one with the earliest exit.
        on: The day of the decision, in the zone of the contract.

    Raises:
        LookupError: The contract has no such rule of ours.
    """
    found = ending_rules(deadline_input(contract), on)
    if kind == DecisionKind.LET_LAPSE:
        found = tuple(sorted(found, key=lambda one: one.kind != NON_RENEWAL))
    if not wanted:
        return found[0] if found else None
    chosen = next((one for one in found if one.kind == wanted), None)
    if chosen is None:
        raise LookupError(wanted)
    return chosen


def entry_for(record: dict[str, Any], decision: Decision) -> dict[str, Any] | None:
    """Return the recorded rule that the notice of a decision is given under; None where there is none."""
    if decision.kind in _RENEWING:
        leads: dict[str, Any] | None = next(
            (one for one in record["rules"] if one["notice"] is record["notice"]), None
        )
        return leads
    return entry_of(record, rule_for(record, decision.notice_rule))


def parsed_rule(record: dict[str, Any], decision: Decision) -> NoticeRule | None:
    """Return the rule that the notice of a decision is given under; None where its facts contradict."""
    entry = entry_for(record, decision)
    if entry is None:
        return None
    try:
        return parse_terms({"term": record["term"], "notice": entry["notice"]})[1]
    except TermsInputError:
        return None


def way_given_on(record: dict[str, Any], decision: Decision, given: dt.date) -> EndingRule | None:
    """Return where the rule of a decision leads out if notice is given on a day; None without a rule."""
    return ending_rule(record, rule_for(record, decision.notice_rule), given)


def exit_given_on(
    record: dict[str, Any], notice: Notice, given: dt.date | None, sent: dt.date | None
) -> dt.date | None:
    """Return the last day in force that a notice of ours leads to.

    Where the exit moves with the day, it is that of the day; else no earlier than the letter says. Where the
    day is not known it is what the letter says, but no earlier than a notice received when it was sent.

    Args:
        record: What is agreed, as :func:`deadline_input` gives it.
        notice: The notice.
        given: The day on which it was given, as its rule counts; None where that is not known.
        sent: The day on which it was sent; None where it was not.
    """
    stated, moves = notice.said_exit_date, notice.given_by_date is not None
    day = given or (sent if moves else None)
    if day is None or notice.decision is None or notice.kind == Notice.Kind.OPTION_EXERCISE:
        return stated
    way = way_given_on(record, notice.decision, day)
    if way is None or way.exit_date is None:
        return stated
    return way.exit_date if moves and given else exit_of_notice(stated, way.exit_date)
