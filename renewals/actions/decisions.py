"""Deciding: a decision is recorded, confirmed or rejected by a second person, withdrawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from enum import StrEnum
from typing import Any, Final

from contracts_app.actions.locking import lock_contract
from contracts_app.models import Contract
from contracts_app.rules.lifecycle import NOTICE_SERVED
from contracts_app.rules.text import clean_lines
from core import registry
from core.access import require
from core.audit import Actor, action
from core.audit.action import tell_database
from core.errors import UserError
from core.reminders.shapes import date_in
from core.rules.wording import weekday_date
from renewals.actions.deadlines import write_deadlines
from renewals.actions.ending_rules import choice_of
from renewals.actions.versions import compare_version
from renewals.models import Deadline, Decision, DecisionThreshold, Service
from renewals.permissions import may_approve, may_decide
from renewals.reminders.answer_planning import plan_answers
from renewals.rules.decision import DecisionKind, find_move, needs_notice, why_four_eyes
from renewals.rules.ending_rule_words import rows_of
from renewals.rules.service import SERVING

LONGEST_REASON: Final = 5_000


class Refusal(StrEnum):
    """Why a decision is not taken as it was meant."""

    NO_DEADLINE = "no_deadline"
    DEADLINE_MOVED = "deadline_moved"
    NOTICE_SERVED = "notice_served"
    NO_REASON = "no_reason"
    TOO_LONG = "too_long"
    UNKNOWN_KIND = "unknown_kind"
    OWN_DECISION = "own_decision"
    NO_SUCH_MOVE = "no_such_move"
    NO_SUCH_RULE = "no_such_rule"


class UnableToDecide(UserError):
    """The decision cannot be recorded or moved on; ``code`` is one of ``Refusal``."""

    code = "unable_to_decide"

    def __init__(self, refusal: Refusal, message: str, field: str = "") -> None:
        super().__init__(message, code=refusal.value, fields={field: [message]} if field else None)


@action
def record_decision(
    *,
    actor: Actor,
    contract: Contract,
    kind: str,
    reason: str,
    now: dt.datetime,
    deadline_version: int | None = None,
    notice_rule: str = "",
) -> Decision:
    """Record what a person decides about the present deadline of a contract, with what they saw.

    It is in force at once, or proposed where a second person must confirm it. What stood before about the
    same act-by date is superseded: a proposal by any new decision, a decision in force by one that comes
    into force.

    Args:
        actor: The person who decides.
        contract: As read by the person.
        kind: A ``DecisionKind``.
        reason: Why, in the person's words.
        now: When.
        deadline_version: The version of the deadline that the person read; None skips the comparison.
        notice_rule: Of a termination, under which rule of ours notice is given (``ENDING_RULES``); empty for
            the one with the earliest exit that can still be reached.

    Raises:
        NotAllowed: The person does not decide on this contract.
        UnableToDecide: The reason is missing, or the deadline moved meanwhile, or there is none, or the
            contract has no such rule.
    """
    row = lock_contract(contract, None)
    require(may_decide(actor, row), "decide on this contract")
    assert actor.user is not None
    reason = _reason(kind, reason)
    deadline = _deadline(row, deadline_version)
    thresholds = DecisionThreshold.objects.for_system("who must confirm the decision").by_currency()
    because = why_four_eyes(deadline.amount_at_stake, deadline.currency, thresholds)
    dates, section = _way_out(row, deadline, kind, notice_rule, now)
    tell_database(actor.with_reason(reason))
    made = Decision(
        contract=row,
        deadline=deadline,
        term_number=deadline.term_number,
        **dates,
        kind=kind,
        reason=reason,
        status=Decision.Status.PROPOSED if because else Decision.Status.IN_FORCE,
        needs_notice=needs_notice(kind, deadline.if_nobody_acts),
        needs_approval=bool(because),
        approval_because=because,
        amount_at_stake=deadline.amount_at_stake,
        currency=deadline.currency,
        snapshot=snapshot_of(row, actor.user, now) + section,
        decided_by=actor.user,
        decided_at=now,
    )
    _supersede(made, actor, now)
    made.save()
    _remind_anew(row, now, f"{made.get_kind_display()}: {made.get_status_display().lower()}.")
    return made


def snapshot_of(contract: Contract, user: Any, now: dt.datetime) -> list[dict[str, Any]]:
    """Return what the apps have to say about a contract now, by section; empty sections are left out."""
    sections = []
    for entry in registry.decision_sections:
        content = entry.content(contract, user, now) if "decision" in entry.shown_in else None
        if content and content.rows:
            rows = [[label, value] for label, value in content.rows]
            sections.append({"key": entry.key, "label": entry.label, "rows": rows})
    return sections


def _way_out(
    contract: Contract, deadline: Deadline, kind: str, wanted: str, now: dt.datetime
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the dates of the exit that is decided and the section of the snapshot on its notice rule."""
    dates = asdict(deadline.point)
    if wanted and kind != DecisionKind.TERMINATE:
        message = "Only a termination is given under a rule of your choice. Leave it out."
        raise UnableToDecide(Refusal.NO_SUCH_RULE, message, "notice_rule")
    if kind not in (DecisionKind.TERMINATE, DecisionKind.LET_LAPSE):
        return dates, []
    if not needs_notice(kind, deadline.if_nobody_acts):
        return dates, []
    try:
        rule = choice_of(contract, kind, wanted, date_in(deadline.timezone, now))
    except LookupError:
        message = f"{contract.number} has no such rule of ours. Choose one that is recorded."
        raise UnableToDecide(Refusal.NO_SUCH_RULE, message, "notice_rule") from None
    if rule is None:
        return dates | {"send_by_date": None, "notice_by_date": None}, []
    names = ("exit_date", "notice_by_date", "send_by_date", "given_by_date")
    dates |= {name: getattr(rule, name) for name in names} | {"notice_rule": rule.kind}
    return dates, [
        {"key": "notice_rule", "label": "Rule for the notice", "rows": [list(row) for row in rows_of(rule)]}
    ]


