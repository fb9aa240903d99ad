"""Notice rules: who must tell whom, how long before what, in which form."""

from __future__ import annotations

from django.db import models

from contracts_app.models.terms import PeriodUnit
from contracts_app.querysets import ContractPartQuerySet, NoticeMethodQuerySet
from core.audit import AuditedModel


class NoticeRule(AuditedModel):
    """One notice provision of a contract, for us or for the vendor.

    ``quantity`` and ``unit`` say how long before ``anchor`` the notice must have been
    received or sent (``test``). ``earliest_*`` opens a two-sided window. ``minimum_*`` holds back exits by
    this rule from the start of the contract on. ``timezone``
    and ``cutoff_time`` say where and until what hour the last day counts.
    """

    class Party(models.TextChoices):
        US = "us", "We"
        VENDOR = "vendor", "The vendor"

    class Kind(models.TextChoices):
        NON_RENEWAL = "non_renewal", "Non-renewal"
        CONVENIENCE = "convenience", "Termination for convenience"
        FOR_CAUSE = "for_cause", "Termination for cause"
        PRICE_OBJECTION = "price_objection", "Price objection"
        OPTION_EXERCISE = "option_exercise", "Exercise of an option"

    class Unit(models.TextChoices):
        CALENDAR_DAYS = "calendar_days", "calendar days"
        BUSINESS_DAYS = "business_days", "business days"
        CLEAR_DAYS = "clear_days", "clear days"
        WEEKS = "weeks", "weeks"
        MONTHS = "months", "months"
        YEARS = "years", "years"

    class Anchor(models.TextChoices):
        TERM_END = "term_end", "the end of the term"
        RENEWAL_DATE = "renewal_date", "the renewal date"
        ANNIVERSARY = "anniversary", "the anniversary"
        MONTH_END = "month_end", "the end of a month"
        QUARTER_END = "quarter_end", "the end of a quarter"
        FIXED_DAY = "fixed_day", "a fixed day of the year"
        ROLLING = "rolling", "any time"

    class Test(models.TextChoices):
        RECEIVED = "received", "must be received"
        SENT = "sent", "must be sent"

    class Roll(models.TextChoices):
        NONE = "none", "not moved"
        PRECEDING = "preceding", "moved to the preceding business day"

    contract = models.ForeignKey(
        "contracts_app.Contract", on_delete=models.CASCADE, related_name="notice_rules"
    )
    party = models.CharField(max_length=10, choices=Party.choices, default=Party.US)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.NON_RENEWAL)
    quantity = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, choices=Unit.choices, blank=True, default="")
    anchor = models.CharField(max_length=20, choices=Anchor.choices, default=Anchor.TERM_END)
    fixed_day = models.CharField(max_length=5, blank=True, default="", help_text="MM-DD")
    test = models.CharField(max_length=10, choices=Test.choices, default=Test.RECEIVED)
    earliest_quantity = models.PositiveIntegerField(null=True, blank=True)
    earliest_unit = models.CharField(max_length=20, choices=Unit.choices, blank=True, default="")
    roll = models.CharField(max_length=10, choices=Roll.choices, default=Roll.NONE)
    calendar = models.CharField(
        max_length=60, blank=True, default="", help_text="e.g. GB-ENG, DE-BY, or several: GB-ENG+US-NY"
    )
    timezone = models.CharField(max_length=64, blank=True, default="", help_text="IANA name")
    cutoff_time = models.TimeField(null=True, blank=True)
    cure_period_quantity = models.PositiveIntegerField(null=True, blank=True)
    cure_period_unit = models.CharField(max_length=20, choices=Unit.choices, blank=True, default="")
    minimum_quantity = models.PositiveIntegerField(null=True, blank=True)
    minimum_unit = models.CharField(
        max_length=10, choices=PeriodUnit.choices, blank=True, default="", db_default=""
    )
    addressee = models.TextField(blank=True, default="")
    form = models.CharField(max_length=200, blank=True, default="", help_text="e.g. in writing, signed")
    clause_ref = models.CharField(max_length=60, blank=True, default="")
    locked_reading = models.CharField(max_length=40, blank=True, default="")
    locked_reason = models.TextField(blank=True, default="")

    objects = ContractPartQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["contract", "party", "kind"], name="contracts_notice_rule_unique")
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.get_kind_display()} ({self.contract})"


class NoticeMethod(AuditedModel):
    """A permitted way to serve a notice, and when it counts as received.

    ``deemed_business_days`` 0 means received on the day of sending; the day after sending is day 1.
    ``deemed_calendar_days`` counts the same in calendar days; where it is given, it alone counts.
    """

    rule = models.ForeignKey(NoticeRule, on_delete=models.CASCADE, related_name="methods")
    method = models.CharField(max_length=60, help_text="e.g. email, courier, registered post")
    deemed_business_days = models.PositiveIntegerField(default=0)
    deemed_calendar_days = models.PositiveIntegerField(null=True, blank=True)
    address = models.TextField(blank=True, default="")

    objects = NoticeMethodQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["rule", "method"], name="contracts_notice_method_unique"),
            models.CheckConstraint(
                condition=models.Q(deemed_calendar_days__isnull=True) | models.Q(deemed_business_days=0),
                name="contracts_notice_method_one_count",
            ),
        ]

    def __str__(self) -> str:
        return self.method
