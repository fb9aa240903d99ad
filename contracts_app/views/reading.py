"""Finding the contract that an address names."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from contracts_app.models import Contract

_JOINED = ("vendor", "department", "entity", "owner", "backup_owner", "terms")


def visible_contract(request: HttpRequest, pk: int) -> Contract:
    """Return the contract if the person may see it; 404 otherwise, as for one that does not exist."""
    contracts = Contract.objects.visible_to(request.user).select_related(*_JOINED).defer("search_vector")
    return get_object_or_404(contracts, pk=pk)
