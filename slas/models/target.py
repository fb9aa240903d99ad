"""Targets: what a vendor promised about a service, version by version."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.audit import AuditedModel
from slas.models.service import Service
from slas.querysets import SlaTargetQuerySet, TargetVersionQuerySet
from slas.rules.agreed_target import INDICATOR_LABELS, UNIT_OF, IndicatorKind
from slas.rules.exclusion import Denominator, ExclusionKind
from slas.rules.indicator import Gathering
from slas.rules.period import PeriodKind
from slas.rules.target import Better


class SlaTarget(AuditedModel):
    """What is measured of a service: one indicator, of one severity where the contract tells them apart.

    What was promised stands in its versions; each counts from its day on. ``name`` says what a count or a
    key figure measures. ``owner`` answers for a key figure and ``source`` says where its readings come from.
    """

    class Indicator(models.TextChoices):
        AVAILABILITY = IndicatorKind.AVAILABILITY.value, INDICATOR_LABELS[IndicatorKind.AVAILABILITY]
        RESPONSE = IndicatorKind.RESPONSE.value, INDICATOR_LABELS[IndicatorKind.RESPONSE]
        RESOLUTION = IndicatorKind.RESOLUTION.value, INDICATOR_LABELS[IndicatorKind.RESOLUTION]
        PERCENTILE = IndicatorKind.PERCENTILE.value, INDICATOR_LABELS[IndicatorKind.PERCENTILE]
        COUNT = IndicatorKind.COUNT.value, INDICATOR_LABELS[IndicatorKind.COUNT]
        KEY_FIGURE = IndicatorKind.KEY_FIGURE.value, INDICATOR_LABELS[IndicatorKind.KEY_FIGURE]

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="targets")
    indicator = models.CharField(max_length=12, choices=Indicator.choices)
    severity = models.CharField(max_length=40, blank=True, default="")
    name = models.CharField(max_length=120, blank=True, default="")
    owner = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="owned_sla_targets"
    )
    source = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()

    objects = SlaTargetQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        verbose_name = "SLA target"
        constraints = [
            models.UniqueConstraint(
                fields=["service", "indicator", "severity", "name"], name="slas_target_once"
            ),
            models.CheckConstraint(
                condition=Q(indicator__in=[kind.value for kind in IndicatorKind]),
                name="slas_target_indicator_known",
            ),
        ]

    def __str__(self) -> str:
        told = [self.name or self.get_indicator_display(), self.severity]
        return f"{self.service}: {', '.join(part for part in told if part)}"

    @property
    def unit(self) -> str:
        """What its figures are in; a key figure says so in its version."""
        return UNIT_OF.get(IndicatorKind(self.indicator), "")


class TargetVersion(AuditedModel):
    """What was promised from a day on; the version before counts up to the day before.

    ``value`` is what must be reached: percent of an availability, minutes of a response, a resolution or a
    latency, a number of a count. ``share_percent`` is in how many of a hundred tickets; blank: in each.
    ``hours`` are the openings of Monday to Sunday in minutes of the day; blank: around the clock.
    ``period_fee_amount`` is the fee of the service for one period, what percentages are of. ``scheme`` is
    the credit scheme in the fields of ``slas.rules.scheme_text``; blank: none is agreed.
    """

    class Better(models.TextChoices):
        HIGHER = Better.HIGHER.value, "At least"
        LOWER = Better.LOWER.value, "At most"

    class Period(models.TextChoices):
        MONTH = PeriodKind.MONTH.value, "Calendar month"
        QUARTER = PeriodKind.QUARTER.value, "Calendar quarter"
        YEAR = PeriodKind.YEAR.value, "Calendar year"
        BILLING_CYCLE = PeriodKind.BILLING_CYCLE.value, "Billing cycle"

    class Denominator(models.TextChoices):
        STAYS = Denominator.STAYS.value, "Stays in the time that counts"
        LESS_EXCUSED = Denominator.LESS_EXCUSED.value, "Excused downtime leaves it"
        LESS_EXCLUDED = Denominator.LESS_EXCLUDED.value, "The whole exclusion leaves it"

    class Gathering(models.TextChoices):
        LATEST = Gathering.LATEST.value, "The latest reading"
        SUM = Gathering.SUM.value, "The sum"
        MEAN = Gathering.MEAN.value, "The mean"
        LOWEST = Gathering.LOWEST.value, "The lowest"
        HIGHEST = Gathering.HIGHEST.value, "The highest"

    target = models.ForeignKey(SlaTarget, on_delete=models.CASCADE, related_name="versions")
    effective_from = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=8)
    better = models.CharField(max_length=6, choices=Better.choices)
    unit = models.CharField(max_length=30, blank=True, default="")
    share_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    percentile = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    gathering = models.CharField(max_length=8, choices=Gathering.choices, default=Gathering.LATEST)
    period = models.CharField(max_length=13, choices=Period.choices, default=Period.MONTH)
    zone = models.CharField(max_length=60, default="UTC")
    billing_from = models.DateField(null=True, blank=True)
    billing_months = models.PositiveSmallIntegerField(default=1)
    hours = models.JSONField(null=True, blank=True)
    hours_calendar = models.CharField(max_length=20, blank=True, default="")
    minimum_minutes = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    excused = ArrayField(models.CharField(max_length=14), default=list, blank=True)
    denominator = models.CharField(max_length=13, choices=Denominator.choices, default=Denominator.STAYS)
    announced_hours = models.PositiveIntegerField(null=True, blank=True)
    rounding_mode = models.CharField(max_length=20, blank=True, default="")
    rounding_decimals = models.PositiveSmallIntegerField(null=True, blank=True)
    period_fee_amount = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    period_fee_currency = models.CharField(max_length=3, blank=True, default="")
    scheme = models.JSONField(null=True, blank=True)
    clause_ref = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()

    objects = TargetVersionQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        verbose_name = "version of an SLA target"
        verbose_name_plural = "versions of SLA targets"
        constraints = [
            models.UniqueConstraint(
                fields=["target", "effective_from"], name="slas_target_version_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(better__in=[one.value for one in Better])
                & Q(period__in=[one.value for one in PeriodKind])
                & Q(denominator__in=[one.value for one in Denominator])
                & Q(gathering__in=[one.value for one in Gathering])
                & Q(excused__contained_by=[one.value for one in ExclusionKind]),
                name="slas_target_version_words_known",
            ),
            models.CheckConstraint(
                condition=~Q(period=PeriodKind.BILLING_CYCLE.value) | Q(billing_from__isnull=False),
                name="slas_target_cycle_has_a_start",
            ),
            models.CheckConstraint(
                condition=Q(period_fee_amount__isnull=True) | ~Q(period_fee_currency=""),
                name="slas_target_fee_has_currency",
            ),
            models.CheckConstraint(
                condition=Q(billing_months__gte=1) & Q(value__gte=0),
                name="slas_target_version_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} from {self.effective_from.isoformat()}"
