"""Thresholds of four eyes under Settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.access import policy
from core.pages.forms import ReasonForm, form_page, refusals_on
from renewals.actions.thresholds import remove_threshold, set_threshold
from renewals.forms import ThresholdForm
from renewals.models import DecisionThreshold
from renewals.permissions import SET_THRESHOLDS, may_set_thresholds


@policy("contracts.view")
def threshold_list(request: HttpRequest) -> HttpResponse:
    """List from which amount on, by currency, a decision needs a second person."""
    context = {
        "title": "Four eyes on decisions",
        "thresholds": DecisionThreshold.objects.visible_to(request.user).order_by("currency"),
        "may_set": may_set_thresholds(request.actor),  # type: ignore[attr-defined]
    }
    return render(request, "renewals/threshold_list.html", context)


@policy(SET_THRESHOLDS)
def threshold_create(request: HttpRequest) -> HttpResponse:
    """Set the threshold of a currency."""
    return _edit(request, None)


@policy(SET_THRESHOLDS)
def threshold_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the amount of a threshold."""
    return _edit(request, _threshold(request, pk))


@policy(SET_THRESHOLDS)
def threshold_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a threshold, asking why."""
    row = _threshold(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            because = request.actor.with_reason(form.cleaned_data["reason"])  # type: ignore[attr-defined]
            remove_threshold(actor=because, threshold=row)
            messages.success(request, f"The threshold in {row.currency} is removed.")
            return redirect("thresholds")
    return form_page(
        request,
        form,
        title=f"Remove the threshold of {row}",
        verb="Remove threshold",
        danger=True,
        intro="While other currencies have a threshold, every decision in this one needs a second person."
        " Without any threshold no decision does.",
        cancel_url=reverse("thresholds"),
    )


def _threshold(request: HttpRequest, pk: int) -> DecisionThreshold:
    return get_object_or_404(DecisionThreshold.objects.visible_to(request.user), pk=pk)


def _edit(request: HttpRequest, row: DecisionThreshold | None) -> HttpResponse:
    initial = {"currency": row.currency, "amount": f"{row.amount.normalize():f}"} if row else {}
    form = ThresholdForm(request.POST or None, initial=initial)
    if row:
        form.fields["currency"].disabled = True
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = set_threshold(actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
            messages.success(request, f"From {made} on a second person confirms each new decision.")
            return redirect("thresholds")
    title = f"Change the threshold in {row.currency}" if row else "Set a threshold"
    return form_page(request, form, title=title, verb="Save threshold", cancel_url=reverse("thresholds"))
