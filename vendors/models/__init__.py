"""Vendors, their contacts, and our own legal entities."""

from vendors.models.contact import VendorContact
from vendors.models.entity import Entity
from vendors.models.vendor import Vendor

__all__ = ["Entity", "Vendor", "VendorContact"]
