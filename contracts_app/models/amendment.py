"""Amendments: what changed clauses and terms of a contract, from when on, and since when we know."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts_app.models.document import Document, DocumentVersion
from contracts_app.querysets import AmendmentPartQuerySet, AmendmentQuerySet
from core.audit import AuditedModel


class Amendment(AuditedModel):
    """An agreement that changes clauses of one document of a contract, or its terms, from a day on.

    ``effective_date`` is the first day on which it counts, ``recorded_at`` when we recorded it.
    ``order_on_day`` counts from 1 among the amendments of one day. ``document`` is the one whose clauses it
    changes, blank for terms alone; ``paper`` the version of a document that is its paper. What was recorded
    is never changed: an amendment recorded in error is withdrawn, with a reason, and counts no more.
    ``problem`` says why its terms could not be applied on its day.
    """

    contract = models.ForeignKey(
        "contracts_app.Contract", on_delete=models.CASCADE, related_name="amendments"
    )
    title = models.CharField(max_length=200)
    effective_date = models.DateField()
    order_on_day = models.PositiveSmallIntegerField(default=1)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="amendments"
    )
    paper = models.ForeignKey(
        DocumentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="paper_of"
    )
    note = models.TextField(blank=True, default="")
    problem = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True, default="")

    objects = AmendmentQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        indexes = [
            models.Index(
                fields=["contract", "effective_date", "order_on_day"], name="contracts_amendment_order"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(order_on_day__gte=1), name="contracts_amendment_order_from_one"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="contracts_amendment_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AmendmentChange(AuditedModel):
    """One change of one clause: replace, insert or delete; ``order`` counts from 0 within the amendment.

    ``number`` is the clause that is replaced or deleted, or the number of the new one; ``after`` the clause
    behind which a new one goes, blank for the end. A deletion has no words.
    """

    class Action(models.TextChoices):
        REPLACE = "replace", "Replace"
        INSERT = "insert", "Insert"
        DELETE = "delete", "Delete"

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="changes")
    order = models.PositiveSmallIntegerField()
    action = models.CharField(max_length=10, choices=Action.choices)
    number = models.CharField(max_length=200)
    after = models.CharField(max_length=200, blank=True, default="")
    heading = models.CharField(max_length=500, blank=True, default="")
    text = models.TextField(blank=True, default="")

    objects = AmendmentPartQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "order"], name="contracts_amendment_change_order_once"
            ),
            models.CheckConstraint(
                condition=Q(action__in=["replace", "insert", "delete"]),
                name="contracts_amendment_change_action_known",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="contracts_amendment_change_names_a_clause"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.number}"


class AmendedTerm(AuditedModel):
    """One field of the terms or of a notice rule that an amendment changes.

    ``field`` is named as ``rules.term_fields`` does, values are written as there; empty is the usual value.
    ``applied_at`` is when the terms on record took the new value; until then ``old_value`` means nothing.
    ``old_value`` follows when an amendment goes in or out between two others; its history keeps what it was.
    """

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="terms")
    field = models.CharField(max_length=100)
    old_value = models.TextField(blank=True, default="")
    new_value = models.TextField(blank=True, default="")
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = AmendmentPartQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["amendment", "field"], name="contracts_amended_term_once")
        ]
        indexes = [
            models.Index(
                fields=["amendment"],
                condition=Q(applied_at__isnull=True),
                name="contracts_terms_to_apply",
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.amendment}"
