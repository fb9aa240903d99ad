"""Services: what a contract has the vendor run for us."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.audit import AuditedModel
from slas.querysets import SlaServiceQuerySet


class Service(AuditedModel):
    """A service of a contract, at one site where the contract tells sites apart.

    ``slug`` is what monitors and files call it; unique within the contract. ``monitored_from`` is since
    when it is watched: time before is no data. ``source_of_record`` names the source whose outages count
    where several report ("vendor", "monitor"); blank: all of them together.
    """

    contract = models.ForeignKey(
        "contracts_app.Contract", on_delete=models.CASCADE, related_name="sla_services"
    )
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    site = models.CharField(max_length=120, blank=True, default="")
    monitored_from = models.DateTimeField(null=True, blank=True)
    source_of_record = models.CharField(max_length=40, blank=True, default="")
    created_at = models.DateTimeField()

    objects = SlaServiceQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["contract", "slug"], name="slas_service_slug_once"),
            models.CheckConstraint(condition=~Q(slug="") & ~Q(name=""), name="slas_service_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.site})" if self.site else self.name
