"""Access: scoped reading, required verbs, and the policy that every route declares."""

from core.access.once import read_once
from core.access.policy import policy, public, require, signed_in
from core.access.scope import ScopedManager, ScopedQuerySet, UnscopedQuery

__all__ = [
    "ScopedManager",
    "ScopedQuerySet",
    "UnscopedQuery",
    "policy",
    "public",
    "read_once",
    "require",
    "signed_in",
]
