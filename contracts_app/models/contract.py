"""Contracts: what was agreed with a vendor."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from contracts_app.querysets import ContractQuerySet
from contracts_app.rules.lifecycle import STATUS_LABELS
from core.audit import AuditedModel


class Contract(AuditedModel):
    """An agreement of one type between our entities and vendors.

    ``number`` is our own reference. ``source`` and ``external_id`` name the row of the
    register it was imported from. ``value_amount`` is the total value of the present
    term in ``value_currency``; blank means unknown, not zero. The first vendor is the
    vendor of the contract, others are further parties. ``parts_version`` counts the changes
    of what belongs to the contract (terms, notice rules, parties, tags); their own histories
    say what changed.
    """

    AUDIT_EXCLUDED = ("search_vector", "parts_version")

    class Type(models.TextChoices):
        MSA = "msa", "Master agreement"
        SOW = "sow", "Statement of work"
        ORDER_FORM = "order_form", "Order form"
        SAAS = "saas", "SaaS subscription"
        LICENSE = "license", "Software license"
        MAINTENANCE = "maintenance", "Maintenance"
        HOSTING = "hosting", "Hosting"
        OUTSOURCING = "outsourcing", "Outsourcing"
        CONSULTING = "consulting", "Consulting"
        NDA = "nda", "Non-disclosure agreement"
        DPA = "dpa", "Data processing agreement"
        BAA = "baa", "Business associate agreement"
        AMENDMENT = "amendment", "Amendment"
        OTHER = "other", "Other"

    class Status(models.TextChoices):
        DRAFT = "draft", STATUS_LABELS["draft"]
        IN_REVIEW = "in_review", STATUS_LABELS["in_review"]
        APPROVED = "approved", STATUS_LABELS["approved"]
        OUT_FOR_SIGNATURE = "out_for_signature", STATUS_LABELS["out_for_signature"]
        EXECUTED = "executed", STATUS_LABELS["executed"]
        ACTIVE = "active", STATUS_LABELS["active"]
        NOTICE_SERVED = "notice_served", STATUS_LABELS["notice_served"]
        HOLDOVER = "holdover", STATUS_LABELS["holdover"]
        EXPIRED = "expired", STATUS_LABELS["expired"]
        TERMINATED = "terminated", STATUS_LABELS["terminated"]
        SUPERSEDED = "superseded", STATUS_LABELS["superseded"]
        CLOSED = "closed", STATUS_LABELS["closed"]

    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True, default="")
    type = models.CharField(max_length=20, choices=Type.choices)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    entity = models.ForeignKey(
        "vendors.Entity", null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="contracts")
    department = models.ForeignKey("accounts.Department", on_delete=models.PROTECT, related_name="contracts")
    owner = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="owned_contracts"
    )
    backup_owner = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="backed_up_contracts"
    )
    is_confidential = models.BooleanField(default=False)
    value_amount = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    value_currency = models.CharField(max_length=3, blank=True, default="")
    governing_law = models.CharField(max_length=100, blank=True, default="")
    source = models.CharField(max_length=60, blank=True, default="")
    external_id = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()
    search_vector = SearchVectorField(null=True, editable=False)
    parts_version = models.PositiveIntegerField(default=1, editable=False)

    objects = ContractQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        indexes = [
            GinIndex(fields=["search_vector"], name="contracts_search"),
            models.Index(fields=["title", "id"], name="contracts_by_title"),
            models.Index(fields=["value_amount", "id"], name="contracts_by_value"),
            models.Index(fields=["status", "id"], name="contracts_by_status"),
            models.Index(fields=["created_at", "id"], name="contracts_by_created"),
            models.Index(
                fields=["department", "id"],
                include=["owner", "backup_owner"],
                condition=models.Q(is_confidential=True),
                name="contracts_kept_confidential",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~models.Q(external_id=""),
                name="contracts_source_external_id_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=list(STATUS_LABELS)), name="contracts_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(value_amount__isnull=True) | ~models.Q(value_currency=""),
                name="contracts_value_has_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(value_amount__isnull=True) | models.Q(value_amount__gte=0),
                name="contracts_value_not_negative",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="contracts_not_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def version(self) -> str:
        """What optimistic locking compares: changes with the contract and with each of its parts."""
        return f"{self.row_version}.{self.parts_version}"


def etag_of(contract: Contract) -> str:
    """Return the strong entity tag of a contract together with its parts, quotes included."""
    return f'"{contract.version}"'
