"""Signals that an upper app may answer inside the same transaction."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent inside the transaction that changed the name of vendors, so that an upper app can bring
#: up to date what it keeps of that name (the search over contracts does).
#: Arguments: ``vendor_ids`` (list), ``actor`` (Actor).
vendors_renamed = Signal()
