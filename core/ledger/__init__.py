"""The ledger: events and history as text under a chain of digests, and their reading for pages."""

from core.ledger.events import record_event
from core.ledger.heads import export_heads, exported_heads, mail_head
from core.ledger.names import actor_names, register_actor_kind
from core.ledger.reading import ActivityEntry, FieldChange, activity_at, activity_of
from core.ledger.recent import Occasion, RecentRow, occasions_of, recent_rows
from core.ledger.sealing import Head, latest_head, newest_head, seal

__all__ = [
    "ActivityEntry",
    "FieldChange",
    "Head",
    "Occasion",
    "RecentRow",
    "activity_at",
    "activity_of",
    "actor_names",
    "export_heads",
    "exported_heads",
    "latest_head",
    "mail_head",
    "newest_head",
    "occasions_of",
    "recent_rows",
    "record_event",
    "register_actor_kind",
    "seal",
]
