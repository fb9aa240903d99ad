"""Exit tasks: what somebody must do by when, because a vendor ends a contract."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.audit import AuditedModel
from renewals.models.notice import Notice
from renewals.querysets import ExitTaskQuerySet
from renewals.rules.exit_task import TASK_LABELS, ExitTaskKind, is_owed


class ExitTask(AuditedModel):
    """One task that follows from a vendor's notice; ``due_date`` is inclusive, in the contract's department.

    ``owner`` is whom the task is with, null: the owner of the contract. ``note`` says what was done.
    """

    class Kind(models.TextChoices):
        REPLACEMENT = ExitTaskKind.REPLACEMENT.value, TASK_LABELS[ExitTaskKind.REPLACEMENT]
        DATA = ExitTaskKind.DATA.value, TASK_LABELS[ExitTaskKind.DATA]
        LAST_DAY = ExitTaskKind.LAST_DAY.value, TASK_LABELS[ExitTaskKind.LAST_DAY]
        FINAL_INVOICE = ExitTaskKind.FINAL_INVOICE.value, TASK_LABELS[ExitTaskKind.FINAL_INVOICE]

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="exit_tasks")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due_date = models.DateField()
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="")

    objects = ExitTaskQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["notice", "kind"], name="renewals_exit_task_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ExitTaskKind]),
                name="renewals_exit_task_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True, done_at__isnull=True)
                | Q(done_by__isnull=False, done_at__isnull=False),
                name="renewals_exit_task_done_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_date", "id"],
                condition=Q(done_at__isnull=True),
                name="renewals_exit_task_to_do",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_owed(self) -> bool:
        """Tell whether it is still to be done."""
        return is_owed(is_done=self.done_at is not None, kind=self.notice.kind, outcome=self.notice.outcome)
