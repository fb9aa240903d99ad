"""What a letter of notice would lack, said before it is written, with where to record it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from contracts_app.models import Contract
from contracts_app.permissions import can_edit
from renewals.actions.notices import take_over_agreed
from renewals.models import Notice
from vendors.permissions import can_edit as can_edit_vendor


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not on record; ``url`` is where the reader records it, empty where they may not."""

    words: str
    label: str
    url: str


def gaps_of(contract: Contract, user: User) -> Iterator[Gap]:
    """Yield what the letter about a contract would lack: who gives notice, and where it goes."""
    would = Notice(contract=contract)
    take_over_agreed(would, contract, None)
    if not would.sender:
        yield Gap(
            f"{contract.number} names no entity of ours, so the letter would not say who gives notice.",
            "Choose our entity",
            reverse("contract_change", args=[contract.pk]) if can_edit(user, contract) else "",
        )
    if not would.address:
        yield Gap(
            f"No address of {contract.vendor.name} is on record, so the letter would carry none.",
            "Record the address",
            reverse("vendor_change", args=[contract.vendor_id]) if can_edit_vendor(user) else "",
        )
