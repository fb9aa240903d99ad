"""Sweeps: the proof that reminders are looked after, and the hold after a restore."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.access import ScopedQuerySet
from core.audit import AuditedModel


class SweepRun(models.Model):
    """One sweep and what it proved.

    ``is_proven`` is true when it ran to its end, left nothing due unexplained, and the
    reconciler found no difference that remained. Counts are of reminders, except
    ``sent`` and ``failed`` (deliveries) and ``refreshed`` and ``reconciled`` (subjects).
    ``differences`` were found by the reconciler, ``differences_left`` remained after a repair.
    """

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    refreshed = models.PositiveIntegerField(default=0)
    owed = models.PositiveIntegerField(default=0)
    settled = models.PositiveIntegerField(default=0)
    collapsed = models.PositiveIntegerField(default=0)
    unroutable = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    reconciled = models.PositiveIntegerField(default=0)
    differences = models.PositiveIntegerField(default=0)
    differences_left = models.PositiveIntegerField(default=0)
    is_on_hold = models.BooleanField(default=False)
    is_proven = models.BooleanField(default=False)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["started_at"], name="core_sweeprun_by_start"),
            models.Index(fields=["finished_at"], condition=Q(is_proven=True), name="core_sweeprun_proven"),
        ]

    def __str__(self) -> str:
        return f"Sweep of {self.started_at:%Y-%m-%d %H:%M:%S} UTC"


class SweepState(models.Model):
    """Where the sweeps stand: one row (id 1), locked by who moves it.

    ``reconciled_to`` is, for each subject type, the last subject that the rotating
    reconciliation has seen; a rotation that comes round is a full pass. ``checked_until``
    is the time up to which changed subjects were reconciled; where many changed at once, ``changes_to`` is
    how far the look at them has come for each subject type, and ``changes_until`` when it began.
    ``generation`` counts
    sweeps and is kept in a file beside the database too; ``database_key`` names the very
    database cluster. Where either disagrees, the database was restored.
    """

    reconciled_to = models.JSONField(default=dict, blank=True)
    checked_until = models.DateTimeField(null=True, blank=True)
    changes_to = models.JSONField(default=dict, blank=True)
    changes_until = models.DateTimeField(null=True, blank=True)
    pass_started_at = models.DateTimeField(null=True, blank=True)
    pass_subjects = models.PositiveIntegerField(default=0)
    pass_differences = models.PositiveIntegerField(default=0)
    last_pass_at = models.DateTimeField(null=True, blank=True)
    last_pass_subjects = models.PositiveIntegerField(default=0)
    last_pass_differences = models.PositiveIntegerField(default=0)
    generation = models.BigIntegerField(default=0)
    database_key = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return "State of the sweeps"


class SendingHoldQuerySet(ScopedQuerySet):
    """Holds on sending; seen by who watches the operations."""

    def visible_filter(self, user: object) -> Q:
        return Q() if user.can("operations.view") else Q(pk__in=[])  # type: ignore[attr-defined]


class SendingHold(AuditedModel):
    """Mail is on hold until a person releases it; reminders are planned and settled all the same.

    ``kind`` and ``reason`` say why it was placed. At most one hold is open.
    """

    placed_at = models.DateTimeField()
    reason = models.TextField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    release_note = models.TextField(blank=True, default="")

    objects = SendingHoldQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(released_at__isnull=True), name="core_sendinghold_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"Hold of {self.placed_at:%Y-%m-%d %H:%M} UTC"
