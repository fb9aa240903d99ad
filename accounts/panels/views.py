"""The views that a person has on a list page."""

from __future__ import annotations

from typing import Any

from accounts.models import SavedView, ViewDefault
from accounts.permissions import can_share_views
from core.pages.tabs import OwnViews, View


def views_of(user: Any, page: str) -> OwnViews:
    """Return the saved views of ``page`` that ``user`` may see, their own ones first, and their first one."""
    found = SavedView.objects.visible_to(user).filter(page=page).order_by("name", "pk")
    views = [
        View(str(row.pk), row.name, row.query, is_own=row.owner_id == user.pk, is_shared=row.is_shared)
        for row in found
    ]
    first = ViewDefault.objects.visible_to(user).filter(page=page).first()
    own_first = sorted(views, key=lambda view: not view.is_own)
    return OwnViews(own_first, first.key if first else "", can_share_views(user))
