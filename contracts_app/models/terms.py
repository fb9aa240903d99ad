"""Terms: how long a contract runs and what happens at the end."""

from __future__ import annotations

from django.db import models

from contracts_app.querysets import ContractPartQuerySet
from core.audit import AuditedModel


class PeriodUnit(models.TextChoices):
    """Units in which terms are agreed."""

    DAYS = "days", "days"
    WEEKS = "weeks", "weeks"
    MONTHS = "months", "months"
    YEARS = "years", "years"


class ContractTerms(AuditedModel):
    """The agreed duration of one contract.

    All dates are inclusive as printed: ``start_date`` and ``end_date`` are the first and
    the last day in force of the initial term. Either an initial term or an explicit end
    date is given. ``max_renewals`` counts renewals after the initial term; blank means
    unlimited and 0 means none. ``renewal_as_initial``: each renewal lasts as long as the first
    term. ``renewal_by_agreement``: a fixed term that both sides may agree to renew.
    ``start_event``: with what the term begins, where that is an event; ``start_date`` is its day.
    ``end_event``: the event that the first term counts from, where that is not its start, and its day; an
    ``end_date`` beside it is the latest end.
    ``minimum_event``: the event that the minimum term counts from, where that is not the start, and its day.
    ``renewals_exercised``: options exercised, or renewals agreed, that no notice on record tells.
    """

    class TermType(models.TextChoices):
        FIXED = "fixed", "Fixed"
        AUTO_RENEW = "auto_renew", "Renews automatically"
        OPTION = "option", "Option to extend"
        EVERGREEN = "evergreen", "Evergreen"
        MONTH_TO_MONTH = "month_to_month", "Month to month"
        PERPETUAL = "perpetual", "Perpetual"

    class AfterLastTerm(models.TextChoices):
        LAPSE = "lapse", "Lapses"
        HOLDOVER = "holdover", "Continues in holdover"

    contract = models.OneToOneField("contracts_app.Contract", on_delete=models.CASCADE, related_name="terms")
    term_type = models.CharField(max_length=20, choices=TermType.choices, blank=True, default="")
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    initial_term_quantity = models.PositiveIntegerField(null=True, blank=True)
    initial_term_unit = models.CharField(max_length=10, choices=PeriodUnit.choices, blank=True, default="")
    renewal_term_quantity = models.PositiveIntegerField(null=True, blank=True)
    renewal_term_unit = models.CharField(max_length=10, choices=PeriodUnit.choices, blank=True, default="")
    max_renewals = models.PositiveIntegerField(null=True, blank=True)
    renewals_exercised = models.PositiveIntegerField(default=0, db_default=0)
    after_last_term = models.CharField(
        max_length=10, choices=AfterLastTerm.choices, default=AfterLastTerm.LAPSE
    )
    renewal_as_initial = models.BooleanField(default=False, db_default=False)
    renewal_by_agreement = models.BooleanField(default=False, db_default=False)
    start_event = models.CharField(max_length=200, blank=True, default="", db_default="")
    end_event = models.CharField(max_length=200, blank=True, default="", db_default="")
    end_event_date = models.DateField(null=True, blank=True)
    minimum_term_quantity = models.PositiveIntegerField(null=True, blank=True)
    minimum_term_unit = models.CharField(max_length=10, choices=PeriodUnit.choices, blank=True, default="")
    minimum_event = models.CharField(max_length=200, blank=True, default="", db_default="")
    minimum_event_date = models.DateField(null=True, blank=True)
    clause_ref = models.CharField(max_length=60, blank=True, default="")

    objects = ContractPartQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        verbose_name_plural = "contract terms"
        indexes = [
            models.Index(fields=["start_date", "contract"], name="contracts_terms_by_start"),
            models.Index(fields=["end_date", "contract"], name="contracts_terms_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start_date__isnull=True)
                | models.Q(end_date__isnull=True)
                | models.Q(end_date__gte=models.F("start_date")),
                name="contracts_terms_end_not_before_start",
            )
        ]

    def __str__(self) -> str:
        return f"Terms of {self.contract}"
