"""Results: how a target was kept in a period, version by version."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.audit import AuditedModel
from slas.models.target import SlaTarget, TargetVersion
from slas.querysets import ResultQuerySet, ResultVersionQuerySet
from slas.rules.credit import CreditStatus


class Result(AuditedModel):
    """A target in one period, both days included. Signed off it is locked: nothing makes a new version."""

    target = models.ForeignKey(SlaTarget, on_delete=models.CASCADE, related_name="results")
    period_first_date = models.DateField()
    period_last_date = models.DateField()
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)

    objects = ResultQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["target", "period_first_date"], name="slas_result_once"),
            models.CheckConstraint(
                condition=Q(period_last_date__gte=F("period_first_date")), name="slas_result_period_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}, {self.period_first_date.isoformat()} to {self.period_last_date.isoformat()}"

    @property
    def is_locked(self) -> bool:
        """Whether somebody has signed it off."""
        return self.signed_off_at is not None


class ResultVersion(AuditedModel):
    """The figures of a result as they were computed once; a correction makes a new version with its reason.

    Lengths are whole microseconds and the figure is a fraction, so that nothing is rounded. The figure is in
    the unit of the target, percent of an availability; blank: no data. ``credit_*`` is what the scheme
    gives before the caps of the contract. ``input_sha256`` is over everything that was counted.
    """

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.ForeignKey(TargetVersion, on_delete=models.PROTECT, related_name="+")
    total_us = models.BigIntegerField(null=True, blank=True)
    down_us = models.BigIntegerField(null=True, blank=True)
    excused_us = models.BigIntegerField(null=True, blank=True)
    left_out_us = models.BigIntegerField(null=True, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    figure_numerator = models.DecimalField(max_digits=60, decimal_places=0, null=True, blank=True)
    figure_denominator = models.DecimalField(max_digits=60, decimal_places=0, null=True, blank=True)
    is_met = models.BooleanField(null=True, blank=True)
    credit_status = models.CharField(max_length=10, blank=True, default="")
    credit_percent = models.DecimalField(max_digits=20, decimal_places=8, null=True, blank=True)
    credit_amount = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    credit_currency = models.CharField(max_length=3, blank=True, default="")
    credit_days = models.DecimalField(max_digits=20, decimal_places=8, null=True, blank=True)
    input_sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, blank=True, default="")
    computed_at = models.DateTimeField()

    objects = ResultVersionQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["result", "number"], name="slas_result_version_once"),
            models.CheckConstraint(
                condition=Q(figure_numerator__isnull=True) | Q(figure_denominator__gt=0),
                name="slas_result_figure_is_a_fraction",
            ),
            models.CheckConstraint(
                condition=Q(credit_status__in=["", *(one.value for one in CreditStatus)]),
                name="slas_result_credit_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result}, version {self.number}"
