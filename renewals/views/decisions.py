"""Decisions: recording one, the list of them, the page of one, and the second person's answer."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from contracts_app.models import Contract
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import policy, signed_in
from core.pages.columns import Column
from core.pages.forms import PageForm, ReasonForm, form_page, refusals_on
from core.pages.listing import Empty, Listing
from core.reminders.shapes import date_in
from renewals.actions.decisions import (
    approve_decision,
    record_decision,
    reject_decision,
    withdraw_decision,
)
from renewals.filters import DecisionFilter
from renewals.forms import DecisionForm
from renewals.models import Deadline, Decision, DecisionThreshold
from renewals.permissions import APPROVE, decides, may_approve
from renewals.reminders.consequence import consequence_of
from renewals.reminders.lengths import next_length_of
from renewals.reports.another_term import another_term_of
from renewals.reports.decision_words import what_follows, what_is_left, word_of_status
from renewals.reports.ending_rules import rules_to_end
from renewals.reports.words import word_of
from renewals.rules.decision import DecisionKind, why_four_eyes
from renewals.templatetags import decision_cells as cells

_NOT_YOURS: Final = (
    "You may not decide on {}. Its owner and backup owner may, and who holds a role with “decisions.make”."
)
_JOINED = ("contract__vendor", "decided_by", "approved_by", "ended_by", "deadline", "notice")

DECISIONS = Listing(
    page="decisions",
    noun="decision",
    nouns="decisions",
    columns=(
        Column(
            "contract", "Contract", lambda row: f"{row.contract.number} {row.contract.title}",
            draw=cells.contract_cell, is_heading=True, order=10,
        ),
        Column("kind", "Decision", lambda row: row.get_kind_display(), draw=cells.kind_cell, order=20),
        Column(
            "status", "State", lambda row: row.get_status_display(), "status",
            kind="status", draw=cells.status_cell, order=30,
        ),
        Column(
            "act_by", "Act by", lambda row: row.act_by_date.isoformat() if row.act_by_date else "",
            "act_by_date", kind="date", draw=cells.act_by_cell, order=40,
        ),
        Column(
            "stake", "At stake", cells.stake_text, "amount_at_stake",
            kind="money", draw=cells.stake_cell, order=50,
        ),
        Column("by", "Decided by", lambda row: str(row.decided_by), order=60),
        Column(
            "decided", "Decided", lambda row: row.decided_at.isoformat(), "decided_at",
            kind="date", draw=cells.decided_cell, order=70,
        ),
    ),
    filterset=DecisionFilter,
    default_sort="-decided",
    prepare=lambda rows: rows.select_related("contract__vendor", "decided_by").defer("snapshot"),
)  # fmt: skip


@policy("contracts.view")
def decision_list(request: HttpRequest) -> HttpResponseBase:
    """List the decisions about contracts that the person may see, the newest first."""
    empty = Empty(
        "No decisions yet",
        "What becomes of a contract is decided on its page, before its act-by date: renew, renegotiate,"
        " terminate or let lapse.",
        reverse("renewals"),
        "Open the deadlines",
    )
    on = clock.today(timezone.get_current_timezone_name())
    listing = DECISIONS.open(request, Decision.objects.visible_to(request.user), on=on, empty=empty)
    return listing.respond("renewals/decision_list.html", {"title": "Decisions"})


def _crumb(contract: Contract) -> dict[str, str]:
    return {"crumb_label": contract.number, "crumb_url": reverse("contract", args=[contract.pk])}


@signed_in
def contract_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what becomes of a contract at its present deadline."""
    contract = visible_contract(request, pk)
    deadline = Deadline.objects.current_of(pk, request.user)
    if refusal := _why_not(request, contract, deadline):
        messages.warning(request, refusal)
        return redirect("contract", pk)
    assert deadline is not None
    deadline.contract = contract
    rules = rules_to_end(contract, request.user, date_in(deadline.timezone, clock.now()))
    consequences = {kind.value: what_follows(kind, deadline, rules) for kind in DecisionKind}
    initial = {"deadline_version": deadline.version}
    form = DecisionForm(request.POST or None, consequences=consequences, rules=rules, initial=initial)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        with refusals_on(form):
            made = record_decision(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                kind=entered["kind"],
                reason=entered["reason"],
                now=clock.now(),
                deadline_version=entered["deadline_version"],
                notice_rule=form.rule(),
            )
            messages.success(request, _recorded(made))
            return redirect("decision", made.pk)
    return form_page(
        request,
        form,
        title=f"Decide on {contract.number} {contract.title}",
        verb="Record decision",
        cancel_url=reverse("contract", args=[pk]),
        template="renewals/decision_form.html",
        **_crumb(contract),
        **_about(deadline, request.user),
    )


