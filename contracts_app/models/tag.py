"""Tags: free labels that people put on contracts."""

from __future__ import annotations

from django.db import models

from contracts_app.querysets import ContractPartQuerySet, TagQuerySet
from core.audit import AuditedModel


class Tag(AuditedModel):
    """A label such as ``cloud`` or ``framework``; one spelling for everybody."""

    name = models.CharField(max_length=60, unique=True)

    objects = TagQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.name


class ContractTag(AuditedModel):
    """A tag on a contract."""

    contract = models.ForeignKey("contracts_app.Contract", on_delete=models.CASCADE, related_name="tag_links")
    tag = models.ForeignKey("contracts_app.Tag", on_delete=models.PROTECT, related_name="contract_links")

    objects = ContractPartQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["contract", "tag"], name="contracts_tag_unique")]

    def __str__(self) -> str:
        return f"{self.tag} on {self.contract}"
