"""Claims: what is asked back from a vendor for a period in which promises were missed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.audit import AuditedModel
from slas.models.result import ResultVersion
from slas.querysets import ClaimBasisQuerySet, ClaimQuerySet, ClaimStepQuerySet
from slas.rules.claim import STATUS_LABELS, ClaimStatus


class Claim(AuditedModel):
    """A claim for the credits of one contract and period.

    ``last_date`` is the last day to claim by the earliest reading of the window, ``latest_date`` by the
    latest; blank: the contract states none, or it is not known. ``asked_amount`` is what is asked for, as it
    can be paid. ``accepted_amount`` is what the vendor grants, ``credit_note_ref`` where it was credited.
    From its submission on a claim keeps what it was based on.
    """

    class Status(models.TextChoices):
        DETECTED = ClaimStatus.DETECTED.value, STATUS_LABELS[ClaimStatus.DETECTED]
        EVIDENCE = ClaimStatus.EVIDENCE.value, STATUS_LABELS[ClaimStatus.EVIDENCE]
        DRAFTED = ClaimStatus.DRAFTED.value, STATUS_LABELS[ClaimStatus.DRAFTED]
        SUBMITTED = ClaimStatus.SUBMITTED.value, STATUS_LABELS[ClaimStatus.SUBMITTED]
        ACCEPTED = ClaimStatus.ACCEPTED.value, STATUS_LABELS[ClaimStatus.ACCEPTED]
        ACCEPTED_IN_PART = ClaimStatus.ACCEPTED_IN_PART.value, STATUS_LABELS[ClaimStatus.ACCEPTED_IN_PART]
        REJECTED = ClaimStatus.REJECTED.value, STATUS_LABELS[ClaimStatus.REJECTED]
        CREDITED = ClaimStatus.CREDITED.value, STATUS_LABELS[ClaimStatus.CREDITED]
        LOST = ClaimStatus.LOST.value, STATUS_LABELS[ClaimStatus.LOST]
        WITHDRAWN = ClaimStatus.WITHDRAWN.value, STATUS_LABELS[ClaimStatus.WITHDRAWN]

    contract = models.ForeignKey(
        "contracts_app.Contract", on_delete=models.CASCADE, related_name="sla_claims"
    )
    period_first_date = models.DateField()
    period_last_date = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DETECTED)
    last_date = models.DateField(null=True, blank=True)
    latest_date = models.DateField(null=True, blank=True)
    asked_amount = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    asked_days = models.DecimalField(max_digits=20, decimal_places=8, null=True, blank=True)
    letter = models.ForeignKey(
        "core.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_date = models.DateField(null=True, blank=True)
    answered_date = models.DateField(null=True, blank=True)
    accepted_amount = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    credited_date = models.DateField(null=True, blank=True)
    credit_note_ref = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField()

    objects = ClaimQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["status", "last_date"], name="slas_claim_by_last_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "period_first_date", "period_last_date"],
                condition=~Q(status=ClaimStatus.WITHDRAWN.value),
                name="slas_claim_once_a_period",
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(STATUS_LABELS)), name="slas_claim_status_known"
            ),
            models.CheckConstraint(
                condition=Q(period_last_date__gte=F("period_first_date")), name="slas_claim_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(accepted_amount__isnull=True)
                | (Q(accepted_amount__gte=0) & Q(accepted_amount__lte=F("asked_amount"))),
                name="slas_claim_accepts_no_more_than_asked",
            ),
            models.CheckConstraint(
                condition=~Q(status=ClaimStatus.CREDITED.value) | ~Q(credit_note_ref=""),
                name="slas_claim_credited_by_a_note",
            ),
        ]

    def __str__(self) -> str:
        return f"Claim {self.pk}: {self.period_first_date.isoformat()} to {self.period_last_date.isoformat()}"


class ClaimBasis(AuditedModel):
    """A version of a result that a claim rests on."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="bases")
    version = models.ForeignKey(ResultVersion, on_delete=models.PROTECT, related_name="claim_bases")

    objects = ClaimBasisQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        verbose_name = "basis of a claim"
        verbose_name_plural = "bases of claims"
        constraints = [models.UniqueConstraint(fields=["claim", "version"], name="slas_claim_basis_once")]

    def __str__(self) -> str:
        return f"{self.claim} on {self.version}"


class ClaimStep(AuditedModel):
    """One step of a claim: what was done, by which day, with which amount, reference and proof."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=20)
    to_status = models.CharField(max_length=10, choices=Claim.Status.choices)
    on_date = models.DateField(null=True, blank=True)
    amount = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    reference = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    proof = models.ForeignKey(
        "core.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = ClaimStepQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(to_status__in=list(STATUS_LABELS)), name="slas_claim_step_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} of {self.claim}"
