"""The vendor's notices: recorded, corrected, shown with their clock, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from contracts_app.views.reading import visible_contract
from core import clock
from core.access import signed_in
from core.pages.forms import form_page, refusals_on
from renewals.actions.vendor_notices import (
    attach_vendor_letter,
    correct_vendor_notice,
    move_vendor_notice,
    record_vendor_notice,
)
from renewals.forms import CorrectVendorNoticeForm, VendorLetterForm, VendorMoveForm, VendorNoticeForm
from renewals.models import ExitTask, Notice
from renewals.permissions import decides, does
from renewals.reports.ending_rules import our_exit_beside
from renewals.reports.exit_task_words import state_of_task
from renewals.reports.vendor_notice_words import (
    MOVE_TITLES,
    examination_of,
    our_earlier_exit,
    what_a_move_does,
    what_became_of,
    what_it_means,
    word_of_vendor_notice,
)
from renewals.rules.vendor_notice import find_vendor_move, vendor_moves_from
from renewals.views.notices import crumb_of, is_only_looking, today


@signed_in
def vendor_notice_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a notice that the vendor gave us."""
    contract = visible_contract(request, pk)
    if is_only_looking(request, contract):
        return redirect("contract_decisions", pk)
    form = VendorNoticeForm(request.POST or None, request.FILES or None, initial={"received_date": today()})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = record_vendor_notice(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                draft=form.draft(),
                letter=form.upload(),
                on=today(),
                now=clock.now(),
            )
            messages.success(request, f"{what_it_means(made)}.")
            return redirect("vendor_notice", made.pk)
    return form_page(
        request,
        form,
        title=f"Record a notice of the vendor: {contract.number}",
        verb="Record notice",
        intro="It starts a clock of its own, beside the deadline of the contract.",
        cancel_url=reverse("contract_decisions", args=[pk]),
        **crumb_of(contract),
    )


def _visible(request: HttpRequest, pk: int) -> Notice:
    seen = Notice.objects.visible_to(request.user).theirs()
    joined = seen.select_related("contract__vendor", "created_by", "closed_by", "vendor_letter")
    found: Notice = get_object_or_404(joined, pk=pk)
    return found


@signed_in
def vendor_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a vendor's notice: what it says, whether it came in time, and until when we must answer."""
    row = _visible(request, pk)
    may = decides(request.user, row.contract)  # type: ignore[arg-type]
    context = {
        "title": f"The vendor's notice: {row.contract.number} {row.contract.title}",
        "notice": row,
        "on": today(),
        "word": word_of_vendor_notice(row, today()),
        "meaning": what_it_means(row),
        "outcome": what_became_of(row),
        "beside": our_exit_beside(row, request.user, today()),
        "earlier": our_earlier_exit(row, request.user),
        "examined": examination_of(row, request.user),
        "moves": vendor_moves_from(row.kind, row.outcome) if may else (),
        "may": may,
        "tasks": [
            (task, state_of_task(task, today()), does(request.user, row.contract, task))  # type: ignore[arg-type]
            for task in _tasks(request, row)
        ],
    }
    return render(request, "renewals/vendor_notice.html", context)


def _tasks(request: HttpRequest, notice: Notice) -> Iterator[ExitTask]:
    """Yield the exit tasks of a notice in the order of their days."""
    seen = ExitTask.objects.visible_to(request.user).filter(notice=notice)
    for task in seen.select_related("owner", "done_by").order_by("due_date", "pk"):
        task.notice = notice
        yield task


@signed_in
def vendor_notice_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the letter of a vendor as it was received."""
    row = _visible(request, pk)
    if is_only_looking(request, row.contract):
        return redirect("vendor_notice", pk)
    form = VendorLetterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            attach_vendor_letter(actor=request.actor, notice=row, letter=form.upload(), now=clock.now())  # type: ignore[attr-defined]
            messages.success(request, "The letter is attached.")
            return redirect("vendor_notice", pk)
    return form_page(
        request,
        form,
        title=f"Attach the vendor's letter: {row.contract.number}",
        verb="Attach letter",
        intro=f"{what_it_means(row)}.",
        cancel_url=reverse("vendor_notice", args=[pk]),
        **crumb_of(row.contract),
    )


@signed_in
def vendor_notice_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was recorded of a vendor's notice."""
    row = _visible(request, pk)
    if is_only_looking(request, row.contract):
        return redirect("vendor_notice", pk)
    initial = {name: getattr(row, name) for name in ("kind", "received_date", "effective_date")}
    initial |= {"answer_by_date": row.answer_by_date, "statement": row.body, "version": row.row_version}
    form = CorrectVendorNoticeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            correct_vendor_notice(
                actor=request.actor,  # type: ignore[attr-defined]
                notice=row,
                draft=form.draft(),
                expected_version=form.cleaned_data["version"],
                on=today(),
                now=clock.now(),
            )
            messages.success(request, "The vendor's notice is corrected.")
            return redirect("vendor_notice", pk)
    return form_page(
        request,
        form,
        title=f"Correct the vendor's notice: {row.contract.number}",
        verb="Save",
        cancel_url=reverse("vendor_notice", args=[pk]),
        **crumb_of(row.contract),
    )


@signed_in
def vendor_notice_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Record what became of a vendor's notice: accepted, refused, dealt with, withdrawn, open again."""
    row = _visible(request, pk)
    if is_only_looking(request, row.contract):
        return redirect("vendor_notice", pk)
    move = find_vendor_move(verb, row.kind, row.outcome)
    if move is None:
        state = row.get_outcome_display().lower() or "open"
        messages.warning(request, f"This notice is {state}; nothing was changed.")
        return redirect("vendor_notice", pk)
    form = VendorMoveForm(request.POST if request.method == "POST" else None, needs_reason=move.needs_reason)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            moved = move_vendor_notice(
                actor=request.actor,  # type: ignore[attr-defined]
                notice=row,
                verb=verb,
                reason=reason,
                on=today(),
                now=clock.now(),
            )
            messages.success(request, what_became_of(moved) or "The notice is open again.")
            return redirect("vendor_notice", pk)
    said = [f"{what_it_means(row)}.", what_a_move_does(move, row)]
    if verb == "accept":
        said.append(our_earlier_exit(row, request.user))
    return form_page(
        request,
        form,
        title=f"{MOVE_TITLES[verb]}: {row.contract.number}",
        verb=move.label.partition(":")[0],
        intro=" ".join(filter(None, said)),
        cancel_url=reverse("vendor_notice", args=[pk]),
        **crumb_of(row.contract),
    )
