"""Who may do what with deadlines and reminders."""

from __future__ import annotations

from core.audit import Actor

SET_POLICIES = "reminders.policies"


def may_set_policies(actor: Actor) -> bool:
    """Tell whether the actor keeps the reminder policies, which are about every department."""
    if actor.user is None:
        return actor.is_system
    return actor.user.departments_with(SET_POLICIES) is None
