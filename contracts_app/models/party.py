"""Further parties of a contract, and the people named on a confidential one."""

from __future__ import annotations

from django.db import models

from contracts_app.querysets import ContractPartQuerySet
from core.audit import AuditedModel


class ContractVendor(AuditedModel):
    """A further vendor that is party to a contract besides its main vendor."""

    contract = models.ForeignKey(
        "contracts_app.Contract", on_delete=models.CASCADE, related_name="further_vendors"
    )
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="further_contracts")

    objects = ContractPartQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["contract", "vendor"], name="contracts_further_vendor_unique")
        ]

    def __str__(self) -> str:
        return f"{self.vendor} on {self.contract}"


class ContractEntity(AuditedModel):
    """A further entity of ours that is party to a contract besides its contracting entity."""

    contract = models.ForeignKey(
        "contracts_app.Contract", on_delete=models.CASCADE, related_name="further_entities"
    )
    entity = models.ForeignKey("vendors.Entity", on_delete=models.PROTECT, related_name="further_contracts")

    objects = ContractPartQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["contract", "entity"], name="contracts_further_entity_unique")
        ]

    def __str__(self) -> str:
        return f"{self.entity} on {self.contract}"


class ContractAccess(AuditedModel):
    """A person named on a contract: sees it even when it is confidential."""

    contract = models.ForeignKey("contracts_app.Contract", on_delete=models.CASCADE, related_name="accesses")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="contract_accesses")

    objects = ContractPartQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["contract", "user"], name="contracts_access_unique")]

    def __str__(self) -> str:
        return f"{self.user} may see {self.contract}"
