"""Moving a contract along its lifecycle."""

from __future__ import annotations

import datetime as dt

from contracts_app import permissions
from contracts_app.actions.changing import finish
from contracts_app.actions.locking import lock_contract
from contracts_app.models import Contract
from contracts_app.rules.lifecycle import STATUS_LABELS, Transition, find_transition, transitions_from
from contracts_app.rules.text import clean_lines
from core.access import require
from core.audit import Actor, action
from core.audit.action import tell_database
from core.errors import UserError

LONGEST_REASON = 2_000


class UnableToMoveContract(UserError):
    """The contract does not make this move: its state has no such way out, or the reason is missing."""

    code = "unable_to_move_contract"


@action
def transition_contract(
    *,
    actor: Actor,
    contract: Contract,
    verb: str,
    on: dt.date,
    reason: str = "",
    expected_version: str | None = None,
) -> Contract:
    """Make the move that ``verb`` names; the reason is kept in the history.

    A second call finds the contract in its new state and is refused, unless that state has the same verb.

    Raises:
        NotAllowed: The person lacks ``contracts.transition`` in the contract's department.
        StaleObject: The contract changed since it was read.
        UnableToMoveContract: There is no such move from its state, or it needs a reason.
    """
    row = lock_contract(contract, expected_version)
    allowed = actor.user is None or permissions.can_transition(actor.user, row)
    require(allowed, "move this contract through its lifecycle")
    make_move(actor, row, verb, on, reason)
    return row


def make_move(actor: Actor, contract: Contract, verb: str, on: dt.date, reason: str = "") -> None:
    """Make a move of a locked contract inside an action that is under way and has checked who may.

    Raises:
        UnableToMoveContract: There is no such move from its state, or it needs a reason.
    """
    reason = clean_lines(reason)
    move = _find(contract, verb, reason)
    if reason:
        actor = actor.with_reason(reason)
        tell_database(actor)
    contract.status = move.target
    contract.save(update_fields=["status"])
    finish(actor, contract, {"status"}, set(), on)


def _find(contract: Contract, verb: str, reason: str) -> Transition:
    move = find_transition(verb, contract.status)
    if move is None:
        ways = ", ".join(way.label for way in transitions_from(contract.status)) or "none"
        state = STATUS_LABELS[contract.status]
        raise UnableToMoveContract(
            f"{contract.number} is in the state “{state}”; “{verb}” does not apply to it. Possible: {ways}."
        )
    if move.needs_reason and not reason:
        message = f"“{move.label}” needs a reason; it is kept in the history."
        raise UnableToMoveContract(message, fields={"reason": [message]})
    if len(reason) > LONGEST_REASON:
        message = f"The reason has {len(reason):,} characters; at most {LONGEST_REASON:,} fit. Shorten it."
        raise UnableToMoveContract(message, fields={"reason": [message]})
    return move
