"""The tickets of a contract's services: the list, one by hand, changing and voiding one."""

from __future__ import annotations

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
from slas.actions.tickets import change_ticket, record_ticket, void_ticket
from slas.forms.readings import TicketForm
from slas.models import Ticket
from slas.permissions import can_record
from slas.views.outages import PAGE_ROWS, contract_to_record, services_of

_NEWEST = Order("opened_at", is_descending=True)


@policy("contracts.view")
def ticket_list(request: HttpRequest, pk: int) -> HttpResponse:
    """List the tickets of a contract's services, the newest first; of one service where it is asked for."""
    contract = visible_contract(request, pk)
    services = services_of(request, contract)
    chosen = next((one for one in services if one.slug == request.GET.get("service")), None)
    seen = Ticket.objects.visible_to(request.user).filter(service__contract_id=contract.pk)
    if chosen is not None:
        seen = seen.filter(service=chosen)
    rows = seen.select_related("service").prefetch_related("pauses")
    context = {
        "title": f"Tickets: {contract.number} {contract.title}",
        "contract": contract,
        "services": services,
        "chosen": chosen,
        "page": fetch_page(rows, _NEWEST, size=PAGE_ROWS, cursor=request.GET.get("after", "")),
        "may_record": can_record(request.user, contract),  # type: ignore[arg-type]
    }
    return render(request, "slas/ticket_list.html", context)


@policy("slas.record")
def ticket_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a ticket by hand."""
    contract = contract_to_record(request, pk)
    form = TicketForm(request.POST or None, services=services_of(request, contract))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = record_ticket(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                row=form.row(),
                now=clock.now(),
            )
            messages.success(request, f"The ticket {made.ref} is recorded.")
            return redirect("sla_tickets", contract.pk)
    title = f"Record a ticket: {contract.number} {contract.title}"
    return form_page(request, form, title=title, verb="Record ticket", **_back(contract))


@policy("slas.record")
def ticket_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a ticket; refused when somebody else changed it meanwhile, the input kept."""
    ticket = _visible_ticket(request, pk)
    contract = ticket.service.contract
    pauses = sorted(ticket.pauses.all(), key=lambda one: one.start_at)
    form = TicketForm(request.POST or None, services=[ticket.service], ticket=ticket, pauses=pauses)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_ticket(
                actor=request.actor,  # type: ignore[attr-defined]
                ticket=ticket,
                row=form.row(),
                now=clock.now(),
                expected_version=form.cleaned_data["version"],
                expected_pauses=form.pauses_read(),
            )
            messages.success(request, f"The ticket {ticket.ref} is changed.")
            return redirect("sla_tickets", contract.pk)
    title = f"Change the ticket {ticket.ref} of {ticket.service}"
    return form_page(request, form, title=title, verb="Save ticket", **_back(contract))


@policy("slas.record")
def ticket_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a ticket does not count, asking why."""
    ticket = _visible_ticket(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            because = request.actor.with_reason(form.cleaned_data["reason"])  # type: ignore[attr-defined]
            void_ticket(actor=because, ticket=ticket)
            messages.success(request, f"The ticket {ticket.ref} does not count any more.")
            return redirect("sla_tickets", ticket.service.contract_id)
    return form_page(
        request,
        form,
        title=f"Void the ticket {ticket.ref}",
        verb="Void ticket",
        danger=True,
        intro=f"{ticket} of {ticket.service}. It stays on record and does not count any more.",
        **_back(ticket.service.contract),
    )


def _back(contract: Contract) -> dict[str, str]:
    url = reverse("sla_tickets", args=[contract.pk])
    return {"cancel_url": url, "crumb_label": f"Tickets of {contract.number}", "crumb_url": url}


def _visible_ticket(request: HttpRequest, pk: int) -> Ticket:
    seen = Ticket.objects.visible_to(request.user).select_related("service__contract__department")
    found: Ticket = get_object_or_404(seen, pk=pk)
    require(can_record(request.user, found.service.contract), "change tickets of this contract")  # type: ignore[arg-type]
    return found
