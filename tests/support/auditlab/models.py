"""Models on which the tests of the audit try every way of writing."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.audit import AuditedModel


def unset(collector: Any, field: Any, sub_objs: Any, using: str) -> None:
    """Null the foreign key from Python, as ``SET_NULL`` does, which a system check forbids here."""
    models.SET_NULL(collector, field, sub_objs, using)


class Shelf(AuditedModel):
    """Something that things stand on."""

    name = models.CharField(max_length=60)

    class Meta(AuditedModel.Meta):
        abstract = False
        verbose_name_plural = "shelves"

    def __str__(self) -> str:
        return self.name


class Label(AuditedModel):
    """Something that is put on things."""

    name = models.CharField(max_length=60)

    class Meta(AuditedModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.name


class Thing(AuditedModel):
    """A model with one column of each kind that the product uses."""

    AUDIT_EXCLUDED = ("seen_at",)

    class Color(models.TextChoices):
        RED = "red", "Red as a rose"
        BLUE = "blue", "Blue"

    name = models.CharField(max_length=60)
    code = models.CharField(max_length=60, unique=True, null=True)  # noqa: DJ001
    count = models.IntegerField(default=0)
    amount = models.DecimalField("price", max_digits=19, decimal_places=4, null=True)
    color = models.CharField(max_length=10, choices=Color.choices, blank=True, default="")
    day = models.DateField(null=True)
    is_sold = models.BooleanField(default=False)
    details = models.JSONField(default=dict)
    words = ArrayField(models.CharField(max_length=20), default=list)
    seen_at = models.DateTimeField(null=True)
    shelf = models.ForeignKey(Shelf, null=True, on_delete=unset, related_name="things")
    labels = models.ManyToManyField(Label, through="ThingLabel", related_name="things")

    class Meta(AuditedModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.name


class ThingLabel(AuditedModel):
    """A label on a thing."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="label_links")
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="thing_links")

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["thing", "label"], name="auditlab_label_unique")]

    def __str__(self) -> str:
        return f"{self.label} on {self.thing}"


class Part(AuditedModel):
    """Goes with its thing: deleted by Django's cascade."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=60)

    class Meta(AuditedModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.name


class Box(AuditedModel):
    """Goes with its shelf: deleted by the database's own cascade (see the migration)."""

    shelf = models.ForeignKey(Shelf, on_delete=models.DO_NOTHING, related_name="boxes", db_constraint=False)
    name = models.CharField(max_length=60)

    class Meta(AuditedModel.Meta):
        abstract = False
        verbose_name_plural = "boxes"

    def __str__(self) -> str:
        return self.name


class Hook(AuditedModel):
    """Loses its shelf by the database's own ON DELETE SET NULL (see the migration)."""

    shelf = models.ForeignKey(
        Shelf, null=True, on_delete=models.DO_NOTHING, related_name="hooks", db_constraint=False
    )
    name = models.CharField(max_length=60)

    class Meta(AuditedModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.name
