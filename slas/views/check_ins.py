"""Checking in what a key figure was in a period, and correcting that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core import clock
from core.access import policy, require
from core.pages.forms import form_page, refusals_on
from slas.actions.check_ins import correct_check_in, due_periods, record_check_in
from slas.forms.check_ins import CheckInForm, CorrectionForm
from slas.models import Measurement, SlaTarget
from slas.permissions import can_record
from slas.reports.agreed import unit_now
from slas.reports.check_ins import due_name
from slas.rules.check_in import SOURCE, DuePeriod
from slas.views.reading import visible_target

#: So many periods can be chosen, the latest ones.
OFFERED = 24


@policy("slas.record")
def check_in_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a key figure was in a period that is over."""
    target = visible_target(request, pk)
    _require(request, target)
    seen = Measurement.objects.visible_to(request.user).counted().filter(target=target, source=SOURCE)
    known = set(seen.values_list("ref", flat=True))
    form = check_in_form(request, target, known, clock.now(), bound=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            record_check_in(
                actor=request.actor,  # type: ignore[attr-defined]
                target=target,
                draft=form.draft(),
                upload=form.upload(),
                now=clock.now(),
            )
            messages.success(request, f"The check-in of {target} is recorded.")
            return redirect("sla_target", pk)
    return form_page(
        request,
        form,
        title=f"Check in: {target}",
        verb="Record check-in",
        intro=_intro(target) if form.fields["period"].choices else "Every period that is over has one.",  # type: ignore[attr-defined]
        **_back(target),
    )


@policy("slas.record")
def check_in_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a check-in, saying why; refused when somebody else changed it meanwhile, the input kept."""
    joined = ("target__service__contract__department", "target__service__contract__vendor")
    seen = Measurement.objects.visible_to(request.user).filter(source=SOURCE).select_related(*joined)
    check_in: Measurement = get_object_or_404(seen, pk=pk)
    target = check_in.target
    _require(request, target)
    form = CorrectionForm(
        request.POST or None, request.FILES or None, check_in=check_in, unit=unit_now(target)
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            correct_check_in(
                actor=request.actor.with_reason(form.cleaned_data["reason"]),  # type: ignore[attr-defined]
                check_in=check_in,
                value=form.cleaned_data["value"],
                note=form.cleaned_data["note"],
                upload=form.upload(),
                now=clock.now(),
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, "The check-in is corrected.")
            return redirect("sla_target", target.pk)
    title = f"Correct the check-in for {check_in.ref.replace('/', ' to ')}: {target}"
    intro = "What it said before stays in its history. The result of the period is judged anew."
    return form_page(request, form, title=title, verb="Save check-in", intro=intro, **_back(target))


def check_in_form(
    request: HttpRequest, target: SlaTarget, known: Collection[str], now: dt.datetime, *, bound: bool = False
) -> CheckInForm:
    """Return the form for a check-in: periods that are over and have none, the latest first.

    Args:
        request: Whose input it is, where ``bound``.
        target: With its service, the contract with its terms, and its versions.
        known: What the check-ins that count are called.
        now: The instant of asking.
        bound: Whether the input is read.
    """
    due: Sequence[DuePeriod] = [one for one in due_periods(target, now) if one.ref not in known][-OFFERED:]
    return CheckInForm(
        request.POST if bound else None,
        request.FILES if bound else None,
        periods=[(one.period.first, due_name(one.period)) for one in reversed(due)],
        unit=unit_now(target),
    )


def _intro(target: SlaTarget) -> str:
    where = f" Readings come from {target.source}." if target.source else ""
    return f"What {target.name or target} was in a period that is over.{where}"


def _require(request: HttpRequest, target: SlaTarget) -> None:
    user: Any = request.user
    require(can_record(user, target.service.contract), "record check-ins of this contract")


def _back(target: SlaTarget) -> dict[str, str]:
    url = reverse("sla_target", args=[target.pk])
    return {"cancel_url": url, "crumb_label": str(target), "crumb_url": url}
