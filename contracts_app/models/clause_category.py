"""The categories of clauses: suggested by words, confirmed or rejected by people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts_app.models.clause import Clause
from contracts_app.models.document import DocumentVersion
from contracts_app.querysets import ClauseCategoryQuerySet
from contracts_app.rules.categories import name_of
from core.audit import AuditedModel


class ClauseCategory(AuditedModel):
    """That a clause is in a category, or is not: one row for both.

    ``state`` is suggested, confirmed or rejected; a person confirms and rejects, the product suggests alone.
    ``evidence`` are the words that led to a suggestion, as ``categories_suggest.Evidence`` writes them; empty
    for what a person set. ``points`` is what they come to: the strongest suggestions are looked at first.
    ``version`` is that of the clause, which never changes: a category is found in the contracts of one kind
    by versions and not clause by clause. ``confirmed_in`` is the number of the earlier version of the
    document in which a person confirmed it of the same words; blank for none.
    """

    class State(models.TextChoices):
        SUGGESTED = "suggested", "Suggested"
        CONFIRMED = "confirmed", "Confirmed"
        REJECTED = "rejected", "Rejected"

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="categories")
    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="clause_categories")
    category = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUGGESTED)
    evidence = models.JSONField(default=list, blank=True)
    points = models.SmallIntegerField(default=0)
    confirmed_in = models.PositiveIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ClauseCategoryQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["clause", "category"], name="contracts_clause_category_once"),
            models.CheckConstraint(
                condition=Q(state__in=["suggested", "confirmed", "rejected"]),
                name="contracts_clause_category_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="suggested", decided_at__isnull=True)
                | ~Q(state="suggested") & Q(decided_at__isnull=False),
                name="contracts_clause_category_decided_when",
            ),
        ]
        indexes = [
            models.Index(fields=["version", "category", "state"], name="contracts_clauses_of_version"),
            models.Index(fields=["category", "state", "clause"], name="contracts_clauses_of_category"),
            models.Index(
                fields=["-points", "-id"], condition=Q(state="suggested"), name="contracts_clause_suggested"
            ),
        ]

    def __str__(self) -> str:
        return f"{name_of(self.category)}: {self.clause}"

    @property
    def name(self) -> str:
        """Return the name of the category."""
        return name_of(self.category)
