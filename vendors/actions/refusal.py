"""What an action about vendors says when it refuses."""

from __future__ import annotations

from core.access import require
from core.audit import Actor
from core.errors import UserError
from vendors.permissions import actor_can_edit
from vendors.rules.plausible import Problems


class InvalidVendor(UserError):
    """What was entered for a vendor, a contact or an entity cannot be kept; ``fields`` says why."""

    code = "invalid_vendor"


class UnableToChangeVendor(UserError):
    """The vendor, contact or entity is not in a state in which this can be done."""

    code = "unable_to_change_vendor"


def require_edit(actor: Actor, what: str) -> None:
    """Refuse an actor who may not change vendors; ``what`` completes "You may not …".

    Raises:
        NotAllowed: The person lacks ``vendors.edit``.
    """
    require(actor_can_edit(actor), what)


def require_reason(actor: Actor, what: str) -> None:
    """Refuse when no reason was given for what cannot simply be seen later; history keeps it.

    Raises:
        InvalidVendor: ``actor.reason`` is blank.
    """
    if not actor.reason.strip():
        message = f"Say why you {what}; the reason is kept in the history."
        raise InvalidVendor(message, code="reason_missing", fields={"reason": [message]})


def refuse(problems: Problems) -> None:
    """Refuse what has ``problems``; nothing happens when there are none.

    Raises:
        InvalidVendor: With the first message, and all of them by field.
    """
    if problems:
        raise InvalidVendor(next(iter(problems.values()))[0], fields=problems)
