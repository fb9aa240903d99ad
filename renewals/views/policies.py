"""Reminder policies under Settings; a worker brings deadlines and reminders in line with a change."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.access import policy
from core.pages.forms import ReasonForm, form_page, refusals_on
from renewals.actions.policies import request_policy_change
from renewals.forms import PolicyForm
from renewals.models import ReminderPolicy
from renewals.permissions import SET_POLICIES, may_set_policies
from renewals.rules.policy import STANDARD


@policy("contracts.view")
def policy_list(request: HttpRequest) -> HttpResponse:
    """List the policies, the most general first, with the standard one that counts where none fits."""
    policies = ReminderPolicy.objects.visible_to(request.user).most_general_first()
    may_set = may_set_policies(request.actor)  # type: ignore[attr-defined]
    context = {"title": "Reminder policies", "policies": policies, "standard": STANDARD, "may_set": may_set}
    return render(request, "renewals/policy_list.html", context)


@policy(SET_POLICIES)
def policy_create(request: HttpRequest) -> HttpResponse:
    """Add a policy."""
    return _edit(request, None, title="Add a reminder policy", verb="Add policy")


@policy(SET_POLICIES)
def policy_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a policy."""
    row = _policy(request, pk)
    return _edit(request, row, title=f"Change “{row}”", verb="Save policy")


@policy(SET_POLICIES)
def policy_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a policy, asking why."""
    row = _policy(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            because = request.actor.with_reason(form.cleaned_data["reason"])  # type: ignore[attr-defined]
            job = request_policy_change(
                actor=because, draft=None, policy_id=row.pk, return_url=reverse("policies")
            )
            return redirect("job", job.pk)
    return form_page(
        request,
        form,
        title=f"Remove “{row}”",
        verb="Remove policy",
        danger=True,
        intro="Its contracts go by the next policy that fits, at last by the standard one. Dates and"
        " reminders follow at once; messages that were sent stay in the ledger.",
        cancel_url=reverse("policies"),
    )


def _policy(request: HttpRequest, pk: int) -> ReminderPolicy:
    return get_object_or_404(ReminderPolicy.objects.visible_to(request.user), pk=pk)


def _edit(request: HttpRequest, row: ReminderPolicy | None, *, title: str, verb: str) -> HttpResponse:
    form = PolicyForm(request.POST or None, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            job = request_policy_change(
                actor=request.actor,  # type: ignore[attr-defined]
                draft=form.draft(),
                policy_id=row.pk if row else None,
                return_url=reverse("policies"),
            )
            return redirect("job", job.pk)
    return form_page(request, form, title=title, verb=verb, cancel_url=reverse("policies"))


def _initial(row: ReminderPolicy | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "contract_type": row.contract_type,
        "minimum_amount": None if row.minimum_amount is None else f"{row.minimum_amount.normalize():f}",
        "currency": row.currency,
        "offsets": ", ".join(map(str, row.offsets)),
        "lead_days": row.lead_days,
        "decision_days": row.decision_days,
        "acknowledge_days": row.acknowledge_days,
        "pack_days": row.pack_days,
    }
