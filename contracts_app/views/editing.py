"""Recording and changing a contract on one sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from contracts_app import permissions
from contracts_app.actions.contracts import change_contract, create_contract
from contracts_app.actions.drafting import draft_of
from contracts_app.forms.contract import plain_amount
from contracts_app.forms.sheet import ContractSheet
from contracts_app.models import Contract
from contracts_app.rules.draft import ContractDraft
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import policy, require
from core.pages.forms import form_page, refusals_on

TEMPLATE = "contracts_app/contract_form.html"


def _today() -> Any:
    return clock.today(timezone.get_current_timezone_name())


@policy("contracts.edit")
def contract_create(request: HttpRequest) -> HttpResponse:
    """Record a contract with its terms and notice rules, once there is a department that it can belong to."""
    if not permissions.can_record_now(request.user):  # type: ignore[arg-type]
        messages.info(request, "A contract belongs to a department, and there is none yet.")
        return redirect("contract_list")
    sheet = ContractSheet(request.POST or None, user=request.user, initial=_first_guess(request))
    if request.method == "POST" and sheet.is_valid():
        with refusals_on(sheet):  # type: ignore[arg-type]
            contract = create_contract(
                actor=request.actor,  # type: ignore[attr-defined]
                draft=ContractDraft(**sheet.values),
                now=clock.now(),
                on=_today(),
            )
            messages.success(request, f"{contract.number} is recorded.")
            return redirect("contract", contract.pk)
    return _page(request, sheet, "Record a contract", "Record contract", reverse("contract_list"))


def _first_guess(request: HttpRequest) -> dict[str, Any]:
    """Return what a link may fill in beforehand, and the person as owner."""
    user: Any = request.user
    return {
        "owner": user,
        "department": user.department_id,
        "vendor": request.GET.get("vendor", ""),
        "parent": request.GET.get("parent", ""),
        "status": request.GET.get("status", Contract.Status.DRAFT),
    }


@policy("contracts.edit")
def contract_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a contract; refused when somebody else changed it meanwhile, the input kept."""
    contract = visible_contract(request, pk)
    require(permissions.can_edit(request.user, contract), "change this contract")  # type: ignore[arg-type]
    draft = draft_of(contract)
    sheet = ContractSheet(
        request.POST or None,
        user=request.user,
        contract=contract,
        draft=draft,
        initial=_recorded(contract, draft),
    )
    if request.method == "POST" and sheet.is_valid():
        with refusals_on(sheet):  # type: ignore[arg-type]
            change_contract(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                changes=sheet.values,
                on=_today(),
                expected_version=sheet.version,
            )
            messages.success(request, "Your changes are saved.")
            return redirect("contract", contract.pk)
    address = reverse("contract", args=[pk])
    return _page(
        request, sheet, f"Change {contract.number} {contract.title}", "Save changes", address, contract
    )


def _recorded(contract: Contract, draft: ContractDraft) -> dict[str, Any]:
    """Return what is recorded now, as the form shows it."""
    header = ("title", "type", "number", "value_currency", "governing_law", "description", "is_confidential")
    links = ("vendor", "department", "entity", "owner", "backup_owner", "parent", "supersedes")
    return {
        **{name: getattr(contract, name) for name in (*header, *links)},
        "value_amount": plain_amount(contract.value_amount, contract.value_currency),
        "tags": ", ".join(draft.tags),
        "further_vendors": [link.vendor for link in contract.further_vendors.select_related("vendor")],
        "further_entities": list(draft.further_entity_ids),
        "named_users": [link.user for link in contract.accesses.select_related("user")],
        "version": contract.version,
    }


def _page(
    request: HttpRequest,
    sheet: ContractSheet,
    title: str,
    verb: str,
    cancel_url: str,
    contract: Contract | None = None,
) -> HttpResponse:
    return form_page(
        request,
        sheet,  # type: ignore[arg-type]
        title=title,
        verb=verb,
        cancel_url=cancel_url,
        template=TEMPLATE,
        contract=contract,
    )
