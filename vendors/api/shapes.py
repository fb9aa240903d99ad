"""What the API says about vendors and our own legal entities."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from core.api.shapes import ReadShape
from vendors.models import Entity, Vendor, VendorContact


class ParentVendor(ReadShape):
    """The vendor that a vendor belongs to."""

    class Meta:
        model = Vendor
        fields: ClassVar[tuple[str, ...]] = ("id", "name")


class Contact(ReadShape):
    """Whom to reach at a vendor, for what."""

    class Meta:
        model = VendorContact
        fields: ClassVar[tuple[str, ...]] = ("id", "role", "name", "email", "phone", "address")
        link = "vendor"
        order: ClassVar = ("role", "name", "pk")


class VendorRow(ReadShape):
    """A vendor in a list."""

    parent = ParentVendor(read_only=True, allow_null=True)
    website = serializers.CharField(read_only=True)

    class Meta:
        model = Vendor
        fields: ClassVar[tuple[str, ...]] = (
            "id", "name", "parent", "country", "registration_number", "lei", "vat_number", "website",
            "is_active", "created_at",
        )  # fmt: skip


class VendorDetail(VendorRow):
    """A vendor with its contacts."""

    contacts = Contact(many=True, read_only=True)

    class Meta(VendorRow.Meta):
        fields: ClassVar[tuple[str, ...]] = (*VendorRow.Meta.fields, "address", "notes", "contacts")


class EntityRow(ReadShape):
    """One of our own legal entities."""

    class Meta:
        model = Entity
        fields: ClassVar[tuple[str, ...]] = (
            "id", "name", "country", "registration_number", "vat_number", "lei", "address", "is_active",
        )  # fmt: skip
