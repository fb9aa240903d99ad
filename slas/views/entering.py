"""Recording services, targets and what is agreed about credits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from contracts_app.models import Contract
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import policy, require
from core.errors import NotAllowed, UserError
from core.pages.forms import PageForm, form_page, refusals_on
from slas.actions.agreements import set_agreement
from slas.actions.services import change_service, record_service
from slas.actions.targets import change_target, record_target, set_target_version
from slas.forms.agreements import AgreementForm
from slas.forms.schemes import LIBRARY_CHOICES, SchemeForm, initial_of_scheme
from slas.forms.services import ServiceForm
from slas.forms.targets import IdentityForm, TargetChangeForm, TargetVersionForm, initial_of
from slas.models import CreditAgreement, SlaTarget, TargetVersion
from slas.permissions import can_edit_slas
from slas.rules.scheme_library import library_scheme
from slas.views.reading import visible_service, visible_target

#: What a new target starts with.
_NEW = {
    "better": "higher",
    "period": "month",
    "zone": "UTC",
    "excused": ["maintenance", "force_majeure", "our_fault"],
}


def _contract_to_edit(request: HttpRequest, pk: int) -> Contract:
    contract = visible_contract(request, pk)
    _require(request, contract)
    return contract


def _require(request: HttpRequest, contract: Contract) -> None:
    user: Any = request.user
    require(can_edit_slas(user, contract), "record what is promised about services of this contract")


def _panel(contract: Contract) -> dict[str, str]:
    url = reverse("contract_sla", args=[contract.pk])
    return {"cancel_url": url, "crumb_label": contract.number, "crumb_url": url}


@policy("slas.edit")
def service_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a service of a contract."""
    contract = _contract_to_edit(request, pk)
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = record_service(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                draft=form.draft(),
                now=clock.now(),
            )
            messages.success(request, f"{made} is recorded. Now say what is promised about it.")
            return redirect("contract_sla", pk)
    intro = "What the vendor runs for us, and is held to: outages, tickets and targets belong to a service."
    title = f"Record a service of {contract.number}"
    return form_page(request, form, title=title, verb="Record service", intro=intro, **_panel(contract))


@policy("slas.edit")
def service_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a service; refused when somebody else changed it meanwhile, the input kept."""
    service = visible_service(request, pk)
    _require(request, service.contract)
    form = ServiceForm(request.POST or None, service=service)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_service(
                actor=request.actor,  # type: ignore[attr-defined]
                service=service,
                draft=form.draft(),
                now=clock.now(),
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, f"{service.name} is changed.")
            return redirect("contract_sla", service.contract_id)
    return form_page(
        request, form, title=f"Change {service}", verb="Save service", **_panel(service.contract)
    )


@policy("slas.edit")
def target_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a target of a service with what is promised from a day on."""
    service = visible_service(request, pk)
    _require(request, service.contract)
    identity = IdentityForm(request.POST or None, user=request.user)
    terms = TargetVersionForm(request.POST or None, initial=_NEW)
    scheme = _scheme_form(request, None)
    if request.method == "POST" and all([identity.is_valid(), terms.is_valid(), scheme.is_valid()]):
        try:
            made = record_target(
                actor=request.actor,  # type: ignore[attr-defined]
                service=service,
                identity=identity.identity(),
                draft=terms.draft(scheme),
                now=clock.now(),
            )
        except NotAllowed:
            raise
        except UserError as error:
            _tell(error, identity, terms, scheme)
        else:
            messages.success(request, f"{made.target} is recorded.")
            return redirect("sla_target", made.target_id)
    words = {"title": f"Record a target of {service}", "verb": "Record target", **_panel(service.contract)}
    return _target_page(request, terms, identity=identity, scheme=scheme, **words)


