"""Outages: reports of a service that was down."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.audit import AuditedModel
from slas.models.service import Service
from slas.querysets import OutageQuerySet


class Outage(AuditedModel):
    """One report of a service that was down, from its start to its end; without an end it is open.

    ``source`` is who reported it ("monitor", "vendor", or blank for a person), ``ref`` what the source calls
    it: the same again is the same outage. ``voided_reason`` says why it does not count; it is never deleted.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="outages")
    source = models.CharField(max_length=40, blank=True, default="")
    ref = models.CharField(max_length=120, blank=True, default="")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField(null=True, blank=True)
    summary = models.CharField(max_length=500, blank=True, default="")
    voided_reason = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()

    objects = OutageQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["service", "start_at"], name="slas_outage_by_start")]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "source", "ref"], condition=~Q(ref=""), name="slas_outage_once_by_source"
            ),
            models.CheckConstraint(
                condition=Q(end_at__isnull=True) | Q(end_at__gte=F("start_at")),
                name="slas_outage_ends_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} down from {self.start_at:%Y-%m-%d %H:%M} UTC"
