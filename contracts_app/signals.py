"""Signals that an upper app may answer inside the same transaction."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent inside the transaction that changed what deadlines rest on: terms, notice rules, status,
#: value, owner or department. Arguments: ``contract_ids`` (list), ``actor`` (Actor), ``on`` (date).
contract_terms_changed = Signal()
