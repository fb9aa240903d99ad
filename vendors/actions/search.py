"""Keeping what the search over vendors reads: name, numbers, and whom to reach there."""

from __future__ import annotations

from collections.abc import Iterable

from core.search import document
from vendors.models import Vendor, VendorContact
from vendors.rules.country import country_name


def reindex_vendors(ids: Iterable[int]) -> None:
    """Bring the search vectors of these vendors up to date, inside the caller's transaction.

    The vectors are no part of the history. Safe to run twice.
    """
    wanted = list(ids)
    people: dict[int, list[str]] = {}
    contacts = VendorContact.unscoped.filter(vendor_id__in=wanted).order_by("pk")
    for vendor_id, name, email in contacts.values_list("vendor_id", "name", "email"):
        people.setdefault(vendor_id, []).append(f"{name} {email}")
    for vendor in Vendor.unscoped.filter(pk__in=wanted).only(
        "name", "registration_number", "lei", "vat_number", "country", "website", "address"
    ):
        words = document(
            name=vendor.name,
            marks=f"{vendor.registration_number} {vendor.lei} {vendor.vat_number}",
            rest=" ".join(
                [country_name(vendor.country), vendor.website, vendor.address, *people.get(vendor.pk, [])]
            ),
        )
        Vendor.unscoped.filter(pk=vendor.pk).update(search_vector=words)
