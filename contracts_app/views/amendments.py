"""Amendments of a contract: their list, the page of one, and withdrawing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from contracts_app import permissions
from contracts_app.actions.amendments import withdraw_amendment
from contracts_app.models import Amendment, Contract
from contracts_app.reports.amendment_page import told_changes, word_of_amendment
from contracts_app.reports.coming import told_terms
from contracts_app.views.page import contract_panel
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import policy, require, signed_in
from core.pages.forms import ReasonForm, form_page, refusals_on
from core.reminders.shapes import date_in

_JOINED = (
    "contract__department",
    "document",
    "paper__document",
    "paper__file",
    "recorded_by",
    "withdrawn_by",
)


def today_of(contract: Contract) -> Any:
    """Return the day it is where the contract's department is."""
    return date_in(contract.department.timezone, clock.now())


@signed_in
def contract_amendments(request: HttpRequest, pk: int) -> HttpResponse:
    """List the amendments of a contract in the order in which they count, the withdrawn ones too."""
    contract = visible_contract(request, pk)
    rows = Amendment.objects.visible_to(request.user).filter(contract_id=pk)
    found = rows.select_related("document", "recorded_by").in_order()
    on = today_of(contract)
    context = {"amendments": [(one, word_of_amendment(one, on)) for one in found[:500]]}
    return contract_panel(
        request, contract, "contract_amendments", "contracts_app/panels/amendments.html", context
    )


def _visible(request: HttpRequest, pk: int) -> Amendment:
    seen = Amendment.objects.visible_to(request.user).select_related(*_JOINED)
    return get_object_or_404(seen.prefetch_related("changes"), pk=pk)


@signed_in
def amendment_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one amendment: what it changes, what stood there before, and what could not be made."""
    amendment = _visible(request, pk)
    contract = amendment.contract
    changes, base = told_changes(amendment, request.user)
    user: Any = request.user
    context = {
        "title": amendment.title,
        "amendment": amendment,
        "word": word_of_amendment(amendment, today_of(contract)),
        "changes": changes,
        "base": base,
        "terms": told_terms(amendment, contract),
        "is_applied": not amendment.terms.filter(applied_at__isnull=True).exists(),
        "may_withdraw": amendment.withdrawn_at is None and permissions.can_edit(user, contract),
    }
    return render(request, "contracts_app/amendment.html", context)


@policy("contracts.edit")
def amendment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an amendment that was recorded in error, saying why."""
    amendment = _visible(request, pk)
    contract = amendment.contract
    require(permissions.can_edit(request.user, contract), "change this contract")  # type: ignore[arg-type]
    if amendment.withdrawn_at is not None:
        messages.info(request, f"{amendment.title} is withdrawn already.")
        return redirect("amendment", pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            gone = withdraw_amendment(
                actor=request.actor,  # type: ignore[attr-defined]
                amendment=amendment,
                reason=form.cleaned_data["reason"],
                on=today_of(contract),
                now=clock.now(),
            )
            messages.success(request, f"{gone.title} is withdrawn. {gone.problem}".strip())
            return redirect("amendment", pk)
    return form_page(
        request,
        form,
        title=f"Withdraw {amendment.title}",
        verb="Withdraw amendment",
        danger=True,
        intro="For an amendment that was recorded in error. It stays readable; its clauses and terms count no"
        " more. An amendment that was agreed and then undone is undone by another amendment.",
        crumb_label=contract.number,
        crumb_url=reverse("contract_amendments", args=[contract.pk]),
        cancel_url=reverse("amendment", args=[pk]),
    )
