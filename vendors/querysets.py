"""How a contract manager speaks of vendors and of our own entities."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from core.access import ScopedQuerySet
from core.search import fold, word_query


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

    def matching(self, words: str) -> Self:
        """Vendors whose name, numbers, address or contacts contain the beginning of each word."""
        query = word_query(words)
        return self if query is None else self.filter(search_vector=query)

    def with_notice_contact(self) -> Self:
        """Vendors with ``notice_contact``: the name of a contact for notices, None without one."""
        names = self._notice_contacts().order_by("name").values("name")[:1]
        return self.annotate(notice_contact=Subquery(names))

    def reachable_for_notices(self, is_reachable: bool) -> Self:
        """Vendors that have a contact for notices, or (false) those that lack one."""
        known = Exists(self._notice_contacts())
        return self.filter(known if is_reachable else ~known)

    def _notice_contacts(self) -> QuerySet[Any]:
        contacts: Any = self.model._meta.get_field("contacts").related_model
        return contacts.unscoped.filter(vendor=OuterRef("pk"), role="notice")


class ContactQuerySet(ScopedQuerySet):
    """Contacts of vendors; seen by whoever sees the vendor."""

    def visible_filter(self, user: Any) -> Q:
        return Q() if user.can("vendors.view") else Q(pk__in=[])


class EntityQuerySet(ScopedQuerySet):
    """Our own legal entities; seen by whoever sees vendors."""

    def visible_filter(self, user: Any) -> Q:
        return Q() if user.can("vendors.view") else Q(pk__in=[])

    def active(self) -> Self:
        """Entities that still enter into contracts."""
        return self.filter(is_active=True)
