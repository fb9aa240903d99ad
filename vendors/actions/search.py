"""Keeping what the search over vendors reads: name, numbers, and whom to reach there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from core.search import vector_text
from vendors.models import Vendor, VendorContact
from vendors.rules.country import country_name

_WRITE = """
UPDATE vendors_vendor v SET search_vector = w.vector
  FROM unnest(%s::bigint[], %s::tsvector[]) AS w(id, vector)
 WHERE v.id = w.id
"""


def reindex_vendors(ids: Iterable[int]) -> None:
    """Bring the search vectors of these vendors up to date, inside the caller's transaction.

    The vectors are no part of the history and are written by one statement. Safe to run twice.
    """
    wanted = list(ids)
    people: dict[int, list[str]] = {}
    contacts = VendorContact.unscoped.filter(vendor_id__in=wanted).order_by("pk")
    for vendor_id, name, email in contacts.values_list("vendor_id", "name", "email"):
        people.setdefault(vendor_id, []).append(f"{name} {email}")
    vendors = Vendor.unscoped.filter(pk__in=wanted).only(
        "name", "registration_number", "lei", "vat_number", "country", "website", "address"
    )
    vectors = {vendor.pk: _vector(vendor, people.get(vendor.pk, [])) for vendor in vendors}
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(vectors), list(vectors.values())])


def _vector(vendor: Vendor, people: list[str]) -> str:
    return vector_text(
        name=vendor.name,
        marks=f"{vendor.registration_number} {vendor.lei} {vendor.vat_number}",
        rest=" ".join([country_name(vendor.country), vendor.website, vendor.address, *people]),
    )
