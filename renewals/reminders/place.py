"""Where the pages are that reminders lead to."""

from __future__ import annotations

from django.urls import reverse


def contract_url(contract_id: int) -> str:
    """Return the address of the page of a contract, without the site."""
    return reverse("contract", args=[contract_id])


def pack_url(contract_id: int) -> str:
    """Return the address of the leverage pack of a contract, without the site."""
    return reverse("contract_pack", args=[contract_id])


def decision_url(decision_id: int) -> str:
    """Return the address of the page of a decision, without the site."""
    return reverse("decision", args=[decision_id])


def vendor_notice_url(notice_id: int) -> str:
    """Return the address of the page of a vendor's notice, without the site."""
    return reverse("vendor_notice", args=[notice_id])