def _reason(kind: str, reason: str) -> str:
    if kind not in set(DecisionKind):
        raise UnableToDecide(Refusal.UNKNOWN_KIND, "Choose what becomes of the contract.", "kind")
    return checked_reason(reason, "Say why. The reason is kept with the decision.")


def checked_reason(reason: str, missing: str) -> str:
    """Return a reason that was given, cleaned.

    Raises:
        UnableToDecide: It is missing (then ``missing`` says so) or too long.
    """
    reason = clean_lines(reason)
    if not reason:
        raise UnableToDecide(Refusal.NO_REASON, missing, "reason")
    if len(reason) > LONGEST_REASON:
        words = f"The reason has {len(reason):,} characters; at most {LONGEST_REASON:,} fit. Shorten it."
        raise UnableToDecide(Refusal.TOO_LONG, words, "reason")
    return reason


def _deadline(contract: Contract, version: int | None) -> Deadline:
    if contract.status == NOTICE_SERVED:
        words = f"Notice of {contract.number} was served. Withdraw the notice first to decide otherwise."
        raise UnableToDecide(Refusal.NOTICE_SERVED, words)
    scope = Deadline.objects.for_system("the deadline that is decided on")
    deadline = scope.current().filter(contract=contract).first()
    if deadline is None or deadline.status == Deadline.Status.EXPIRED:
        words = f"{contract.number} is not in force: there is nothing to decide."
        raise UnableToDecide(Refusal.NO_DEADLINE, words)
    if version is not None and deadline.version != version:
        act_by = deadline.point.act_by_date
        now_it_is = f": act by {weekday_date(act_by)}" if act_by else ""
        words = f"The deadline of {contract.number} changed while you worked{now_it_is}. Read it and repeat."
        raise UnableToDecide(Refusal.DEADLINE_MOVED, words)
    return deadline


def _supersede(made: Decision, actor: Actor, now: dt.datetime) -> None:
    """End what stood before about the same contract and act-by date."""
    scope = Decision.objects.for_system("what the new decision takes the place of").standing()
    others = scope.select_for_update().filter(contract_id=made.contract_id, act_by_date=made.act_by_date)
    for other in others.exclude(pk=made.pk):
        if other.status == Decision.Status.PROPOSED or made.status == Decision.Status.IN_FORCE:
            _end(other, "supersede", actor, now, "Another decision took its place.")


def _end(decision: Decision, verb: str, actor: Actor, now: dt.datetime, because: str) -> None:
    services = Service.objects.for_system("whether notice of the decision was sent")
    if services.filter(notice__decision=decision, status__in=SERVING).exists():
        words = "Notice of the decision in force was sent. Record first that the service is withdrawn."
        raise UnableToDecide(Refusal.NOTICE_SERVED, words)
    decision.status = _target(decision, verb)
    decision.ended_by = actor.user
    decision.ended_at = now
    decision.ended_because = because
    decision.save(update_fields=["status", "ended_by", "ended_at", "ended_because"])


