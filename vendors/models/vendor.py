"""Vendors: the other side of a contract."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from core.audit import AuditedModel
from vendors.querysets import VendorQuerySet


class Vendor(AuditedModel):
    """A counterparty, a legal entity that may have a parent; never deleted once a contract names it.

    ``name_key`` is the folded name; two vendors cannot share it, so a register
    import finds the vendor again however its name is spelt.
    """

    AUDIT_EXCLUDED = ("search_vector",)

    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=300, unique=True, editable=False)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subsidiaries"
    )
    country = models.CharField(max_length=2, blank=True, default="", help_text="ISO 3166 code, e.g. DE")
    registration_number = models.CharField(max_length=60, blank=True, default="")
    lei = models.CharField(max_length=20, blank=True, default="")
    vat_number = models.CharField(max_length=30, blank=True, default="")
    website = models.URLField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    notes = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    search_vector = SearchVectorField(null=True, editable=False)

    objects = VendorQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["name", "id"], name="vendors_vendor_by_name"),
            GinIndex(fields=["search_vector"], name="vendors_vendor_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="vendors_vendor_not_own_parent"
            )
        ]

    def __str__(self) -> str:
        return self.name
