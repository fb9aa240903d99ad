"""Clauses: the numbered provisions of a document's version."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from contracts_app.models.document import DocumentVersion
from contracts_app.querysets import ClauseQuerySet
from core.audit import AuditedModel


class Clause(AuditedModel):
    """One provision of one version of a document, as an exact slice of its text.

    ``order`` counts from 0; all clauses of a version in order, joined, are its text. ``start`` is where
    the slice begins. ``level`` is 1 for the highest, 0 for the text before the first number.
    ``page`` counts from 1; blank where the document has no pages. A person may correct number, heading,
    level and where a clause begins, never its words; ``is_corrected`` says that somebody did. The order
    follows from the places, so the history has the places alone: a split would else copy every clause behind.
    """

    AUDIT_EXCLUDED = ("search_vector", "order")

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="clauses")
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=200, blank=True, default="")
    heading = models.CharField(max_length=500, blank=True, default="")
    level = models.PositiveSmallIntegerField()
    text = models.TextField()
    start = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True, blank=True)
    is_corrected = models.BooleanField(default=False)
    search_vector = SearchVectorField(null=True, editable=False)

    objects = ClauseQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["version", "order"],
                name="contracts_clause_order_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(text=""), name="contracts_clause_has_text"),
        ]
        indexes = [GinIndex(fields=["search_vector"], name="contracts_clause_search")]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.heading) if part) or f"Clause {self.order + 1}"
