"""Notices of ours: prepared from a decision, their letter, and the close."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts_app.models import Contract
from core import clock
from core.access import signed_in
from core.errors import NotAllowed, UserError
from core.pages.forms import PageForm, form_page, refusals_on
from renewals.actions.notices import change_letter, keep_letter, prepare_notice
from renewals.actions.services import close_notice, is_receipt_missing
from renewals.forms import LetterForm, PrepareNoticeForm, ReceiptForm
from renewals.models import Notice, Service
from renewals.permissions import decides
from renewals.reports.ending_rules import exits_of, other_exit, word_of_exit
from renewals.reports.letter import letter_docx, letter_pdf
from renewals.reports.letter_gaps import gaps_of
from renewals.reports.service_words import warning_of, word_of_notice, word_of_service
from renewals.rules.service import service_moves_from
from renewals.views.decisions import visible_decision

NOT_YOURS = "You may not give notice of {}. Its owner and backup owner may, and who decides on its contracts."


def crumb_of(contract: Contract) -> dict[str, str]:
    """Return the way back to the contract for a form's page."""
    return {"crumb_label": contract.number, "crumb_url": reverse("contract", args=[contract.pk])}


def today() -> Any:
    """Return today where the reader is."""
    return clock.today(timezone.get_current_timezone_name())


def is_only_looking(request: HttpRequest, contract: Contract) -> bool:
    """Tell the person, before they fill in a form, that what it does is not theirs to do."""
    if request.method != "GET" or decides(request.user, contract):  # type: ignore[arg-type]
        return False
    messages.warning(request, NOT_YOURS.format(contract.number))
    return True


def visible_notice(request: HttpRequest, pk: int) -> Notice:
    """Return the notice if the person may see its contract; 404 otherwise."""
    joined = ("contract__vendor", "decision", "letter_pdf", "letter_docx", "created_by", "closed_by")
    seen = Notice.objects.visible_to(request.user).ours().select_related(*joined)
    found: Notice = get_object_or_404(seen, pk=pk)
    return found


@signed_in
def notice_prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare the notice that a decision takes effect by, and make its letter."""
    decision = visible_decision(request, pk)
    if is_only_looking(request, decision.contract):
        return redirect("decision", pk)
    form = PrepareNoticeForm(request.POST or None, initial={"language": "en", "letter_date": today()})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor: Any = request.actor  # type: ignore[attr-defined]
            made = prepare_notice(actor=actor, decision=decision, now=clock.now(), **form.cleaned_data)
            _make(request, made)
            return redirect("notice", made.pk)
    return form_page(
        request,
        form,
        title=f"Prepare the notice of {decision.contract.number}",
        verb="Prepare notice",
        intro="The letter is written from the notice rule and the decision. You can change its words before"
        " it is sent.",
        cancel_url=reverse("decision", args=[pk]),
        notes=list(gaps_of(decision.contract, request.user)),  # type: ignore[arg-type]
        **crumb_of(decision.contract),
    )


def _make(request: HttpRequest, notice: Notice) -> None:
    """Make the files of a letter; where this machine cannot, say so and leave the notice as it is."""
    try:
        keep_letter(
            actor=request.actor,  # type: ignore[attr-defined]
            notice=notice,
            pdf=letter_pdf(notice),
            docx=letter_docx(notice),
            expected_version=notice.row_version,
            now=clock.now(),
        )
    except NotAllowed:
        raise
    except UserError as error:
        messages.warning(request, error.message)


@signed_in
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a notice of ours: its letter, how it must be given, and how it was served."""
    row = visible_notice(request, pk)
    services = list(
        Service.objects.visible_to(request.user)
        .filter(notice=row)
        .select_related("proof", "recorded_by")
        .order_by("sent_date", "pk")
    )
    exits = exits_of(row, services, request.user)
    may = decides(request.user, row.contract)  # type: ignore[arg-type]
    is_open = row.status == Notice.Status.OPEN
    is_proved = any(one.proof_id and one.status != Service.Status.WITHDRAWN for one in services)
    context = {
        "title": f"{row.get_kind_display()}: {row.contract.number} {row.contract.title}",
        "notice": row,
        "word": word_of_notice(row, services),
        "services": [
            (
                one,
                word_of_service(one),
                warning_of(one, row),
                word_of_exit(row, exits.get(one.pk)),
                service_moves_from(one.status) if may else (),
            )
            for one in services
        ],
        "other_exit": other_exit(row, exits),
        "may": may,
        "may_close": may and is_open and is_proved,
        "may_change": may and is_open and not services,
        "may_serve": may and is_open,
    }
    return render(request, "renewals/notice.html", context)


@signed_in
def notice_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of a letter, and make its files anew."""
    row = visible_notice(request, pk)
    if is_only_looking(request, row.contract):
        return redirect("notice", pk)
    fields = LetterForm.base_fields
    initial = {name: getattr(row, name) for name in fields if name != "version"}
    form = LetterForm(request.POST or None, initial=initial | {"version": row.row_version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            changed = change_letter(
                actor=request.actor,  # type: ignore[attr-defined]
                notice=row,
                draft=form.draft(),
                expected_version=form.cleaned_data["version"],
            )
            changed.refresh_from_db(fields=["row_version"])
            _make(request, changed)
            return redirect("notice", pk)
    title = f"Change the letter about {row.contract.number}"
    cancel = reverse("notice", args=[pk])
    return form_page(
        request, form, title=title, verb="Save letter", cancel_url=cancel, **crumb_of(row.contract)
    )


@signed_in
@require_POST
def notice_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the files of a letter whose words are on record."""
    _make(request, visible_notice(request, pk))
    return redirect("notice", pk)


@signed_in
def notice_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a notice whose service is proved; the contract is "Notice served" from then on."""
    row = visible_notice(request, pk)
    if is_only_looking(request, row.contract):
        return redirect("notice", pk)
    is_missing = is_receipt_missing(row)
    form_class = ReceiptForm if is_missing else PageForm
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            close_notice(
                actor=request.actor,  # type: ignore[attr-defined]
                notice=row,
                on=today(),
                now=clock.now(),
                **form.cleaned_data,
            )
            messages.success(request, "The notice is served and closed.")
            return redirect("notice", pk)
    intro = "The proof of service is on record."
    if is_missing:
        intro += " Nothing tells when the notice arrived, and that day counts."
    if row.kind != Notice.Kind.OPTION_EXERCISE:
        intro += (
            f" {row.contract.number} moves to “Notice served”; nobody is reminded of its deadline any more."
        )
    return form_page(
        request,
        form,
        title=f"Close the notice of {row.contract.number}",
        verb="Close notice",
        intro=intro,
        cancel_url=reverse("notice", args=[pk]),
        **crumb_of(row.contract),
    )
