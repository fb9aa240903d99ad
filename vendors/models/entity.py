"""Entities: our own side of a contract."""

from __future__ import annotations

from django.db import models

from core.audit import AuditedModel
from vendors.querysets import EntityQuerySet


class Entity(AuditedModel):
    """One of our own legal entities: who the contracting party on our side is."""

    name = models.CharField(max_length=200, unique=True)
    country = models.CharField(max_length=2, blank=True, default="", help_text="ISO 3166 code, e.g. DE")
    registration_number = models.CharField(max_length=60, blank=True, default="")
    vat_number = models.CharField(max_length=30, blank=True, default="")
    lei = models.CharField(max_length=20, blank=True, default="")
    address = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)

    objects = EntityQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        verbose_name_plural = "entities"

    def __str__(self) -> str:
        return self.name
