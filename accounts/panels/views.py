"""The views that a person has on a list page."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, BooleanField, CharField, Value
from django.db.models.functions import Cast, Coalesce

from accounts.models import SavedView, ViewDefault
from accounts.permissions import can_share_views
from core.pages.tabs import OwnViews, View

_CHOICE = 0


def views_of(user: Any, page: str) -> OwnViews:
    """Return the saved views of ``page`` that ``user`` may see, their own ones first, and their first one.

    One query: every list page asks.
    """
    saved = SavedView.objects.visible_to(user).filter(page=page).order_by()
    choice = ViewDefault.objects.visible_to(user).filter(page=page).order_by()
    rows = saved.values_list("pk", "name", "query", "is_shared", "owner_id").union(
        choice.values_list(
            Value(_CHOICE, output_field=BigIntegerField()),
            "declared",
            Coalesce(Cast("view_id", CharField()), Value("")),
            Value(False, output_field=BooleanField()),
            "user_id",
        ),
        all=True,
    )
    views, first_key = [], ""
    for key, name, query, is_shared, person_id in rows:
        if key == _CHOICE:
            first_key = name or query
        else:
            views.append(View(str(key), name, query, is_own=person_id == user.pk, is_shared=is_shared))
    views.sort(key=lambda view: (not view.is_own, view.label.casefold(), view.key))
    return OwnViews(views, first_key, can_share_views(user))
