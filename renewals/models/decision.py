"""Decisions: what becomes of a contract at its deadline, and from which amount on two people must agree."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.audit import AuditedModel
from renewals.models.deadline import Deadline
from renewals.querysets import DecisionQuerySet, DecisionThresholdQuerySet
from renewals.rules.decision import KIND_LABELS, DecisionKind, DecisionStatus, answered_at
from renewals.rules.ending_rule import ENDING_RULES


class Decision(AuditedModel):
    """What a named person decided about one act-by date of a contract, and why.

    ``deadline`` is the version that the person saw; ``act_by_date``, ``send_by_date``, ``notice_by_date`` and
    ``exit_date`` are those of the exit it is about (``Deadline.point``). A decision counts for its
    ``act_by_date`` only. One that ends the contract by notice names its ``notice_rule``, and the dates but
    ``act_by_date`` are those of this rule; where its exit moves with the day, ``exit_date`` holds
    for a notice given by ``given_by_date``. ``amount_at_stake`` and ``snapshot`` are frozen when it is
    recorded: sections with key, label and rows of label and value. ``needs_approval`` is frozen too: such a
    decision is proposed until ``approved_by``, a second person, confirms it. ``ended_by`` rejected, withdrew
    or superseded it.
    """

    class Kind(models.TextChoices):
        RENEW = DecisionKind.RENEW.value, KIND_LABELS[DecisionKind.RENEW]
        RENEW_WITH_CHANGES = (
            DecisionKind.RENEW_WITH_CHANGES.value,
            KIND_LABELS[DecisionKind.RENEW_WITH_CHANGES],
        )
        RENEGOTIATE = DecisionKind.RENEGOTIATE.value, KIND_LABELS[DecisionKind.RENEGOTIATE]
        TERMINATE = DecisionKind.TERMINATE.value, KIND_LABELS[DecisionKind.TERMINATE]
        LET_LAPSE = DecisionKind.LET_LAPSE.value, KIND_LABELS[DecisionKind.LET_LAPSE]

    class Status(models.TextChoices):
        PROPOSED = DecisionStatus.PROPOSED.value, "Proposed"
        IN_FORCE = DecisionStatus.IN_FORCE.value, "In force"
        REJECTED = DecisionStatus.REJECTED.value, "Rejected"
        WITHDRAWN = DecisionStatus.WITHDRAWN.value, "Withdrawn"
        SUPERSEDED = DecisionStatus.SUPERSEDED.value, "Superseded"

    contract = models.ForeignKey("contracts_app.Contract", on_delete=models.PROTECT, related_name="decisions")
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="decisions")
    term_number = models.PositiveIntegerField(null=True)
    act_by_date = models.DateField(null=True)
    send_by_date = models.DateField(null=True)
    notice_by_date = models.DateField(null=True)
    exit_date = models.DateField(null=True)
    given_by_date = models.DateField(null=True)
    notice_rule = models.CharField(max_length=20, blank=True, default="", choices=list(ENDING_RULES.items()))
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reason = models.TextField()
    status = models.CharField(max_length=12, choices=Status.choices)
    needs_notice = models.BooleanField()
    needs_approval = models.BooleanField()
    approval_because = models.CharField(max_length=200, blank=True, default="")
    amount_at_stake = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    snapshot = models.JSONField(default=list)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True, default="")

    objects = DecisionQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "act_by_date"],
                condition=Q(status="in_force"),
                nulls_distinct=False,
                name="renewals_decision_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["contract", "act_by_date"],
                condition=Q(status="proposed"),
                nulls_distinct=False,
                name="renewals_decision_one_proposed",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("decided_by")),
                name="renewals_decision_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status="in_force") | Q(needs_approval=False) | Q(approved_by__isnull=False),
                name="renewals_decision_four_eyes",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="renewals_decision_has_reason"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in DecisionKind])
                & Q(status__in=[status.value for status in DecisionStatus]),
                name="renewals_decision_words_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["contract", "act_by_date"],
                condition=Q(status="in_force", needs_notice=False),
                name="renewals_decision_settling",
            ),
            models.Index(fields=["status", "id"], name="renewals_decision_by_status"),
            models.Index(fields=["decided_at", "id"], name="renewals_decision_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_status_display().lower()})"

    @property
    def in_force_at(self) -> dt.datetime | None:
        """When it came into force; None where it never did."""
        return self.approved_at if self.needs_approval else self.decided_at

    @property
    def answered_at(self) -> dt.datetime | None:
        """When the second person confirmed or rejected it; None where nobody did."""
        return answered_at(self.status, self.approved_at, self.ended_at)


class DecisionThreshold(AuditedModel):
    """From which amount at stake on, inclusive, a decision in this currency needs a second person."""

    currency = models.CharField(max_length=3, unique=True)
    amount = models.DecimalField(max_digits=19, decimal_places=4)

    objects = DecisionThresholdQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="renewals_threshold_not_negative"),
            models.CheckConstraint(condition=~Q(currency=""), name="renewals_threshold_has_currency"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.amount.normalize():f}"
