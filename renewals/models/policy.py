"""Reminder policies: when people are reminded of which contracts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from contracts_app.models import Contract
from core.audit import AuditedModel
from renewals.querysets import ReminderPolicyQuerySet
from renewals.rules.policy import STANDARD_ACKNOWLEDGE_DAYS, STANDARD_PACK_DAYS, ReminderRule


class ReminderPolicy(AuditedModel):
    """When people are reminded of contracts of a type and value, and how early they must act.

    ``contract_type`` empty means every type; ``minimum_amount`` (in ``currency``, inclusive) null means
    every value. ``offsets`` are days before act-by, ``lead_days`` working days between act-by and send-by,
    ``decision_days`` calendar days before act-by by which the decision is due, ``acknowledge_days`` working
    days without an acknowledgment after which it climbs (0: never), ``pack_days`` calendar days before act-by
    on which the leverage pack is presented (0: never). Of the policies that fit the most specific counts
    (``renewals.rules.policy``).
    """

    contract_type = models.CharField(max_length=20, blank=True, default="", choices=Contract.Type.choices)
    minimum_amount = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    offsets = ArrayField(models.PositiveSmallIntegerField())
    lead_days = models.PositiveSmallIntegerField(default=0)
    decision_days = models.PositiveSmallIntegerField()
    acknowledge_days = models.PositiveSmallIntegerField(default=STANDARD_ACKNOWLEDGE_DAYS)
    pack_days = models.PositiveSmallIntegerField(default=STANDARD_PACK_DAYS)

    objects = ReminderPolicyQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        verbose_name = "reminder policy"
        verbose_name_plural = "reminder policies"
        constraints = [
            models.UniqueConstraint(
                fields=["contract_type", "currency", "minimum_amount"],
                nulls_distinct=False,
                name="renewals_policy_one_each",
            ),
            models.CheckConstraint(
                condition=Q(minimum_amount__isnull=True, currency="")
                | (Q(minimum_amount__gt=0) & ~Q(currency="")),
                name="renewals_policy_minimum_has_currency",
            ),
        ]

    def __str__(self) -> str:
        kind = self.get_contract_type_display() if self.contract_type else "Every type"
        if self.minimum_amount is None:
            return f"{kind}, every value"
        return f"{kind}, from {self.currency} {self.minimum_amount.normalize():f}"

    @property
    def rule(self) -> ReminderRule:
        """Return the policy as the rules see it."""
        return ReminderRule(
            contract_type=self.contract_type,
            minimum_amount=self.minimum_amount,
            currency=self.currency,
            offsets=tuple(self.offsets),
            lead_days=self.lead_days,
            decision_days=self.decision_days,
            acknowledge_days=self.acknowledge_days,
            pack_days=self.pack_days,
        )
