"""What a contract says about all its service credits together."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.audit import AuditedModel
from slas.querysets import CreditAgreementQuerySet
from slas.rules.claim_rule import ClaimTest, WindowAnchor, WindowUnit
from slas.rules.credit_terms import Stacking


class CreditAgreement(AuditedModel):
    """What counts from a day on for every credit of a contract: stacking, caps, minimum, claim window.

    ``caps`` are in the fields of ``slas.rules.agreed_credits``. ``fees_*`` are the fees of a month, a year
    and the term in ``currency``, what caps in percent are of. ``is_sole_remedy`` is blank where the contract
    does not say. ``chronic_*`` are the rule of chronic failure; blank ``chronic_missed``: none is agreed.
    """

    class Stacking(models.TextChoices):
        SUM = Stacking.SUM.value, "They add up"
        MAXIMUM = Stacking.MAXIMUM.value, "Only the largest counts"

    class WindowUnit(models.TextChoices):
        CALENDAR_DAYS = WindowUnit.CALENDAR_DAYS.value, "Calendar days"
        BUSINESS_DAYS = WindowUnit.BUSINESS_DAYS.value, "Business days"
        MONTHS = WindowUnit.MONTHS.value, "Months"
        BILLING_CYCLES = WindowUnit.BILLING_CYCLES.value, "Billing cycles"

    class WindowAnchor(models.TextChoices):
        PERIOD_END = WindowAnchor.PERIOD_END.value, "After the period that was missed"
        BILLING_CYCLE_END = WindowAnchor.BILLING_CYCLE_END.value, "After the billing cycle of the incident"
        INCIDENT_START = WindowAnchor.INCIDENT_START.value, "After the incident began"
        INCIDENT_END = WindowAnchor.INCIDENT_END.value, "After the incident ended"

    class ClaimTest(models.TextChoices):
        RECEIVED = ClaimTest.RECEIVED.value, "The claim must be received"
        SENT = ClaimTest.SENT.value, "The claim must be sent"

    contract = models.ForeignKey(
        "contracts_app.Contract", on_delete=models.CASCADE, related_name="credit_agreements"
    )
    effective_from = models.DateField()
    currency = models.CharField(max_length=3, blank=True, default="")
    stacking = models.CharField(max_length=7, choices=Stacking.choices, default=Stacking.SUM)
    caps = models.JSONField(default=list, blank=True)
    fees_month = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    fees_year = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    fees_term = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    minimum_amount = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    minimum_must_exceed = models.BooleanField(default=False)
    is_sole_remedy = models.BooleanField(null=True, blank=True)
    window_quantity = models.PositiveSmallIntegerField(null=True, blank=True)
    window_unit = models.CharField(
        max_length=14, choices=WindowUnit.choices, default=WindowUnit.CALENDAR_DAYS
    )
    window_anchor = models.CharField(
        max_length=17, choices=WindowAnchor.choices, default=WindowAnchor.PERIOD_END
    )
    window_test = models.CharField(max_length=8, choices=ClaimTest.choices, default=ClaimTest.RECEIVED)
    window_calendar = models.CharField(max_length=20, blank=True, default="")
    window_zone = models.CharField(max_length=60, default="UTC")
    cycle_start_date = models.DateField(null=True, blank=True)
    cycle_months = models.PositiveSmallIntegerField(default=1)
    chronic_missed = models.PositiveSmallIntegerField(null=True, blank=True)
    chronic_window = models.PositiveSmallIntegerField(null=True, blank=True)
    chronic_notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    chronic_use_within_days = models.PositiveSmallIntegerField(null=True, blank=True)
    clause_ref = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()

    objects = CreditAgreementQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "effective_from"], name="slas_credit_agreement_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(stacking__in=[one.value for one in Stacking])
                & Q(window_unit__in=[one.value for one in WindowUnit])
                & Q(window_anchor__in=[one.value for one in WindowAnchor])
                & Q(window_test__in=[one.value for one in ClaimTest]),
                name="slas_credit_agreement_words_known",
            ),
            models.CheckConstraint(
                condition=Q(chronic_missed__isnull=True) | Q(chronic_window__isnull=False),
                name="slas_chronic_failure_has_a_window",
            ),
        ]

    def __str__(self) -> str:
        return f"Service credits of {self.contract} from {self.effective_from.isoformat()}"