def _target(decision: Decision, verb: str) -> str:
    move = find_move(verb, decision.status)
    if move is None:
        state = decision.get_status_display().lower()
        words = f"This decision is {state} now; nothing was changed."
        raise UnableToDecide(Refusal.NO_SUCH_MOVE, words)
    return move.target.value


def lock_decision(decision: Decision) -> tuple[Contract, Decision]:
    """Lock the contract and then the decision, always in this order, and return both fresh."""
    contract = lock_contract(decision.contract, None)
    scope = Decision.objects.for_system("a decision that its reader moves on")
    row = scope.select_for_update(of=("self",)).get(pk=decision.pk)
    row.contract = contract
    return contract, row


@action
def approve_decision(
    *, actor: Actor, decision: Decision, now: dt.datetime, expected_version: int | None = None
) -> Decision:
    """Confirm what somebody else decided; it comes into force and takes the place of what stood before.

    Who decided is told by a message, as of a rejection.

    Raises:
        NotAllowed: The person may not confirm decisions of this department.
        StaleObject: Somebody else changed it since ``expected_version``; None skips the comparison.
        UnableToDecide: It is their own, it is no longer proposed, or the act-by date moved since.
    """
    contract, row = lock_decision(decision)
    _require_second(actor, contract, row)
    compare_version(row, expected_version, "decision")
    target = _target(row, "approve")
    deadline = _deadline(contract, None)
    if deadline.point.act_by_date != row.act_by_date:
        words = "The act-by date moved since this was proposed. Reject it, so that it is decided anew."
        raise UnableToDecide(Refusal.DEADLINE_MOVED, words)
    row.status = target
    row.approved_by = actor.user
    row.approved_at = now
    _supersede(row, actor, now)
    row.save(update_fields=["status", "approved_by", "approved_at"])
    _remind_anew(contract, now, f"{row.get_kind_display()}: confirmed.")
    plan_answers([row.pk], now=now, why="It was answered anew.")
    return row


@action
def reject_decision(
    *, actor: Actor, decision: Decision, reason: str, now: dt.datetime, expected_version: int | None = None
) -> Decision:
    """Refuse what somebody else decided, with a reason; the contract stays undecided.

    Raises:
        NotAllowed: The person may not confirm decisions of this department.
        StaleObject: Somebody else changed it since ``expected_version``; None skips the comparison.
        UnableToDecide: It is their own, it is no longer proposed, or the reason is missing.
    """
    contract, row = lock_decision(decision)
    _require_second(actor, contract, row)
    compare_version(row, expected_version, "decision")
    reason = checked_reason(reason, "Say why it is rejected. The reason is kept with the decision.")
    tell_database(actor.with_reason(reason))
    _end(row, "reject", actor, now, reason)
    _remind_anew(contract, now, "The decision was rejected.")
    plan_answers([row.pk], now=now, why="It was answered anew.")
    return row


def _require_second(actor: Actor, contract: Contract, decision: Decision) -> None:
    require(may_approve(actor, contract), "confirm or reject decisions about this contract")
    if actor.user is not None and actor.user.pk == decision.decided_by_id:
        words = "You made this decision. Somebody else must confirm or reject it; you can withdraw it."
        raise UnableToDecide(Refusal.OWN_DECISION, words)


@action
def withdraw_decision(
    *, actor: Actor, decision: Decision, reason: str, now: dt.datetime, expected_version: int | None = None
) -> Decision:
    """Take a decision back, with a reason; the contract is undecided again.

    Raises:
        NotAllowed: The person does not decide on this contract.
        StaleObject: Somebody else changed it since ``expected_version``; None skips the comparison.
        UnableToDecide: It no longer stands, notice of it was served, or the reason is missing.
    """
    contract, row = lock_decision(decision)
    require(may_decide(actor, contract), "withdraw decisions about this contract")
    compare_version(row, expected_version, "decision")
    if contract.status == NOTICE_SERVED and row.status == Decision.Status.IN_FORCE:
        words = f"Notice of {contract.number} was served. Withdraw the notice first."
        raise UnableToDecide(Refusal.NOTICE_SERVED, words)
    reason = checked_reason(reason, "Say why it is withdrawn. The reason is kept with the decision.")
    tell_database(actor.with_reason(reason))
    _end(row, "withdraw", actor, now, reason)
    _remind_anew(contract, now, "The decision was withdrawn.")
    return row


def _remind_anew(contract: Contract, now: dt.datetime, why: str) -> None:
    """Plan what is owed now that it was decided, or no longer is."""
    write_deadlines([contract.pk], now=now, reason=why, why=why)
