"""Who may see the departments of our organization, and the saved views of lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from core import registry
from core.access.scope import ScopedQuerySet  # the package itself needs the user model first


class DepartmentQuerySet(ScopedQuerySet):
    """Departments: their names are no secret among those who sign in."""

    def visible_filter(self, user: Any) -> Q:
        """Every department for an active person, none for anybody else."""
        return Q() if user.is_active else Q(pk__in=[])


class SavedViewQuerySet(ScopedQuerySet):
    """Saved views: one's own, and the shared ones of the pages that one may open."""

    def visible_filter(self, user: Any) -> Q:
        """One's own and the shared of one's pages; none for who is not active."""
        if not user.is_active:
            return Q(pk__in=[])
        pages = [page.key for page in registry.listing_pages if not page.verb or user.can(page.verb)]
        return Q(owner=user) | Q(is_shared=True, page__in=pages)


class ViewDefaultQuerySet(ScopedQuerySet):
    """With which view each person starts: their own business."""

    def visible_filter(self, user: Any) -> Q:
        """One's own, for an active person."""
        return Q(user=user) if user.is_active else Q(pk__in=[])
