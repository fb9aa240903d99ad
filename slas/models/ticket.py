"""Tickets: what was reported to a vendor, and when it was answered and solved."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.audit import AuditedModel
from slas.models.service import Service
from slas.querysets import TicketPauseQuerySet, TicketQuerySet


class Ticket(AuditedModel):
    """A ticket of one severity: opened, answered, solved; its pauses do not count."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="tickets")
    source = models.CharField(max_length=40, blank=True, default="")
    ref = models.CharField(max_length=120)
    severity = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")
    opened_at = models.DateTimeField()
    responded_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    voided_reason = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()

    objects = TicketQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["service", "opened_at"], name="slas_ticket_by_opening")]
        constraints = [
            models.UniqueConstraint(fields=["service", "source", "ref"], name="slas_ticket_once_by_source"),
            models.CheckConstraint(
                condition=(Q(responded_at__isnull=True) | Q(responded_at__gte=F("opened_at")))
                & (Q(resolved_at__isnull=True) | Q(resolved_at__gte=F("opened_at"))),
                name="slas_ticket_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}".strip()


class TicketPause(AuditedModel):
    """A time in which a ticket waited for somebody else; without an end it still does."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="pauses")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, default="")

    objects = TicketPauseQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(end_at__isnull=True) | Q(end_at__gte=F("start_at")),
                name="slas_pause_ends_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return f"Pause of {self.ticket.ref} from {self.start_at:%Y-%m-%d %H:%M} UTC"
