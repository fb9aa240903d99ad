"""How a contract manager speaks of vendors and of our own entities."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from core.access import ScopedQuerySet
from core.search import fold


class VendorQuerySet(ScopedQuerySet):
    """Vendors; everybody who holds ``vendors.view`` anywhere sees all of them."""

    def visible_filter(self, user: Any) -> Q:
        return Q() if user.can("vendors.view") else Q(pk__in=[])

    def active(self) -> Self:
        """Vendors we still do business with."""
        return self.filter(is_active=True)

    def named_like(self, words: str) -> Self:
        """Vendors whose name contains every one of ``words``, accents and case aside."""
        found = self
        for word in fold(words).split():
            found = found.filter(name_key__contains=word)
        return found


class ContactQuerySet(ScopedQuerySet):
    """Contacts of vendors; seen by whoever sees the vendor."""

    def visible_filter(self, user: Any) -> Q:
        return Q() if user.can("vendors.view") else Q(pk__in=[])


class EntityQuerySet(ScopedQuerySet):
    """Our own legal entities; seen by whoever sees vendors."""

    def visible_filter(self, user: Any) -> Q:
        return Q() if user.can("vendors.view") else Q(pk__in=[])
