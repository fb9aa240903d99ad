"""What contracts do when something below them changes, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from contracts_app.actions.search import reindex_contracts
from contracts_app.models import Contract, ContractVendor
from vendors.signals import vendors_renamed


@receiver(vendors_renamed, dispatch_uid="contracts_app.reindex_contracts_of_renamed_vendors")
def reindex_contracts_of_renamed_vendors(sender: Any, *, vendor_ids: Sequence[int], **kwargs: Any) -> None:
    """Keep contracts findable by the present names of their vendors. Running twice writes the same words."""
    main = Contract.unscoped.filter(vendor_id__in=vendor_ids).values_list("pk", flat=True)
    further = ContractVendor.unscoped.filter(vendor_id__in=vendor_ids).values_list("contract_id", flat=True)
    reindex_contracts(sorted({*main, *further}))
