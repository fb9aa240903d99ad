"""Who may do what with people, roles and departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from core.audit import Actor


def can_manage_people(user: User) -> bool:
    """Tell whether ``user`` may manage people, roles and departments."""
    return user.can("users.manage")


def actor_can_manage_people(actor: Actor) -> bool:
    """Tell whether ``actor`` may: the person behind it may, or it is a process of the product itself."""
    return actor.user is None or can_manage_people(actor.user)
