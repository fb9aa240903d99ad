"""Role assignments: who has which role where."""

from __future__ import annotations

from django.db import models

from accounts.rules.roles import ROLE_LABELS
from core.audit import AuditedModel


class RoleAssignment(AuditedModel):
    """A role held by a person in one department, or in every department when none is named."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="role_assignments")
    department = models.ForeignKey(
        "accounts.Department",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="role_assignments",
    )
    role = models.CharField(max_length=20, choices=list(ROLE_LABELS.items()))

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department", "role"], nulls_distinct=False, name="accounts_role_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=list(ROLE_LABELS)), name="accounts_role_known"
            ),
        ]

    def __str__(self) -> str:
        where = self.department or "every department"
        return f"{self.user}: {self.get_role_display()} in {where}"
