"""Forms about one vendor: record, change, deactivate, reactivate."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import clock
from core.access import policy
from core.pages.forms import ReasonForm, form_page, refusals_on
from vendors.actions.vendors import change_vendor, create_vendor, deactivate_vendor, reactivate_vendor
from vendors.forms import VendorForm
from vendors.rules.draft import VendorDraft
from vendors.views.page import visible_vendor


@policy("vendors.edit")
def vendor_create(request: HttpRequest) -> HttpResponse:
    """Record a vendor."""
    form = VendorForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            vendor = create_vendor(actor=request.actor, draft=VendorDraft(**form.values), now=clock.now())  # type: ignore[attr-defined]
            messages.success(request, f"{vendor.name} is recorded.")
            return redirect("vendor", vendor.pk)
    return form_page(
        request, form, title="Record a vendor", verb="Record vendor", cancel_url=reverse("vendor_list")
    )


@policy("vendors.edit")
def vendor_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the facts of a vendor; refused when somebody else changed it meanwhile."""
    vendor = visible_vendor(request, pk)
    form = VendorForm(request.POST or None, user=request.user, vendor=vendor)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            version = form.cleaned_data["version"]
            change_vendor(
                actor=request.actor,  # type: ignore[attr-defined]
                vendor=vendor,
                changes=form.values,
                expected_version=version,
            )
            messages.success(request, "Your changes are saved.")
            return redirect("vendor", vendor.pk)
    return form_page(
        request,
        form,
        title=f"Change {vendor.name}",
        verb="Save changes",
        cancel_url=reverse("vendor", args=[pk]),
    )


@policy("vendors.edit")
def vendor_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a vendor out of use, asking why."""
    vendor = visible_vendor(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            deactivate_vendor(actor=request.actor.with_reason(form.cleaned_data["reason"]), vendor=vendor)  # type: ignore[attr-defined]
            messages.success(request, f"{vendor.name} is out of use.")
            return redirect("vendor", vendor.pk)
    return form_page(
        request,
        form,
        title=f"Deactivate {vendor.name}",
        verb="Deactivate vendor",
        danger=True,
        intro="It stays on its contracts and in every report, and is offered for no new contract.",
        cancel_url=reverse("vendor", args=[pk]),
    )


@policy("vendors.edit")
@require_POST
def vendor_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a vendor back into use."""
    vendor = visible_vendor(request, pk)
    reactivate_vendor(actor=request.actor, vendor=vendor)  # type: ignore[attr-defined]
    messages.success(request, f"{vendor.name} is in use again.")
    return redirect("vendor", vendor.pk)
