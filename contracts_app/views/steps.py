"""Steps of one contract that take one small form each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from contracts_app import permissions
from contracts_app.actions.lifecycle import transition_contract
from contracts_app.actions.parties import hand_over, name_person, unname_person
from contracts_app.actions.tags import set_tags
from contracts_app.forms.steps import HandOverForm, MoveForm, NamePersonForm, TagsForm
from contracts_app.models import Contract, ContractAccess, ContractTag
from contracts_app.rules.lifecycle import STATUS_LABELS, find_transition
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import policy, require
from core.pages.forms import ReasonForm, form_page, refusals_on


def _today() -> Any:
    return clock.today(timezone.get_current_timezone_name())


def _to_edit(request: HttpRequest, pk: int) -> Contract:
    contract = visible_contract(request, pk)
    require(permissions.can_edit(request.user, contract), "change this contract")  # type: ignore[arg-type]
    return contract


def _page(
    request: HttpRequest, form: Any, contract: Contract, *, title: str, verb: str, **context: Any
) -> HttpResponse:
    crumb = {"crumb_label": contract.number, "crumb_url": reverse("contract", args=[contract.pk])}
    context.setdefault("cancel_url", crumb["crumb_url"])
    return form_page(request, form, title=title, verb=verb, **crumb, **context)


@policy("contracts.transition")
def contract_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Confirm and make one move along the lifecycle."""
    contract = visible_contract(request, pk)
    allowed = permissions.can_transition(request.user, contract)  # type: ignore[arg-type]
    require(allowed, "move this contract through its lifecycle")
    move = find_transition(verb, contract.status)
    if move is None:
        messages.warning(
            request, f"{contract.number} is “{STATUS_LABELS[contract.status]}” now; nothing was changed."
        )
        return redirect("contract", pk)
    form = MoveForm(request.POST or None, move=move, initial={"version": contract.version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            transition_contract(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                verb=verb,
                on=_today(),
                reason=form.cleaned_data["reason"],
                expected_version=form.cleaned_data["version"] or None,
            )
            messages.success(request, f"{contract.number} is now “{STATUS_LABELS[move.target]}”.")
            return redirect("contract", pk)
    intro = f"{contract.title}: from “{STATUS_LABELS[move.source]}” to “{STATUS_LABELS[move.target]}”."
    title = f"{move.label}: {contract.number}"
    danger = move.verb in {"terminate", "supersede", "abandon", "close"}
    return _page(request, form, contract, title=title, verb=move.label, intro=intro, danger=danger)


@policy("contracts.edit")
def contract_tags(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the tags of a contract."""
    contract = _to_edit(request, pk)
    links = ContractTag.objects.visible_to(request.user).filter(contract=contract).order_by("tag__name")
    initial = {"tags": ", ".join(links.values_list("tag__name", flat=True)), "version": contract.version}
    form = TagsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            version = form.cleaned_data["version"] or None
            set_tags(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                tags=form.names,
                on=_today(),
                expected_version=version,
            )
            return redirect("contract", pk)
    return _page(request, form, contract, title=f"Tags of {contract.number}", verb="Save tags")


@policy("contracts.edit")
def contract_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a contract to another owner and backup owner."""
    contract = _to_edit(request, pk)
    initial = {"owner": contract.owner, "backup_owner": contract.backup_owner, "version": contract.version}
    form = HandOverForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        with refusals_on(form):
            hand_over(
                actor=request.actor.with_reason(entered["reason"]),  # type: ignore[attr-defined]
                contract=contract,
                owner_id=entered["owner"].pk if entered["owner"] else None,
                backup_owner_id=entered["backup_owner"].pk if entered["backup_owner"] else None,
                on=_today(),
                expected_version=entered["version"] or None,
            )
            messages.success(
                request, f"{contract.number} is handed over to {entered['owner'] or 'nobody yet'}."
            )
            return redirect("contract_list") if _is_gone(request, pk) else redirect("contract_parties", pk)
    return _page(request, form, contract, title=f"Hand over {contract.number}", verb="Hand over")


def _is_gone(request: HttpRequest, pk: int) -> bool:
    return not Contract.objects.visible_to(request.user).filter(pk=pk).exists()


@policy("contracts.edit")
def contract_name_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a person on a contract."""
    contract = _to_edit(request, pk)
    form = NamePersonForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        with refusals_on(form):
            name_person(actor=request.actor, contract=contract, user=person, on=_today())  # type: ignore[attr-defined]
            messages.success(request, f"{person} is named on {contract.number}.")
            return redirect("contract_parties", pk)
    return _page(request, form, contract, title=f"Name a person on {contract.number}", verb="Name person")


@policy("contracts.edit")
def contract_unname_person(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    """Take a person off a contract, asking why."""
    contract = _to_edit(request, pk)
    links = ContractAccess.objects.visible_to(request.user).filter(contract=contract).select_related("user")
    link = get_object_or_404(links, pk=link_pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            unname_person(
                actor=request.actor.with_reason(form.cleaned_data["reason"]),  # type: ignore[attr-defined]
                contract=contract,
                user=link.user,
                on=_today(),
            )
            messages.success(request, f"{link.user} is no longer named on {contract.number}.")
            return redirect("contract_list") if _is_gone(request, pk) else redirect("contract_parties", pk)
    title = f"Take {link.user} off {contract.number}"
    return _page(request, form, contract, title=title, verb="Take off", danger=True)
