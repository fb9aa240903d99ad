"""Forms about the contacts of a vendor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core.access import policy
from core.pages.forms import ReasonForm, form_page, refusals_on
from vendors.actions.contacts import add_contact, change_contact, remove_contact
from vendors.forms import ContactForm
from vendors.models import VendorContact
from vendors.rules.draft import ContactDraft
from vendors.views.page import visible_vendor


def _visible_contact(request: HttpRequest, pk: int) -> VendorContact:
    contacts = VendorContact.objects.visible_to(request.user).select_related("vendor")
    return get_object_or_404(contacts, pk=pk)


@policy("vendors.edit")
def contact_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record whom to reach at a vendor."""
    vendor = visible_vendor(request, pk)
    form = ContactForm(request.POST or None, initial={"role": request.GET.get("role", "notice")})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            contact = add_contact(actor=request.actor, vendor=vendor, draft=ContactDraft(**form.values))  # type: ignore[attr-defined]
            messages.success(request, f"{contact.name} is recorded for {vendor.name}.")
            return redirect("vendor", vendor.pk)
    return form_page(
        request,
        form,
        title=f"Add a contact at {vendor.name}",
        verb="Add contact",
        cancel_url=reverse("vendor", args=[pk]),
    )


@policy("vendors.edit")
def contact_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a contact; refused when somebody else changed it meanwhile."""
    contact = _visible_contact(request, pk)
    form = ContactForm(request.POST or None, contact=contact)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_contact(
                actor=request.actor,  # type: ignore[attr-defined]
                contact=contact,
                changes=form.values,
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, "Your changes are saved.")
            return redirect("vendor", contact.vendor_id)
    return form_page(
        request,
        form,
        title=f"Change {contact.name}",
        verb="Save changes",
        cancel_url=reverse("vendor", args=[contact.vendor_id]),
    )


@policy("vendors.edit")
def contact_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a contact, asking why."""
    contact = _visible_contact(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            remove_contact(actor=request.actor.with_reason(form.cleaned_data["reason"]), contact=contact)  # type: ignore[attr-defined]
            messages.success(request, f"{contact.name} is removed from {contact.vendor.name}.")
            return redirect("vendor", contact.vendor_id)
    return form_page(
        request,
        form,
        title=f"Remove {contact.name} from {contact.vendor.name}",
        verb="Remove contact",
        danger=True,
        cancel_url=reverse("vendor", args=[contact.vendor_id]),
    )
