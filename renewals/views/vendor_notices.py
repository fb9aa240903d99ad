"""The vendor's notices: recorded, shown with their clock, dealt with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from contracts_app.views.reading import visible_contract
from core import clock
from core.access import signed_in
from core.pages.forms import ReasonForm, form_page, refusals_on
from renewals.actions.vendor_notices import record_vendor_notice, settle_vendor_notice
from renewals.forms import VendorNoticeForm
from renewals.models import Notice
from renewals.permissions import decides
from renewals.reports.vendor_notice_words import what_it_means, word_of_vendor_notice
from renewals.views.notices import crumb_of, is_only_looking, today


@signed_in
def vendor_notice_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a notice that the vendor gave us."""
    contract = visible_contract(request, pk)
    if is_only_looking(request, contract):
        return redirect("contract_decisions", pk)
    form = VendorNoticeForm(request.POST or None, initial={"received_date": today()})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = record_vendor_notice(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                draft=form.draft(),
                on=today(),
                now=clock.now(),
            )
            messages.success(request, f"{what_it_means(made)}.")
            return redirect("vendor_notice", made.pk)
    return form_page(
        request,
        form,
        title=f"Record a notice of the vendor: {contract.number}",
        verb="Record notice",
        intro="It starts a clock of its own, beside the deadline of the contract.",
        cancel_url=reverse("contract_decisions", args=[pk]),
        **crumb_of(contract),
    )


def _visible(request: HttpRequest, pk: int) -> Notice:
    seen = Notice.objects.visible_to(request.user).theirs()
    joined = seen.select_related("contract__vendor", "created_by", "closed_by")
    found: Notice = get_object_or_404(joined, pk=pk)
    return found


@signed_in
def vendor_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a vendor's notice: what it says, from when, and until when we must answer."""
    row = _visible(request, pk)
    may = decides(request.user, row.contract)  # type: ignore[arg-type]
    context = {
        "title": f"The vendor's notice: {row.contract.number} {row.contract.title}",
        "notice": row,
        "on": today(),
        "word": word_of_vendor_notice(row, today()),
        "meaning": what_it_means(row),
        "may_settle": may and row.status == Notice.Status.OPEN,
    }
    return render(request, "renewals/vendor_notice.html", context)


@signed_in
def vendor_notice_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a vendor's notice was dealt with, and how."""
    row = _visible(request, pk)
    if is_only_looking(request, row.contract):
        return redirect("vendor_notice", pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            settle_vendor_notice(actor=request.actor, notice=row, reason=reason, now=clock.now())  # type: ignore[attr-defined]
            messages.success(request, "The vendor's notice is dealt with.")
            return redirect("vendor_notice", pk)
    return form_page(
        request,
        form,
        title=f"Deal with the vendor's notice: {row.contract.number}",
        verb="Record what was done",
        intro=f"{what_it_means(row)}. Say what was agreed or answered, and by whom.",
        cancel_url=reverse("vendor_notice", args=[pk]),
        **crumb_of(row.contract),
    )
