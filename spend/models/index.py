"""Index series: published figures that prices follow, such as consumer prices."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.audit import AuditedModel
from spend.querysets import IndexSeriesQuerySet, IndexValueQuerySet
from spend.rules.index_file import DECIMALS
from spend.rules.index_period import FREQUENCY_LABELS, Frequency


class IndexSeries(AuditedModel):
    """A series of published figures, known by its ``code``.

    ``base`` says what stands for 100, ``source`` where the figures were taken from. The frequency says what
    one value is for; it never changes once there are values.
    """

    class Frequency(models.TextChoices):
        MONTHLY = Frequency.MONTHLY.value, FREQUENCY_LABELS[Frequency.MONTHLY]
        QUARTERLY = Frequency.QUARTERLY.value, FREQUENCY_LABELS[Frequency.QUARTERLY]
        YEARLY = Frequency.YEARLY.value, FREQUENCY_LABELS[Frequency.YEARLY]

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    base = models.CharField(max_length=100, blank=True, default="", help_text="e.g. 2020 = 100")
    frequency = models.CharField(max_length=10, choices=Frequency.choices)

    objects = IndexSeriesQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        verbose_name = "index series"
        verbose_name_plural = "index series"
        constraints = [
            models.CheckConstraint(
                condition=Q(frequency__in=[one.value for one in Frequency]),
                name="spend_index_frequency_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class IndexValue(AuditedModel):
    """The figure of a series for one period, exactly as published; ``period`` is the period's first day."""

    series = models.ForeignKey(IndexSeries, on_delete=models.CASCADE, related_name="values")
    period = models.DateField()
    value = models.DecimalField(max_digits=12 + DECIMALS, decimal_places=DECIMALS)

    objects = IndexValueQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["series", "period"], name="spend_index_value_unique"),
            models.CheckConstraint(condition=Q(value__gt=0), name="spend_index_value_above_zero"),
            models.CheckConstraint(condition=Q(period__day=1), name="spend_index_period_is_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.series.code} {self.period.isoformat()}: {self.value.normalize():f}"
