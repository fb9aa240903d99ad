"""The ledger: events and history as text under a chain of digests, and their reading for pages."""

from core.ledger.names import actor_names, register_actor_kind
from core.ledger.reading import ActivityEntry, FieldChange, activity_of

__all__ = ["ActivityEntry", "FieldChange", "activity_of", "actor_names", "register_actor_kind"]
