"""Reminders: what is owed to people, and by which day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Reminder(models.Model):
    """One rung of a ladder that counts back from a date on which somebody must act.

    It is owed once: the unique key names the subject, the kind, the period (the date
    counted back from) and the offset. It is due when ``due_date`` is today or earlier
    in ``timezone``, the subject's own; there is no window after which it lapses.

    ``reference_date`` is the day counted back from (act-by, last day in force, review).
    ``reason`` says why the row is in its state, in a sentence for the delivery ledger.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        SETTLED = "settled", "Handed to delivery"
        COLLAPSED = "collapsed", "Covered by a later one"
        UNROUTABLE = "unroutable", "Nobody to send it to"
        WITHDRAWN = "withdrawn", "Withdrawn"
        SKIPPED = "skipped", "Not sent"

    kind = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    period_key = models.CharField(max_length=40)
    offset_days = models.PositiveSmallIntegerField()
    due_date = models.DateField()
    timezone = models.CharField(max_length=64)
    reference_date = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    reason = models.TextField(blank=True, default="")
    planned_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    collapsed_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind", "period_key", "offset_days"],
                name="core_reminder_owed_once",
            ),
        ]
        indexes = [
            models.Index(fields=["due_date", "id"], condition=Q(state="planned"), name="core_reminder_due"),
            models.Index(
                fields=["checked_at", "id"], condition=Q(state="unroutable"), name="core_reminder_unroutable"
            ),
        ]

    def __str__(self) -> str:
        subject = f"{self.subject_type} {self.subject_id}"
        return f"{self.kind} {subject}: {self.offset_days} days before {self.period_key}"
