"""Time in which downtime may be excused: the list, recording it, and the answer of a second person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from contracts_app.models import Contract
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import policy, require
from core.pages.forms import form_page, refusals_on
from core.paging import Order, fetch_page
from slas.actions.exclusions import approve_exclusion, record_exclusion, reject_exclusion
from slas.forms.outages import ApprovalForm, ExclusionForm, RejectionForm
from slas.models import Exclusion
from slas.permissions import can_answer, can_record
from slas.views.outages import PAGE_ROWS, contract_to_record

_NEWEST = Order("start_at", is_descending=True)


@policy("contracts.view")
def exclusion_list(request: HttpRequest, pk: int) -> HttpResponse:
    """List what may excuse downtime under a contract, the newest first, with what was answered."""
    contract = visible_contract(request, pk)
    seen = Exclusion.objects.visible_to(request.user).filter(contract_id=contract.pk)
    joined = ("service", "recorded_by", "approved_by", "contract", "evidence_file")
    page = fetch_page(
        seen.select_related(*joined), _NEWEST, size=PAGE_ROWS, cursor=request.GET.get("after", "")
    )
    context = {
        "title": f"Exclusions: {contract.number} {contract.title}",
        "contract": contract,
        "page": page,
        "lines": [(one, _is_mine_to_answer(request, one)) for one in page.rows],
        "may_record": can_record(request.user, contract),  # type: ignore[arg-type]
    }
    return render(request, "slas/exclusion_list.html", context)


@policy("slas.record")
def exclusion_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record time in which downtime may be excused."""
    contract = contract_to_record(request, pk)
    form = ExclusionForm(
        request.POST or None, request.FILES or None, user=request.user, contract_id=contract.pk
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            record_exclusion(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                draft=form.draft(),
                upload=form.upload(),
                now=clock.now(),
            )
            messages.success(request, "The exclusion is recorded. Somebody else has to approve it.")
            return redirect("sla_exclusions", contract.pk)
    return form_page(
        request,
        form,
        title=f"Record an exclusion: {contract.number} {contract.title}",
        verb="Record exclusion",
        intro="Time in which downtime is not the vendor's to answer for. It excuses once somebody else"
        " approved it, and only what the contract agrees.",
        **_back(contract),
    )


@policy("slas.approve")
def exclusion_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve an exclusion that somebody else recorded."""
    exclusion = _to_answer(request, pk)
    form = ApprovalForm(request.POST or None, initial={"version": exclusion.row_version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            approve_exclusion(
                actor=request.actor,  # type: ignore[attr-defined]
                exclusion=exclusion,
                now=clock.now(),
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, "The exclusion is approved.")
            return redirect("sla_exclusions", exclusion.contract_id)
    title = f"Approve an exclusion: {exclusion.contract}"
    intro = f"{_told(exclusion)} Approved, it excuses the downtime within it as far as the contract agrees."
    return form_page(
        request, form, title=title, verb="Approve exclusion", intro=intro, **_back(exclusion.contract)
    )


@policy("slas.approve")
def exclusion_reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Reject an exclusion that somebody else recorded, asking why."""
    exclusion = _to_answer(request, pk)
    form = RejectionForm(request.POST or None, initial={"version": exclusion.row_version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            because = request.actor.with_reason(form.cleaned_data["reason"])  # type: ignore[attr-defined]
            reject_exclusion(
                actor=because, exclusion=exclusion, expected_version=form.cleaned_data["version"]
            )
            messages.success(request, "The exclusion is rejected.")
            return redirect("sla_exclusions", exclusion.contract_id)
    return form_page(
        request,
        form,
        title=f"Reject an exclusion: {exclusion.contract}",
        verb="Reject exclusion",
        danger=True,
        intro=_told(exclusion),
        **_back(exclusion.contract),
    )


def _told(exclusion: Exclusion) -> str:
    """Say what is to be answered, in one line."""
    span = f"{exclusion.start_at:%Y-%m-%d %H:%M} to {exclusion.end_at:%Y-%m-%d %H:%M} UTC"
    file = exclusion.evidence_file.name if exclusion.evidence_file else ""
    proof = ", ".join(part for part in (exclusion.evidence, file) if part) or "none"
    about = f"{exclusion.get_kind_display()} {exclusion.ref}".strip()
    announced = f", announced {exclusion.announced_at:%Y-%m-%d %H:%M} UTC" if exclusion.announced_at else ""
    reason = f" {exclusion.reason.rstrip('.')}." if exclusion.reason else ""
    return (
        f"{about}, {exclusion.service or 'all services'}: {span}{announced},"
        f" recorded by {exclusion.recorded_by or 'the system'}.{reason} Evidence: {proof}."
    )


def _is_mine_to_answer(request: HttpRequest, exclusion: Exclusion) -> bool:
    is_open = exclusion.approved_at is None and not exclusion.rejected_reason
    return is_open and can_answer(request.user, exclusion)  # type: ignore[arg-type]


def _to_answer(request: HttpRequest, pk: int) -> Exclusion:
    joined = ("contract__department", "service", "recorded_by", "evidence_file")
    seen = Exclusion.objects.visible_to(request.user).select_related(*joined)
    found: Exclusion = get_object_or_404(seen, pk=pk)
    require(can_answer(request.user, found), "answer this exclusion; nobody answers one of their own")  # type: ignore[arg-type]
    return found


def _back(contract: Contract) -> dict[str, str]:
    url = reverse("sla_exclusions", args=[contract.pk])
    return {"cancel_url": url, "crumb_label": f"Exclusions of {contract.number}", "crumb_url": url}
