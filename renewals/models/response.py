"""What people answered to reminders of a deadline."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.audit import AuditedModel
from renewals.querysets import ReminderResponseQuerySet
from renewals.rules.standing import Response


class ReminderResponse(AuditedModel):
    """An answer to the reminders of one act-by date of a contract: "I have it", or "remind me again then".

    ``act_by_date`` is the date that the reminders count back from; for another date the answer does not
    count. ``on_date`` is the day of the answer in the contract's zone. A snooze has a ``snoozed_until`` after
    that day, at the latest the day the decision is due, and a ``reason``.
    """

    class Kind(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        SNOOZED = "snoozed", "Snoozed"

    contract = models.ForeignKey("contracts_app.Contract", on_delete=models.PROTECT, related_name="+")
    act_by_date = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on_date = models.DateField()
    snoozed_until = models.DateField(null=True)
    reason = models.TextField(blank=True, default="")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    responded_at = models.DateTimeField()

    objects = ReminderResponseQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        verbose_name = "response to reminders"
        verbose_name_plural = "responses to reminders"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="acknowledged", snoozed_until__isnull=True)
                | (Q(kind="snoozed", snoozed_until__gt=F("on_date")) & ~Q(reason="")),
                name="renewals_response_snooze_has_end",
            ),
        ]
        indexes = [models.Index(fields=["contract", "act_by_date"], name="renewals_response_period")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.user}, act by {self.act_by_date}"

    @property
    def response(self) -> Response:
        """Return the answer as the rules see it."""
        return Response(self.on_date, self.snoozed_until)
