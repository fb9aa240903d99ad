"""What the search over everything finds among vendors."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from core.search import Hit
from vendors.models import Vendor
from vendors.rules.country import country_name


def find_vendors(user: Any, words: str, limit: int) -> list[Hit]:
    """Return up to ``limit`` vendors that ``user`` may see and that contain every word, by name."""
    found = Vendor.objects.visible_to(user).matching(words).order_by("-is_active", "name", "pk")[:limit]
    return [
        Hit(
            vendor.name,
            reverse("vendor", args=[vendor.pk]),
            country_name(vendor.country),
            "" if vendor.is_active else "draft",
            "" if vendor.is_active else "Out of use",
        )
        for vendor in found
    ]
