"""Where the page of a contract is."""

from __future__ import annotations

from django.urls import reverse


def contract_url(contract_id: int) -> str:
    """Return the address of the page of a contract, without the site."""
    return reverse("contract", args=[contract_id])
