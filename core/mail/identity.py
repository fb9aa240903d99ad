"""Message-IDs that depend on nothing but what a message is about: a repeat carries the same."""

from __future__ import annotations

import hashlib

from django.conf import settings


def message_id_of(*parts: str) -> str:
    """Return the Message-ID of what ``parts`` name, with its angle brackets, under the sender's domain."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "termkeeper.invalid"
    return f"<{digest}@{domain}>"