@policy("slas.edit")
def target_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a target is called, who answers for it, and where its readings come from."""
    target = visible_target(request, pk)
    _require(request, target.service.contract)
    form = TargetChangeForm(request.POST or None, user=request.user, target=target)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            change_target(
                actor=request.actor,  # type: ignore[attr-defined]
                target=target,
                name=given["name"],
                source=given["source"],
                owner_id=given["owner"].pk if given["owner"] else None,
                expected_version=given["version"],
            )
            messages.success(request, f"{target} is changed.")
            return redirect("sla_target", pk)
    url = reverse("sla_target", args=[pk])
    return form_page(
        request,
        form,
        title=f"Change {target}",
        verb="Save target",
        intro="What is promised is changed by a new version.",
        cancel_url=url,
        crumb_label=str(target),
        crumb_url=url,
    )


@policy("slas.edit")
def target_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what is promised from another day on, or correct what is promised from a day."""
    target = visible_target(request, pk)
    _require(request, target.service.contract)
    before = _version_before(request, target)
    terms = TargetVersionForm(request.POST or None, initial=initial_of(before) if before else _NEW)
    scheme = _scheme_form(request, before)
    if request.method == "POST" and all([terms.is_valid(), scheme.is_valid()]):
        try:
            made = set_target_version(
                actor=request.actor.with_reason(terms.cleaned_data["reason"]),  # type: ignore[attr-defined]
                target=target,
                draft=terms.draft(scheme),
                now=clock.now(),
            )
        except NotAllowed:
            raise
        except UserError as error:
            _tell(error, terms, scheme)
        else:
            messages.success(request, f"{made} is recorded.")
            return redirect("sla_target", pk)
    url = reverse("sla_target", args=[pk])
    return _target_page(
        request,
        terms,
        scheme=scheme,
        title=f"What is promised: {target}",
        verb="Save version",
        cancel_url=url,
        crumb_label=str(target),
        crumb_url=url,
        intro="Another day makes a new version, which counts from then on. The same day corrects this one.",
    )


def _version_before(request: HttpRequest, target: SlaTarget) -> TargetVersion | None:
    """Return the version that the form starts from: the one that is named, else the latest."""
    versions = sorted(target.versions.all(), key=lambda one: one.effective_from)
    asked = request.GET.get("from", "")
    named = [one for one in versions if one.effective_from.isoformat() == asked]
    return next(iter(named or versions[-1:]), None)


def _scheme_form(request: HttpRequest, before: TargetVersion | None) -> SchemeForm:
    """Return the form of the credit scheme, filled from the library where one is asked for."""
    chosen = library_scheme(request.GET.get("library", ""))
    scheme = chosen.scheme if chosen else before.scheme if before else None
    return SchemeForm(request.POST or None, initial=initial_of_scheme(scheme), prefix="scheme")


def _tell(error: UserError, *forms: PageForm) -> None:
    """Put what an action refused on the fields of several forms, or above the first."""
    scheme: Any = forms[-1]
    placed = {name: said for name, said in error.fields.items() if name.startswith("scheme.")}
    scheme.refuse_scheme(placed)
    for name, said in error.fields.items():
        form = next((one for one in forms[:-1] if name in one.fields), None)
        if form is not None:
            form.add_error(name, said)
        elif name not in placed:
            forms[0].add_error(None, said)
    if not error.fields:
        forms[0].add_error(None, error.message)


def _target_page(request: HttpRequest, terms: TargetVersionForm, **context: Any) -> HttpResponse:
    parts = [context.get("identity"), terms, context["scheme"]]
    is_wrong = any(one is not None and one.is_bound and one.errors for one in parts)
    context["parts"] = [one for one in parts if one is not None]
    context["library"] = LIBRARY_CHOICES
    context["chosen"] = request.GET.get("library", "")
    response = form_page(request, terms, template="slas/target_form.html", **context)
    if is_wrong:
        response.status_code = 422
    return response


@policy("slas.edit")
def agreement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what is agreed about all credits of a contract, from a day on."""
    contract = _contract_to_edit(request, pk)
    rows = CreditAgreement.objects.visible_to(request.user).filter(contract_id=pk)
    form = AgreementForm(request.POST or None, agreement=rows.order_by("-effective_from").first())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            set_agreement(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                draft=form.draft(),
                now=clock.now(),
            )
            messages.success(request, f"What is agreed about credits of {contract.number} is recorded.")
            return redirect("contract_sla", pk)
    return form_page(
        request,
        form,
        title=f"Service credits of {contract.number}",
        verb="Save agreement",
        template="slas/agreement_form.html",
        intro="What the contract says about all its credits. Another day makes a new version.",
        **_panel(contract),
    )
