"""What an action about people, roles and departments says when it refuses."""

from __future__ import annotations

from accounts.permissions import actor_can_manage_people
from core.access import require
from core.audit import Actor
from core.errors import UserError


class InvalidAccount(UserError):
    """What was entered for a person, role or department cannot be kept; ``fields`` says why."""

    code = "invalid_account"


class UnableToChangeAccount(UserError):
    """The account, role or department is not in a state in which this can be done."""

    code = "unable_to_change_account"


def require_management(actor: Actor, what: str) -> None:
    """Refuse an actor who may not manage people; ``what`` completes "You may not …".

    Raises:
        NotAllowed: The person lacks ``users.manage``.
    """
    require(actor_can_manage_people(actor), what)


def require_reason(actor: Actor, what: str) -> None:
    """Refuse when no reason was given; history keeps it.

    Raises:
        InvalidAccount: ``actor.reason`` is blank.
    """
    if not actor.reason.strip():
        message = f"Say why you {what}; the reason is kept in the history."
        raise InvalidAccount(message, code="reason_missing", fields={"reason": [message]})


def refuse(problems: dict[str, list[str]]) -> None:
    """Refuse what has ``problems``; nothing happens when there are none.

    Raises:
        InvalidAccount: With the first message, and all of them by field.
    """
    if problems:
        raise InvalidAccount(next(iter(problems.values()))[0], fields=problems)
