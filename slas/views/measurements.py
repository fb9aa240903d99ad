"""The measurements of a contract's targets: the list, one by hand, changing and voiding one."""

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
from slas.actions.measurements import change_measurement, record_measurement, void_measurement
from slas.forms.readings import MeasurementForm
from slas.models import Measurement
from slas.permissions import can_record
from slas.reports.agreed import unit_now
from slas.reports.check_ins import checked_in_period
from slas.rules.check_in import SOURCE
from slas.views.outages import PAGE_ROWS, contract_to_record
from slas.views.uploads import measured_targets

_NEWEST = Order("at", is_descending=True)


@policy("contracts.view")
def measurement_list(request: HttpRequest, pk: int) -> HttpResponse:
    """List the measurements of a contract's targets, the newest first; of one target where asked for."""
    contract = visible_contract(request, pk)
    targets = measured_targets(request, contract)
    chosen = next((one for one in targets if str(one.pk) == request.GET.get("target")), None)
    seen = Measurement.objects.visible_to(request.user).filter(target__service__contract_id=contract.pk)
    if chosen is not None:
        seen = seen.filter(target=chosen)
    page = fetch_page(
        seen.select_related("target__service").prefetch_related("target__versions"),
        _NEWEST,
        size=PAGE_ROWS,
        cursor=request.GET.get("after", ""),
    )
    context = {
        "title": f"Measurements: {contract.number} {contract.title}",
        "contract": contract,
        "targets": targets,
        "chosen": chosen,
        "page": page,
        "lines": [(one, *_told(one)) for one in page.rows],
        "may_record": can_record(request.user, contract),  # type: ignore[arg-type]
    }
    return render(request, "slas/measurement_list.html", context)


def _told(reading: Measurement) -> tuple[str, str]:
    """Return the value of a reading with its unit, and what it is called: a check-in by its period."""
    ref = checked_in_period(reading) if reading.source == SOURCE else reading.ref
    return f"{reading.value.normalize():f} {unit_now(reading.target)}".strip(), ref


@policy("slas.record")
def measurement_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a measurement by hand."""
    contract = contract_to_record(request, pk)
    start = {"target": request.GET.get("target", "")}
    form = MeasurementForm(request.POST or None, targets=measured_targets(request, contract), initial=start)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = record_measurement(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                row=form.row(),
                now=clock.now(),
            )
            messages.success(request, f"The measurement of {made.target} is recorded.")
            return redirect("sla_measurements", contract.pk)
    title = f"Record a measurement: {contract.number} {contract.title}"
    return form_page(request, form, title=title, verb="Record measurement", **_back(contract))


@policy("slas.record")
def measurement_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a measurement, the input kept where somebody else did meanwhile; a check-in has its own page."""
    measurement = _visible_measurement(request, pk)
    if measurement.source == SOURCE:
        return redirect("sla_check_in_change", pk)
    contract = measurement.target.service.contract
    form = MeasurementForm(request.POST or None, targets=[measurement.target], measurement=measurement)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_measurement(
                actor=request.actor,  # type: ignore[attr-defined]
                measurement=measurement,
                row=form.row(),
                now=clock.now(),
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, f"The measurement of {measurement.target} is changed.")
            return redirect("sla_measurements", contract.pk)
    title = f"Change a measurement of {measurement.target}"
    return form_page(request, form, title=title, verb="Save measurement", **_back(contract))


@policy("slas.record")
def measurement_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a measurement does not count, asking why."""
    measurement = _visible_measurement(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            because = request.actor.with_reason(form.cleaned_data["reason"])  # type: ignore[attr-defined]
            void_measurement(actor=because, measurement=measurement)
            messages.success(request, f"The measurement of {measurement.target} does not count any more.")
            return redirect("sla_measurements", measurement.target.service.contract_id)
    at = f"{measurement.at:%Y-%m-%d %H:%M} UTC"
    return form_page(
        request,
        form,
        title=f"Void a measurement of {measurement.target}",
        verb="Void measurement",
        danger=True,
        intro=f"{measurement}, {at}. It stays on record and does not count any more.",
        **_back(measurement.target.service.contract),
    )


def _back(contract: Contract) -> dict[str, str]:
    url = reverse("sla_measurements", args=[contract.pk])
    return {"cancel_url": url, "crumb_label": f"Measurements of {contract.number}", "crumb_url": url}


def _visible_measurement(request: HttpRequest, pk: int) -> Measurement:
    seen = Measurement.objects.visible_to(request.user)
    found: Measurement = get_object_or_404(
        seen.select_related("target__service__contract__department"), pk=pk
    )
    require(can_record(request.user, found.target.service.contract), "change measurements of this contract")  # type: ignore[arg-type]
    return found
