"""What a contract agrees about its price when it renews."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.db import models
from django.db.models import F, Q

from core.audit import AuditedModel
from spend.models.index import IndexSeries
from spend.querysets import UpliftRuleQuerySet
from spend.rules import uplift_rule
from spend.rules.index_period import Frequency
from spend.rules.term_length import PricePer
from spend.rules.uplift_draft import (
    COMBINATION_LABELS,
    KIND_LABELS,
    PERCENT_DECIMALS,
    PRICE_PER_LABELS,
    UpliftDraft,
    rule_of,
)
from spend.rules.uplift_rule import INDEX_KINDS, Combination, UpliftKind
from spend.rules.uplift_sentences import UpliftContext, rule_in_words


def _percent() -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=9, decimal_places=PERCENT_DECIMALS, null=True, blank=True)


class UpliftRule(AuditedModel):
    """The rule of one contract's price at renewal; the fields are those of ``spend.rules.uplift_rule``.

    Percentages are of the price (3 is 3 %). ``amount`` is in the currency of the contract's value.
    ``base_month`` is the month whose index the contract's present value rests on: who records a new value
    after a rise moves it on. ``lag_months`` lie between the reference month and the month of the renewal.
    ``price_per`` says what a term of another length costs; blank: not recorded.
    """

    class Kind(models.TextChoices):
        NONE = UpliftKind.NONE.value, KIND_LABELS[UpliftKind.NONE]
        PERCENT = UpliftKind.PERCENT.value, KIND_LABELS[UpliftKind.PERCENT]
        AMOUNT = UpliftKind.AMOUNT.value, KIND_LABELS[UpliftKind.AMOUNT]
        INDEX = UpliftKind.INDEX.value, KIND_LABELS[UpliftKind.INDEX]
        INDEX_SPREAD = UpliftKind.INDEX_SPREAD.value, KIND_LABELS[UpliftKind.INDEX_SPREAD]

    class Combination(models.TextChoices):
        LESSER = Combination.LESSER.value, COMBINATION_LABELS[Combination.LESSER]
        GREATER = Combination.GREATER.value, COMBINATION_LABELS[Combination.GREATER]

    class PricePer(models.TextChoices):
        YEAR = PricePer.YEAR.value, PRICE_PER_LABELS[PricePer.YEAR]
        TERM = PricePer.TERM.value, PRICE_PER_LABELS[PricePer.TERM]

    contract = models.OneToOneField(
        "contracts_app.Contract", on_delete=models.CASCADE, related_name="uplift_rule"
    )
    kind = models.CharField(max_length=14, choices=Kind.choices)
    percent = _percent()
    amount = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    series = models.ForeignKey(
        IndexSeries, null=True, blank=True, on_delete=models.PROTECT, related_name="uplift_rules"
    )
    base_month = models.DateField(null=True, blank=True)
    lag_months = models.PositiveSmallIntegerField(default=0)
    spread = _percent()
    combination = models.CharField(max_length=8, choices=Combination.choices, blank=True, default="")
    cap_percent = _percent()
    floor_percent = _percent()
    is_compounding = models.BooleanField(default=True)
    first_eligible_date = models.DateField(null=True, blank=True)
    announce_days = models.PositiveSmallIntegerField(null=True, blank=True)
    price_per = models.CharField(
        max_length=4, choices=PricePer.choices, blank=True, default="", db_default=""
    )
    clause_ref = models.CharField(max_length=60, blank=True, default="")

    objects = UpliftRuleQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        verbose_name = "uplift rule"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in UpliftKind])
                & Q(combination__in=["", *(one.value for one in Combination)]),
                name="spend_uplift_words_known",
            ),
            models.CheckConstraint(
                condition=Q(price_per__in=["", *(one.value for one in PricePer)]),
                name="spend_uplift_price_per_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(kind.value for kind in INDEX_KINDS))
                | Q(series__isnull=False, base_month__isnull=False),
                name="spend_uplift_index_has_series",
            ),
            models.CheckConstraint(
                condition=Q(cap_percent__isnull=True)
                | Q(floor_percent__isnull=True)
                | Q(cap_percent__gte=F("floor_percent")),
                name="spend_uplift_cap_not_below_floor",
            ),
        ]

    def __str__(self) -> str:
        return f"Price at renewal of {self.contract}"

    @property
    def draft(self) -> UpliftDraft:
        """Return the rule as it would be entered."""
        return UpliftDraft(**{field.name: getattr(self, field.name) for field in fields(UpliftDraft)})

    @property
    def rule(self) -> uplift_rule.UpliftRule:
        """Return the rule as the rules see it."""
        return rule_of(self.draft)

    def context(self, currency: str) -> UpliftContext:
        """Return what sentences about this rule name: its series, and the currency of the price."""
        if self.series is None:
            return UpliftContext(currency)
        return UpliftContext(currency, self.series.name, Frequency(self.series.frequency))

    def words(self, currency: str) -> str:
        """Say in one phrase what is agreed."""
        return rule_in_words(self.rule, self.context(currency))
