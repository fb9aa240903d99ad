"""The service log of a notice of ours: recorded, proved, and what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core import clock
from core.access import signed_in
from core.pages.forms import form_page, refusals_on
from core.rules.wording import short_date
from renewals.actions.services import attach_proof, move_service, record_service
from renewals.forms import ProofForm, ServiceForm, ServiceMoveForm
from renewals.models import Service
from renewals.reports.service_words import warning_of
from renewals.rules.service import find_service_move
from renewals.views.notices import crumb_of, is_only_looking, today, visible_notice


@signed_in
def service_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a notice was sent, with its proof where it is at hand."""
    notice = visible_notice(request, pk)
    if is_only_looking(request, notice.contract):
        return redirect("notice", pk)
    initial = {"method": notice.method, "address": notice.address, "sent_date": today()}
    form = ServiceForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = record_service(
                actor=request.actor,  # type: ignore[attr-defined]
                notice=notice,
                draft=form.draft(),
                proof=form.upload(),
                on=today(),
                now=clock.now(),
            )
            _say(request, made)
            return redirect("notice", pk)
    return form_page(
        request,
        form,
        title=f"Record service of the notice of {notice.contract.number}",
        verb="Record service",
        intro="When it counts as received follows from the method as agreed. A late service is recorded too.",
        cancel_url=reverse("notice", args=[pk]),
        **crumb_of(notice.contract),
    )


def _say(request: HttpRequest, made: Service) -> None:
    day = made.counts_from
    messages.success(request, "Recorded." + (f" It counts as received on {short_date(day)}." if day else ""))
    if warning := warning_of(made, made.notice):
        messages.warning(request, f"{warning.text}. Talk to legal: it may count for the next exit only.")


def _service(request: HttpRequest, pk: int) -> Service:
    seen = Service.objects.visible_to(request.user).select_related("notice__contract")
    found: Service = get_object_or_404(seen, pk=pk)
    return found


@signed_in
def service_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the proof of a service."""
    row = _service(request, pk)
    back = reverse("notice", args=[row.notice_id])
    if is_only_looking(request, row.notice.contract):
        return redirect(back)
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            attach_proof(actor=request.actor, service=row, proof=form.upload(), now=clock.now())  # type: ignore[attr-defined]
            messages.success(request, "The proof is attached.")
            return redirect(back)
    return _page(request, form, row, title="Attach the proof of service", verb="Attach proof")


@signed_in
def service_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Record what became of a service."""
    row = _service(request, pk)
    back = reverse("notice", args=[row.notice_id])
    if is_only_looking(request, row.notice.contract):
        return redirect(back)
    move = find_service_move(verb, row.status)
    if move is None:
        messages.warning(request, f"This service is {row.get_status_display().lower()}; nothing was changed.")
        return redirect(back)
    form = ServiceMoveForm(request.POST if request.method == "POST" else None, needs_reason=move.needs_reason)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            note = form.cleaned_data["note"]
            move_service(actor=request.actor, service=row, verb=verb, note=note, on=today(), now=clock.now())  # type: ignore[attr-defined]
            messages.success(request, "Recorded.")
            return redirect(back)
    return _page(request, form, row, title=move.label, verb=move.label, danger=verb == "withdraw")


def _page(
    request: HttpRequest, form: Any, row: Service, *, title: str, verb: str, **context: Any
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=f"{title}: {row.notice.contract.number}",
        verb=verb,
        intro=f"Sent on {short_date(row.sent_date)} by {row.method}.",
        cancel_url=reverse("notice", args=[row.notice_id]),
        **crumb_of(row.notice.contract),
        **context,
    )
