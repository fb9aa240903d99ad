"""The outages of a contract's services: the list, one by hand, changing and voiding one."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from contracts_app.models import Contract
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import policy, require
from core.pages.forms import ReasonForm, form_page, refusals_on
from core.paging import Order, fetch_page
from slas.actions.outages import change_outage, record_outage, void_outage
from slas.forms.outages import OutageForm
from slas.models import Outage, Service
from slas.permissions import can_record

PAGE_ROWS = 50
_NEWEST = Order("start_at", is_descending=True)


@policy("contracts.view")
def outage_list(request: HttpRequest, pk: int) -> HttpResponse:
    """List the outages of a contract's services, the newest first; of one service where it is asked for."""
    contract = visible_contract(request, pk)
    services = services_of(request, contract)
    chosen = next((one for one in services if one.slug == request.GET.get("service")), None)
    seen = Outage.objects.visible_to(request.user).filter(service__contract_id=contract.pk)
    if chosen is not None:
        seen = seen.filter(service=chosen)
    cursor = request.GET.get("after", "")
    page = fetch_page(seen.select_related("service"), _NEWEST, size=PAGE_ROWS, cursor=cursor)
    context = {
        "title": f"Outages: {contract.number} {contract.title}",
        "contract": contract,
        "services": services,
        "chosen": chosen,
        "page": page,
        "lines": [(one, lasted_words(one)) for one in page.rows],
        "may_record": can_record(request.user, contract),  # type: ignore[arg-type]
    }
    return render(request, "slas/outage_list.html", context)


@policy("slas.record")
def outage_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an outage by hand."""
    contract = contract_to_record(request, pk)
    form = OutageForm(request.POST or None, services=services_of(request, contract))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = record_outage(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                row=form.row(),
                now=clock.now(),
            )
            messages.success(request, f"The outage of {made.service} is recorded.")
            return redirect("sla_outages", contract.pk)
    title = f"Record an outage: {contract.number} {contract.title}"
    return form_page(request, form, title=title, verb="Record outage", **back_to_list(contract))


@policy("slas.record")
def outage_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an outage; refused when somebody else changed it meanwhile, the input kept."""
    outage = _visible_outage(request, pk)
    contract = outage.service.contract
    form = OutageForm(request.POST or None, services=[outage.service], outage=outage)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_outage(
                actor=request.actor,  # type: ignore[attr-defined]
                outage=outage,
                row=form.row(),
                now=clock.now(),
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, f"The outage of {outage.service} is changed.")
            return redirect("sla_outages", contract.pk)
    title = f"Change an outage of {outage.service}"
    return form_page(request, form, title=title, verb="Save outage", **back_to_list(contract))


@policy("slas.record")
def outage_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an outage does not count, asking why."""
    outage = _visible_outage(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            because = request.actor.with_reason(form.cleaned_data["reason"])  # type: ignore[attr-defined]
            void_outage(actor=because, outage=outage)
            messages.success(request, f"The outage of {outage.service} does not count any more.")
            return redirect("sla_outages", outage.service.contract_id)
    return form_page(
        request,
        form,
        title=f"Void the outage of {outage.service}",
        verb="Void outage",
        danger=True,
        intro=f"{outage}. It stays on record and does not count any more.",
        **back_to_list(outage.service.contract),
    )


def contract_to_record(request: HttpRequest, pk: int) -> Contract:
    """Return the contract of the address, whose events the person may record."""
    contract = visible_contract(request, pk)
    require(can_record(request.user, contract), "record outages, tickets and exclusions of this contract")  # type: ignore[arg-type]
    return contract


def services_of(request: HttpRequest, contract: Contract) -> list[Service]:
    """Return the services of a contract by name."""
    return list(
        Service.objects.visible_to(request.user).filter(contract_id=contract.pk).order_by("name", "pk")
    )


def back_to_list(contract: Contract) -> dict[str, str]:
    """Return where a form about outages leads back to."""
    url = reverse("sla_outages", args=[contract.pk])
    return {"cancel_url": url, "crumb_label": f"Outages of {contract.number}", "crumb_url": url}


def lasted_words(outage: Outage) -> str:
    """Say how long an outage lasted; empty while it is open."""
    if outage.end_at is None:
        return ""
    span = outage.end_at - outage.start_at
    minutes, seconds = divmod(span // dt.timedelta(seconds=1), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours:,} h {minutes} min"
    return f"{minutes} min" if not seconds else f"{minutes} min {seconds} s"


def _visible_outage(request: HttpRequest, pk: int) -> Outage:
    seen = Outage.objects.visible_to(request.user).select_related("service__contract__department")
    found: Outage = get_object_or_404(seen, pk=pk)
    require(can_record(request.user, found.service.contract), "change outages of this contract")  # type: ignore[arg-type]
    return found
