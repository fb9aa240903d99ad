"""Who may see the departments of our organization."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from core.access.scope import ScopedQuerySet  # the package itself needs the user model first


class DepartmentQuerySet(ScopedQuerySet):
    """Departments: their names are no secret among those who sign in."""

    def visible_filter(self, user: Any) -> Q:
        """Every department for an active person, none for anybody else."""
        return Q() if user.is_active else Q(pk__in=[])
