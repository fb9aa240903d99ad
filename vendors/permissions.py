"""Who may do what with vendors, their contacts and our own entities.

Vendors belong to the whole organization, not to a department: a verb held in any department is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from core.audit import Actor


def can_view(user: User) -> bool:
    """Tell whether ``user`` sees vendors and their contacts (the twin of ``visible_to``)."""
    return user.can("vendors.view")


def can_edit(user: User) -> bool:
    """Tell whether ``user`` may create and change vendors, contacts and our own entities."""
    return user.can("vendors.edit")


def actor_can_edit(actor: Actor) -> bool:
    """Tell whether ``actor`` may: the person behind it may, or it is a process of the product itself."""
    return actor.user is None or can_edit(actor.user)
