"""Measurements of a target, and what the vendor says its figure was."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.audit import AuditedModel
from slas.models.target import SlaTarget
from slas.querysets import MeasurementQuerySet, VendorFigureQuerySet


class Measurement(AuditedModel):
    """One reading of a target at an instant, exactly as measured: a latency, a count, a key figure."""

    target = models.ForeignKey(SlaTarget, on_delete=models.CASCADE, related_name="measurements")
    source = models.CharField(max_length=40, blank=True, default="")
    ref = models.CharField(max_length=120, blank=True, default="")
    at = models.DateTimeField()
    value = models.DecimalField(max_digits=24, decimal_places=8)
    note = models.CharField(max_length=500, blank=True, default="")
    voided_reason = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()

    objects = MeasurementQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["target", "at"], name="slas_measurement_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "source", "ref"],
                condition=~Q(ref=""),
                name="slas_measurement_once_by_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.value.normalize():f}"


class VendorFigure(AuditedModel):
    """What the vendor says that the figure of a period was, by its first day; shown beside ours."""

    target = models.ForeignKey(SlaTarget, on_delete=models.CASCADE, related_name="vendor_figures")
    period_first_date = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=8)
    note = models.CharField(max_length=500, blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    objects = VendorFigureQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["target", "period_first_date"], name="slas_vendor_figure_once"),
        ]

    def __str__(self) -> str:
        return f"The vendor on {self.target}: {self.value.normalize():f}"
