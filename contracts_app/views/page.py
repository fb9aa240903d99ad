"""The page of one contract: overview, terms, parties, activity; upper apps add their panels."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from contracts_app import permissions
from contracts_app.models import (
    Contract,
    ContractAccess,
    ContractEntity,
    ContractTag,
    ContractVendor,
    NoticeRule,
)
from contracts_app.reports.activity import activity_sentences, older_than, stamp
from contracts_app.rules.lifecycle import transitions_from
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import signed_in
from core.pages.panels import render_panel

PAGE = "contract"
SHELL = "contracts_app/contract_page.html"


@signed_in
def contract_overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the contract is, who is responsible, and the contracts around it."""
    contract = visible_contract(request, pk)
    seen = Contract.objects.visible_to(request.user).defer("search_vector", "description")
    context = {
        "tags": _parts(ContractTag, request, contract).select_related("tag").order_by("tag__name"),
        "children": seen.filter(parent_id=contract.pk).order_by("number")[:100],
        "superseding": seen.filter(supersedes_id=contract.pk).order_by("number")[:100],
        "supersedes": seen.filter(pk=contract.supersedes_id).first() if contract.supersedes_id else None,
    }
    template = "contracts_app/panels/overview.html"
    return contract_panel(request, contract, "contract_overview", template, context)


@signed_in
def contract_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the terms and every notice rule with its methods."""
    contract = visible_contract(request, pk)
    rules = _parts(NoticeRule, request, contract).prefetch_related("methods").order_by("party", "pk")
    context = {"terms": getattr(contract, "terms", None), "rules": rules}
    return contract_panel(request, contract, "contract_terms", "contracts_app/panels/terms.html", context)


@signed_in
def contract_parties(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the parties on both sides, the people responsible, and the people named."""
    contract = visible_contract(request, pk)
    context = {
        "further_vendors": _parts(ContractVendor, request, contract).select_related("vendor").order_by("pk"),
        "further_entities": _parts(ContractEntity, request, contract).select_related("entity").order_by("pk"),
        "named": _parts(ContractAccess, request, contract).select_related("user").order_by("user__full_name"),
    }
    return contract_panel(request, contract, "contract_parties", "contracts_app/panels/parties.html", context)


@signed_in
def contract_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Say in sentences what was done to the contract and everything that belongs to it."""
    contract = visible_contract(request, pk)
    before = older_than(request.GET.get("before", ""))
    sentences, older = activity_sentences(contract, request.user, before)
    context = {"sentences": sentences, "older_url": f"?before={stamp(older)}" if older else ""}
    return contract_panel(request, contract, "contract_activity", "core/parts/activity.html", context)


def _parts(model: Any, request: HttpRequest, contract: Contract) -> Any:
    return model.objects.visible_to(request.user).filter(contract_id=contract.pk)


def contract_panel(
    request: HttpRequest, contract: Contract, panel: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Draw one panel of a contract: alone for htmx, inside the contract's page otherwise.

    Upper apps draw their panels by it too.

    Args:
        request: Whose rights decide on what is offered.
        contract: As ``visible_contract`` gave it.
        panel: The key of the panel in the registry.
        template: Template of the panel; it has ``subject`` (the contract), ``can_edit`` and ``context``.
        context: What the template needs besides.
    """
    user: Any = request.user
    parent = None
    if contract.parent_id:
        parent = Contract.objects.visible_to(user).filter(pk=contract.parent_id).first()
    can_move = permissions.can_transition(user, contract)
    full = {
        **context,
        "parent": parent,
        "can_edit": permissions.can_edit(user, contract),
        "moves": transitions_from(contract.status) if can_move else (),
    }
    return render_panel(
        request,
        page=PAGE,
        panel=panel,
        subject=contract,
        shell=SHELL,
        template=template,
        now=clock.now(),
        context=full,
    )
