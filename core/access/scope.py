"""Reading through the permission filter: a query that nobody scoped is refused.

1. ``objects`` hands out querysets that refuse to touch the database.
2. ``visible_to(user)`` narrows to what the person may see and opens the queryset.
3. ``for_system(reason)`` opens it without narrowing, for the product's own processes.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


class UnscopedQuery(RuntimeError):
    """A query was about to run without ``visible_to`` or ``for_system``: a programming error."""


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that must be scoped before it is evaluated."""

    _is_scoped = False

    def visible_filter(self, user: Any) -> Q:
        """Return what ``user`` may see; each app's queryset defines it."""
        raise UnscopedQuery(f"{type(self).__name__} does not say who may see {self.model._meta.label}")

    def visible_to(self, user: Any) -> Self:
        """Narrow to what ``user`` may see."""
        return self.filter(self.visible_filter(user))._opened()

    def for_system(self, reason: str) -> Self:
        """Open the queryset for a process of the product itself.

        Raises:
            UnscopedQuery: No reason was given.
        """
        if not reason.strip():
            raise UnscopedQuery("for_system needs a reason")
        return self._opened()

    @classmethod
    def as_scoped_manager(cls) -> Any:
        """Return a manager that hands out this queryset; it goes by the name ``objects``."""
        return models.Manager.from_queryset(cls)()

    as_scoped_manager.__func__.queryset_only = True  # type: ignore[attr-defined]

    def _opened(self) -> Self:
        opened: Self = self._chain()  # type: ignore[attr-defined]
        opened._is_scoped = True
        return opened

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone._is_scoped = self._is_scoped
        return clone

    def _need_scope(self) -> None:
        if not self._is_scoped:
            raise UnscopedQuery(
                f"{self.model._meta.label}: add .visible_to(user) or .for_system('why') before reading"
            )

    def _fetch_all(self) -> None:
        self._need_scope()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Any:
        self._need_scope()
        return super().iterator(chunk_size)

    def count(self) -> int:
        self._need_scope()
        return super().count()

    def exists(self) -> bool:
        self._need_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._need_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._need_scope()
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        self._need_scope()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """The manager called ``objects``: reading through it needs a scope, ``create`` does not."""
