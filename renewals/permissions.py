"""Who may do what with deadlines and reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts_app.permissions import can_view
from core.audit import Actor

if TYPE_CHECKING:
    from accounts.models import User
    from contracts_app.models import Contract

SET_POLICIES = "reminders.policies"
RESPOND = "reminders.respond"


def may_set_policies(actor: Actor) -> bool:
    """Tell whether the actor keeps the reminder policies, which are about every department."""
    if actor.user is None:
        return actor.is_system
    return actor.user.departments_with(SET_POLICIES) is None


def may_respond(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` may acknowledge and snooze: owner, backup owner, whose verb it is."""
    is_responsible = user.is_active and user.pk in (contract.owner_id, contract.backup_owner_id)
    return is_responsible or (user.can(RESPOND, contract.department_id) and can_view(user, contract))
