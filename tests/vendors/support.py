"""Vendors for tests."""

from __future__ import annotations

import datetime as dt

from core.audit import Actor, acting
from core.search import name_key
from vendors.actions.search import reindex_vendors
from vendors.models import Vendor, VendorContact

NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)


def a_vendor(name: str = "Nord Cloud GmbH", **facts: object) -> Vendor:
    """Store a vendor as it would stand after being recorded."""
    with acting(Actor.system("test")):
        vendor = Vendor.unscoped.create(name=name, name_key=name_key(name), created_at=NOW, **facts)
        reindex_vendors([vendor.pk])
    return vendor


def a_contact(
    vendor: Vendor, role: str = "notice", name: str = "Ines Krüger", **facts: object
) -> VendorContact:
    """Store a contact of ``vendor``."""
    with acting(Actor.system("test")):
        facts.setdefault("email", "ines@vendor.invalid")
        contact = VendorContact.unscoped.create(vendor=vendor, role=role, name=name, **facts)
        reindex_vendors([vendor.pk])
    return contact