def _about(deadline: Deadline, user: Any) -> dict[str, Any]:
    """Return what the form says of the deadline, who must confirm, and what stands already."""
    thresholds = DecisionThreshold.objects.visible_to(user).by_currency()
    decisions = Decision.objects.of_contract(deadline.contract_id, user).standing()
    on = date_in(deadline.timezone, clock.now())
    return {
        "deadline": deadline,
        "word": word_of(deadline, on),
        "consequence": consequence_of(deadline, length=next_length_of(deadline.contract_id, user)),
        "another": another_term_of(deadline, user, on),
        "because": why_four_eyes(deadline.amount_at_stake, deadline.currency, thresholds),
        "standing": decisions.filter(act_by_date=deadline.point.act_by_date),
    }


def _why_not(request: HttpRequest, contract: Contract, deadline: Deadline | None) -> str:
    """Say why the person cannot decide here; empty where they can. A decision sent anyway is refused."""
    if deadline is None or deadline.status == Deadline.Status.EXPIRED:
        return f"{contract.number} is not in force: there is nothing to decide."
    if request.method == "GET" and not decides(request.user, contract):  # type: ignore[arg-type]
        return _NOT_YOURS.format(contract.number)
    return ""


def _recorded(made: Decision) -> str:
    kind = made.get_kind_display()
    if made.status == Decision.Status.PROPOSED:
        return f"“{kind}” is proposed. Somebody else must confirm it, because {made.approval_because}."
    return f"“{kind}” is decided."


def visible_decision(request: HttpRequest, pk: int) -> Decision:
    """Return the decision if the person may see its contract; 404 otherwise."""
    found: Decision = get_object_or_404(
        Decision.objects.visible_to(request.user).select_related(*_JOINED), pk=pk
    )
    return found


@signed_in
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one decision with what the person saw when they took it."""
    row = visible_decision(request, pk)
    actor: Any = request.actor  # type: ignore[attr-defined]
    notice = getattr(row, "notice", None)
    decides_here = decides(request.user, row.contract)  # type: ignore[arg-type]
    is_own = row.decided_by_id == request.user.pk
    is_standing = row.status in (Decision.Status.PROPOSED, Decision.Status.IN_FORCE)
    current = Deadline.objects.current_of(row.contract_id, request.user)
    context = {
        "title": f"{row.get_kind_display()}: {row.contract.number} {row.contract.title}",
        "decision": row,
        "word": word_of_status(row),
        "left": what_is_left(row),
        "is_proposed": row.status == Decision.Status.PROPOSED,
        "is_outdated": is_standing and (current is None or current.point.act_by_date != row.act_by_date),
        "may_answer": row.status == Decision.Status.PROPOSED
        and not is_own
        and may_approve(actor, row.contract),
        "may_withdraw": is_standing and decides_here,
        "notice": notice,
        "may_prepare": decides_here
        and notice is None
        and row.needs_notice
        and row.status == Decision.Status.IN_FORCE,
    }
    return render(request, "renewals/decision.html", context)


@policy(APPROVE)
def decision_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a decision of somebody else."""
    row = visible_decision(request, pk)
    form = PageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            approve_decision(actor=request.actor, decision=row, now=clock.now())  # type: ignore[attr-defined]
            messages.success(request, f"“{row.get_kind_display()}” is confirmed and in force.")
            return redirect("decision", pk)
    intro = (
        f"{row.decided_by} decided: “{row.get_kind_display()}”. Reason: {row.reason} With your confirmation"
        " it comes into force."
    )
    return _answer(request, form, row, title="Confirm", verb="Confirm decision", intro=intro)


@policy(APPROVE)
def decision_reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Reject a decision of somebody else, asking why."""
    row = visible_decision(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            reject_decision(
                actor=request.actor,  # type: ignore[attr-defined]
                decision=row,
                reason=form.cleaned_data["reason"],
                now=clock.now(),
            )
            messages.success(request, f"“{row.get_kind_display()}” is rejected.")
            return redirect("decision", pk)
    intro = "The contract stays undecided, and its deadline keeps running."
    return _answer(request, form, row, title="Reject", verb="Reject decision", intro=intro, danger=True)


@signed_in
def decision_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back, asking why."""
    row = visible_decision(request, pk)
    if request.method == "GET" and not decides(request.user, row.contract):  # type: ignore[arg-type]
        messages.warning(request, _NOT_YOURS.format(row.contract.number))
        return redirect("decision", pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            withdraw_decision(
                actor=request.actor,  # type: ignore[attr-defined]
                decision=row,
                reason=form.cleaned_data["reason"],
                now=clock.now(),
            )
            messages.success(request, f"“{row.get_kind_display()}” is withdrawn.")
            return redirect("decision", pk)
    intro = "The contract is undecided again, and its deadline keeps running."
    return _answer(request, form, row, title="Withdraw", verb="Withdraw decision", intro=intro, danger=True)


def _answer(
    request: HttpRequest, form: PageForm, row: Decision, *, title: str, verb: str, **context: Any
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=f"{title}: {row.get_kind_display().lower()} {row.contract.number}",
        verb=verb,
        cancel_url=reverse("decision", args=[row.pk]),
        **_crumb(row.contract),
        **context,
    )
