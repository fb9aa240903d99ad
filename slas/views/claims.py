"""Claims: the list of them, the page of one, and its next steps."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core import clock
from core.access import policy, require
from core.pages.columns import Column
from core.pages.forms import form_page, refusals_on
from core.pages.listing import Empty, Listing
from slas.actions.claim_letters import UnableToMakeLetter, request_claim_letter
from slas.actions.claim_moves import move_claim
from slas.actions.claiming import zone_of_window
from slas.filters import ClaimFilter
from slas.forms.claims import ClaimMoveForm
from slas.models import Claim, ClaimStep, ResultVersion
from slas.permissions import can_claim
from slas.reports.claims import (
    MOVE_LABELS,
    STEP_LABELS,
    asked_words,
    bases_of,
    computation_of_claim,
    left_words,
    lost_of,
    period_of,
    word_of_claim,
)
from slas.reports.pipeline import read_pipelines
from slas.rules.claim import BEFORE_SUBMISSION, find_move, next_moves
from slas.rules.claim_window import day_in_zone
from slas.templatetags import claim_cells as cells

#: Steps that end a claim without an answer of the vendor.
ENDING: Final = frozenset({"give_up", "withdraw"})
CLAIMS: Final = Listing(
    page="claims",
    noun="claim",
    nouns="claims",
    columns=(
        Column("period", "Claim", lambda row: f"{row.contract.number} {period_of(row)}",
               draw=cells.period_cell, is_heading=True, order=10),
        Column("vendor", "Vendor", lambda row: row.contract.vendor.name, draw=cells.vendor_cell, order=20),
        Column("status", "State", lambda row: row.get_status_display(), "status",
               kind="status", draw=cells.status_cell, order=30),
        Column("asked", "Asked", cells.asked_text, "asked_amount",
               kind="money", draw=cells.asked_cell, order=40),
        Column("last", "Last day", lambda row: row.last_date.isoformat() if row.last_date else "",
               "last_date", kind="date", draw=cells.last_cell, order=50),
        Column("left", "Left", cells.left_text, draw=cells.left_cell, order=60),
        Column("lost", "Lost", cells.lost_text, kind="money", draw=cells.lost_cell, order=70),
    ),
    filterset=ClaimFilter,
    default_sort="last",
    prepare=lambda rows: rows.select_related("contract__vendor"),
)  # fmt: skip


@policy("contracts.view")
def claim_list(request: HttpRequest) -> HttpResponseBase:
    """List the claims of contracts that the person may see, the one whose window closes first on top."""
    empty = Empty(
        "No claims yet",
        "Once a period is over in which a promise was missed with a credit, its claim stands here with its"
        " amount and its last day.",
        reverse("sla_dashboard"),
        "Open the SLAs",
    )
    on = clock.today(timezone.get_current_timezone_name())
    listing = CLAIMS.open(request, Claim.objects.visible_to(request.user), on=on, empty=empty)
    context = {"title": "Claims", "pipeline": partial(read_pipelines, request.user)}
    return listing.respond("slas/claim_list.html", context)


def _visible(request: HttpRequest, pk: int) -> Claim:
    seen = Claim.objects.visible_to(request.user).select_related(
        "contract__vendor", "contract__department", "letter"
    )
    found: Claim = get_object_or_404(seen, pk=pk)
    return found


@policy("contracts.view")
def claim_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a claim: where it stands, until when, what it rests on, and the steps it took."""
    claim = _visible(request, pk)
    seen = ResultVersion.objects.visible_to(request.user).select_related(
        "result__target__service", "terms__target"
    )
    versions = list(seen.filter(claim_bases__claim=claim).order_by("pk"))
    results = [one.result_id for one in versions]
    newest = seen.filter(result__in=results).order_by("result_id", "-number").distinct("result_id")
    others = list(Claim.objects.visible_to(request.user).filter(contract_id=claim.contract_id))
    may = can_claim(request.user, claim.contract)  # type: ignore[arg-type]
    context = {
        "title": f"Claim for {period_of(claim)}: {claim.contract.vendor.name}",
        "claim": claim,
        "word": word_of_claim(claim),
        "asked": asked_words(claim),
        "left": left_words(claim, _today(claim)),
        "lost": lost_of(claim),
        "bases": bases_of(versions, {one.result_id: one for one in newest}),
        "computed": computation_of_claim(claim, versions, others),
        "steps": _steps(request, claim),
        "may_write": may and claim.status in BEFORE_SUBMISSION,
        **(_moves(claim) if may else {}),
    }
    return render(request, "slas/claim.html", context)


def _moves(claim: Claim) -> dict[str, list[tuple[str, str]]]:
    """Return the next steps of a claim, and apart from them those that end it without an answer."""
    moves = [(one.verb, MOVE_LABELS[one.verb]) for one in next_moves(claim.status)]
    on = [one for one in moves if one[0] not in ENDING]
    return {"moves": on, "other_moves": [one for one in moves if one not in on]} if on else {"moves": moves}


def _steps(request: HttpRequest, claim: Claim) -> list[tuple[str, ClaimStep]]:
    rows = ClaimStep.objects.visible_to(request.user).filter(claim=claim)
    found = rows.select_related("made_by", "proof").order_by("made_at", "pk")
    return [(STEP_LABELS.get(one.verb, one.verb), one) for one in found]


def _today(claim: Claim) -> dt.date:
    """Return the present day where the claim window counts."""
    return day_in_zone(clock.now(), zone_of_window(claim.contract_id, claim.period_last_date))


@policy("claims.make")
@require_POST
def claim_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the letter as a PDF; its progress shows on the job's page."""
    claim = _visible(request, pk)
    require(can_claim(request.user, claim.contract), "make claims of this contract")  # type: ignore[arg-type]
    page = reverse("sla_claim", args=[pk])
    try:
        job = request_claim_letter(actor=request.actor, claim=claim, return_url=page)  # type: ignore[attr-defined]
    except UnableToMakeLetter as refused:
        messages.warning(request, refused.message)
        return redirect(page)
    return redirect("job", job.pk)


@policy("claims.make")
def claim_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take a claim a step on, with what the step needs."""
    claim = _visible(request, pk)
    require(can_claim(request.user, claim.contract), "make claims of this contract")  # type: ignore[arg-type]
    move = find_move(verb, claim.status)
    if move is None or move.is_by_system:
        state = claim.get_status_display().lower()
        messages.warning(request, f"This claim is {state}; nothing was changed.")
        return redirect("sla_claim", pk)
    initial: dict[str, Any] = {"version": claim.row_version, "on_date": _today(claim)}
    if verb == "accept":
        initial["amount"] = claim.asked_amount
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ClaimMoveForm(*given, move=move, claim=claim, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            moved = move_claim(
                actor=request.actor,  # type: ignore[attr-defined]
                claim=claim,
                verb=verb,
                said=form.said(),
                now=clock.now(),
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, f"The claim is now: {moved.get_status_display().lower()}.")
            return redirect("sla_claim", pk)
    told = [asked_words(claim), left_words(claim, _today(claim))]
    return form_page(
        request,
        form,
        title=f"{MOVE_LABELS[verb]}: claim for {period_of(claim)}",
        verb=MOVE_LABELS[verb],
        intro=f"{claim.contract.number} {claim.contract.title}: {', '.join(filter(None, told))}.",
        cancel_url=reverse("sla_claim", args=[pk]),
        crumb_label="Claim",
        crumb_url=reverse("sla_claim", args=[pk]),
    )
