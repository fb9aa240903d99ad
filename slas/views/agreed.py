"""What is promised about the services of a contract: the panel of the contract, and the page of a target."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts_app.models import Contract
from contracts_app.views.amendments import today_of
from contracts_app.views.page import contract_panel
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import policy, require, signed_in
from core.pages.forms import form_page, refusals_on
from slas.actions.targets import choose_for_scheme
from slas.forms.choices import ChoiceForm
from slas.models import CreditAgreement, Service, SlaTarget
from slas.permissions import can_edit_slas, can_record
from slas.reports.agreed import (
    ShownFinding,
    ShownTarget,
    agreement_facts,
    promise_words,
    scheme_words,
    services_of,
    shown_findings,
    target_facts,
)
from slas.reports.check_ins import READ_SINCE, check_ins_of, missing_among, missing_of, missing_words
from slas.reports.trend import trend_of
from slas.rules.agreed_target import IndicatorKind, counting_for, scheme_of
from slas.rules.credit_choice import CreditChoice
from slas.views.check_ins import check_in_form
from slas.views.reading import visible_target, visible_target_version

PANEL = "contract_sla"


@signed_in
def contract_sla(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the services of a contract, what is promised about each, and what is agreed about credits."""
    contract = visible_contract(request, pk)
    on = today_of(contract)
    agreement = agreement_on(request.user, contract, on)
    now = clock.now()
    services = services_of(request.user, contract.pk, on, now - READ_SINCE)
    context = {
        "services": services,
        "open_count": sum(one.open_count for _, targets in services for one in targets),
        "agreement": agreement,
        "agreed": agreement_facts(agreement) if agreement else [],
        "may_edit_slas": can_edit_slas(request.user, contract),  # type: ignore[arg-type]
        "check_ins": _missing_check_ins(services, now),
    }
    return contract_panel(request, contract, PANEL, "slas/panel.html", context)


def _missing_check_ins(
    services: list[tuple[Service, list[ShownTarget]]], now: dt.datetime
) -> list[tuple[SlaTarget, str]]:
    """Return the key figures of a contract of which check-ins are missing, and which in words."""
    targets = [one.target for _, shown in services for one in shown]
    gone = missing_of(targets, now)
    return [(one, missing_words(gone[one.pk])) for one in targets if one.pk in gone]


def agreement_on(user: Any, contract: Contract, on: dt.date) -> CreditAgreement | None:
    """Return what counts about credits on a day; None where nothing is recorded."""
    found = CreditAgreement.objects.visible_to(user).filter(contract_id=contract.pk).counting_by(on)
    agreement: CreditAgreement | None = found.first()
    return agreement


@signed_in
def target_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a target with its versions: the one that counts now in full, and what its scheme leaves open."""
    target = visible_target(request, pk)
    contract = target.service.contract
    versions = sorted(target.versions.all(), key=lambda one: one.effective_from, reverse=True)
    for one in versions:
        one.target = target
    counting = counting_for(versions, today_of(contract))
    shown = counting or (versions[-1] if versions else None)
    context = {
        "title": str(target),
        "target": target,
        "contract": contract,
        "shown": shown,
        "is_counting": counting is not None,
        "facts": target_facts(shown) if shown else [],
        "scheme": scheme_words(scheme_of(shown)) if shown else [],
        "findings": shown_findings(shown),
        "versions": [(one, promise_words(one), one == counting) for one in versions],
        "may_edit": can_edit_slas(request.user, contract),  # type: ignore[arg-type]
        **_kept(request, target),
    }
    return render(request, "slas/target.html", context)


def _kept(request: HttpRequest, target: SlaTarget) -> dict[str, Any]:
    """Return how a target was kept by period, and the check-ins of a key figure with those missing."""
    now = clock.now()
    trend = trend_of(request.user, target, now)
    found: dict[str, Any] = {"trend": trend}
    if target.indicator == IndicatorKind.KEY_FIGURE:
        said = check_ins_of(request.user, target)
        found |= {"check_ins": said, "missing": missing_words(missing_among(target, trend.readings, now))}
        if can_record(request.user, target.service.contract):  # type: ignore[arg-type]
            known = {one.row.ref for one in said if not one.row.voided_reason}
            found["check_in_form"] = check_in_form(request, target, known, now)
    return found


@policy("slas.edit")
def scheme_choice(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what counts where a published table has a gap, or rows that overlap."""
    version = visible_target_version(request, pk)
    target = version.target
    require(can_edit_slas(request.user, target.service.contract), "change this target")  # type: ignore[arg-type]
    if "stretch" not in request.GET:
        return redirect("sla_target", target.pk)
    asked = request.GET["stretch"]
    found = next((one for one in shown_findings(version) if one.key == asked and one.finding.steps()), None)
    scheme = scheme_of(version)
    if found is None or scheme is None:
        raise Http404("The scheme has no such stretch.")
    form = ChoiceForm(request.POST or None, scheme=scheme, finding=found.finding)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            choose_for_scheme(
                actor=request.actor,  # type: ignore[attr-defined]
                version=version,
                choice=_choice(request, found, form),
            )
            messages.success(request, "The choice is recorded.")
            return redirect("sla_target", target.pk)
    return form_page(
        request,
        form,
        title="What counts here",
        verb="Record choice",
        intro=found.words,
        crumb_label=str(target),
        crumb_url=reverse("sla_target", args=[target.pk]),
        cancel_url=reverse("sla_target", args=[target.pk]),
    )


def _choice(request: HttpRequest, found: ShownFinding, form: ChoiceForm) -> CreditChoice:
    return CreditChoice(
        found.finding.kind,
        found.finding.low,
        found.finding.high,
        form.band(),
        str(request.user),
        form.cleaned_data["reason"],
        clock.now().date(),
    )
