"""What somebody enters for a vendor, a contact or an entity of ours.

The one shape that form, API, import and demo hand to the actions. A blank text means "not known".
Whether it makes sense is judged by ``rules.plausible``, whose messages name these fields.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorDraft:
    """A counterparty. ``country`` is an ISO 3166 code; ``parent_id`` the vendor that owns it."""

    name: str
    parent_id: int | None = None
    country: str = ""
    registration_number: str = ""
    lei: str = ""
    vat_number: str = ""
    website: str = ""
    address: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """Whom to reach at a vendor, for what; ``role`` is one of ``VendorContact.Role``."""

    role: str
    name: str
    email: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDraft:
    """One of our own legal entities; ``country`` is an ISO 3166 code."""

    name: str
    country: str = ""
    registration_number: str = ""
    vat_number: str = ""
    lei: str = ""
    address: str = ""
