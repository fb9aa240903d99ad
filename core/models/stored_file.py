"""Stored files: what a person or the product put into the content store, and what it belongs to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.access import ScopedQuerySet
from core.audit import AuditedModel


class StoredFileQuerySet(ScopedQuerySet):
    """Stored files; through this filter a person sees only their own, others through what they belong to."""

    def visible_filter(self, user: Any) -> Q:
        return Q(created_by=user)


class StoredFile(AuditedModel):
    """A file in the content store, under the SHA-256 of its bytes.

    The bytes never change; the same bytes uploaded twice are stored once and have two rows.
    ``kind`` is a key of ``registry.file_kinds``, which says who may download it. ``subject_type``
    and ``subject_id`` name what it belongs to, e.g. ``contracts_app.importrun`` and ``17``.
    """

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.CharField(max_length=64, blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    objects = StoredFileQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["sha256"], name="core_file_by_sha256"),
            models.Index(fields=["subject_type", "subject_id"], name="core_file_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=0), name="core_file_size_not_negative"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="core_file_sha256_is_hex"
            ),
        ]

    def __str__(self) -> str:
        return self.name
