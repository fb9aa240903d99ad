"""Recording what a contract agrees about its price at renewal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from contracts_app import permissions
from contracts_app.models import Contract
from contracts_app.views.reading import visible_contract
from core import registry
from core.access import policy, require
from core.pages.forms import ReasonForm, form_page, refusals_on
from spend.actions.uplift import remove_uplift_rule, set_uplift_rule
from spend.forms import UpliftForm
from spend.models import UpliftRule

#: The panel of the contract page that shows the price; an app above this one draws it.
PANEL = "contract_price"


def _panel_url(contract: Contract) -> str:
    """Return where the price of a contract is shown: its panel, else the contract's page."""
    name = registry.panels.get(PANEL).url_name if PANEL in registry.panels else "contract"
    return reverse(name, args=[contract.pk])


def _rule(request: HttpRequest, contract: Contract) -> UpliftRule | None:
    rules = UpliftRule.objects.visible_to(request.user).select_related("series")
    rule: UpliftRule | None = rules.filter(contract=contract).first()
    return rule


@policy("contracts.edit")
def uplift_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Record or change the rule; refused when somebody else changed it meanwhile, the input kept."""
    contract = visible_contract(request, pk)
    require(permissions.can_edit(request.user, contract), "change this contract")  # type: ignore[arg-type]
    rule = _rule(request, contract)
    form = UpliftForm(request.POST or None, user=request.user, contract=contract, rule=rule)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            set_uplift_rule(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                draft=form.draft(),
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, f"The price at renewal of {contract.number} is recorded.")
            return redirect(_panel_url(contract))
    return form_page(
        request,
        form,
        title=f"Price at renewal: {contract.number} {contract.title}",
        verb="Save price at renewal",
        intro="How far the vendor may raise the price when the contract renews, as the contract says it.",
        cancel_url=_panel_url(contract),
        crumb_label=contract.number,
        crumb_url=reverse("contract", args=[contract.pk]),
    )


@policy("contracts.edit")
def uplift_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the rule, asking why."""
    contract = visible_contract(request, pk)
    require(permissions.can_edit(request.user, contract), "change this contract")  # type: ignore[arg-type]
    rule = _rule(request, contract)
    if rule is None:
        messages.info(request, "Nothing is recorded about the price at renewal of this contract.")
        return redirect(_panel_url(contract))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            because = request.actor.with_reason(form.cleaned_data["reason"])  # type: ignore[attr-defined]
            remove_uplift_rule(actor=because, contract=contract)
            messages.success(request, f"The price at renewal of {contract.number} is no longer recorded.")
            return redirect(_panel_url(contract))
    return form_page(
        request,
        form,
        title=f"Remove the price at renewal of {contract.number}",
        verb="Remove price at renewal",
        danger=True,
        intro=f"Recorded is: {rule.words(contract.value_currency)}. Without it nobody knows what another term"
        " may cost at most.",
        cancel_url=_panel_url(contract),
    )
