"""The page of one vendor: overview and activity; upper apps add their panels through the registry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from core import clock
from core.access import policy
from core.ledger import activity_of
from core.pages.activity import SHOWN, sentences_of
from core.pages.panels import render_panel
from vendors.models import Vendor, VendorContact
from vendors.permissions import can_edit
from vendors.rules.country import country_name

PAGE = "vendor"
SHELL = "vendors/vendor_page.html"


def visible_vendor(request: HttpRequest, pk: int) -> Vendor:
    """Return the vendor that the person may see; 404 for any other."""
    return get_object_or_404(Vendor.objects.visible_to(request.user).select_related("parent"), pk=pk)


@policy("vendors.view")
def vendor_overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the facts of a vendor, its contacts by role, and the vendors that belong to it."""
    vendor = visible_vendor(request, pk)
    context = {
        "country": country_name(vendor.country),
        "contacts": VendorContact.objects.visible_to(request.user)
        .filter(vendor=vendor)
        .order_by("role", "name"),
        "subsidiaries": Vendor.objects.visible_to(request.user).filter(parent=vendor).order_by("name"),
        "can_edit": can_edit(request.user),  # type: ignore[arg-type]
    }
    return _panel(request, vendor, "vendor_overview", "vendors/panels/overview.html", context)


@policy("vendors.view")
def vendor_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Say in sentences what was done to the vendor and its contacts."""
    vendor = visible_vendor(request, pk)
    contacts = VendorContact.history.filter(vendor_id=vendor.pk).order_by("history_id")
    names = {
        ("vendors.vendorcontact", row.id): f"contact {row.name} ({row.get_role_display()})"
        for row in contacts
    }
    entries = activity_of([("vendors.vendor", vendor.pk), *names], request.user, limit=SHOWN)
    context = {"sentences": sentences_of(entries, main="vendors.vendor", names=names)}
    return _panel(request, vendor, "vendor_activity", "core/parts/activity.html", context)


def _panel(
    request: HttpRequest, vendor: Vendor, panel: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    context["can_edit"] = can_edit(request.user)  # type: ignore[arg-type]
    return render_panel(
        request,
        page=PAGE,
        panel=panel,
        subject=vendor,
        shell=SHELL,
        template=template,
        now=clock.now(),
        context=context,
    )
