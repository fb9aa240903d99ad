"""Contacts: whom to reach at a vendor, for what."""

from __future__ import annotations

from django.db import models

from core.audit import AuditedModel
from vendors.querysets import ContactQuerySet


class VendorContact(AuditedModel):
    """A person or mailbox at a vendor with one role; notice goes to the contact for notices."""

    class Role(models.TextChoices):
        NOTICE = "notice", "Notices"
        BILLING = "billing", "Billing"
        TECHNICAL = "technical", "Technical"
        SECURITY = "security", "Security"
        ESCALATION = "escalation", "Escalation"
        ACCOUNT = "account", "Account management"

    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(max_length=20, choices=Role.choices)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    address = models.TextField(blank=True, default="")

    objects = ContactQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["vendor", "role", "name"], name="vendors_contact_unique"),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=["notice", "billing", "technical", "security", "escalation", "account"]
                ),
                name="vendors_contact_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"
