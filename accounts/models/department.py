"""Departments: the part of our organization that a contract belongs to."""

from __future__ import annotations

from django.db import models

from accounts.querysets import DepartmentQuerySet
from core.audit import AuditedModel


class Department(AuditedModel):
    """A department of our own organization; contracts, roles and reminder queues belong to one."""

    name = models.CharField(max_length=200, unique=True)
    timezone = models.CharField(max_length=64, default="UTC", help_text="IANA name, e.g. Europe/Berlin")
    is_active = models.BooleanField(default=True)

    objects = DepartmentQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        verbose_name = "department"

    def __str__(self) -> str:
        return self.name


def has_department() -> bool:
    """Tell whether there is a department in use, which a contract needs to belong to."""
    return Department.objects.for_system("whether there is any").filter(is_active=True).exists()
