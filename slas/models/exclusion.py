"""Exclusions: time in which downtime is not the vendor's to answer for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.audit import AuditedModel
from slas.models.service import Service
from slas.querysets import ExclusionQuerySet
from slas.rules.exclusion import ExclusionKind


class Exclusion(AuditedModel):
    """A stretch of time that somebody asks to excuse: of one service, or of all of the contract.

    It excuses only once it has ``evidence`` (a file, or where it can be found) and was approved by somebody
    other than who recorded it. ``announced_at`` is when maintenance was announced. ``rejected_reason`` says
    why it does not excuse; it is never deleted.
    """

    class Kind(models.TextChoices):
        MAINTENANCE = ExclusionKind.MAINTENANCE.value, "Announced maintenance"
        FORCE_MAJEURE = ExclusionKind.FORCE_MAJEURE.value, "Force majeure"
        OUR_FAULT = ExclusionKind.OUR_FAULT.value, "Our fault"

    contract = models.ForeignKey(
        "contracts_app.Contract", on_delete=models.CASCADE, related_name="sla_exclusions"
    )
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.CASCADE, related_name="exclusions"
    )
    kind = models.CharField(max_length=14, choices=Kind.choices)
    ref = models.CharField(max_length=120, blank=True, default="")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    evidence = models.CharField(max_length=500, blank=True, default="")
    evidence_file = models.ForeignKey(
        "core.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    rejected_reason = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()

    objects = ExclusionQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["contract", "start_at"], name="slas_exclusion_by_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ExclusionKind]), name="slas_exclusion_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(end_at__gt=F("start_at")), name="slas_exclusion_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(recorded_by__isnull=True)
                | ~Q(approved_by=F("recorded_by")),
                name="slas_exclusion_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(rejected_reason=""),
                name="slas_exclusion_approved_or_rejected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.service or self.contract}"

    @property
    def has_evidence(self) -> bool:
        """Whether there is evidence on record."""
        return bool(self.evidence or self.evidence_file_id)
