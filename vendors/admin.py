"""Read-only looks at vendors for staff; changes go through the pages, which leave a reason."""

from __future__ import annotations

from django.contrib import admin

from core.pages.admin import ReadOnlyAdmin
from vendors.models import Entity, Vendor, VendorContact


@admin.register(Vendor)
class VendorAdmin(ReadOnlyAdmin):
    """Vendors as stored."""

    list_display = ["name", "country", "parent", "is_active"]
    search_fields = ["name", "name_key"]


@admin.register(VendorContact)
class VendorContactAdmin(ReadOnlyAdmin):
    """Contacts as stored."""

    list_display = ["name", "role", "vendor", "email"]
    search_fields = ["name", "email"]


@admin.register(Entity)
class EntityAdmin(ReadOnlyAdmin):
    """Our own entities as stored."""

    list_display = ["name", "country", "is_active"]
    search_fields = ["name"]
