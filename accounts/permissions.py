"""Who may do what with people, roles and departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import SavedView, User
    from core.audit import Actor


def can_manage_people(user: User) -> bool:
    """Tell whether ``user`` may manage people, roles and departments."""
    return user.can("users.manage")


def actor_can_manage_people(actor: Actor) -> bool:
    """Tell whether ``actor`` may: the person behind it may, or it is a process of the product itself."""
    return actor.user is None or can_manage_people(actor.user)


def can_change_view(user: User, view: SavedView) -> bool:
    """Tell whether ``user`` may rename, share or delete ``view``: its owner; a shared one who manages people.

    So a view on everybody's page does not stay for good when the person who shared it has left.
    """
    return view.owner_id == user.pk or (view.is_shared and can_manage_people(user))


def can_share_views(user: User) -> bool:
    """Tell whether ``user`` may share views with everybody."""
    return user.can("views.share")
