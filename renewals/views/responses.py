"""Answering the reminders of a contract: acknowledging and snoozing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from contracts_app.models import Contract
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import signed_in
from core.pages.forms import form_page, refusals_on
from core.pages.links import page_of
from core.reminders.shapes import date_in
from core.rules.wording import weekday_date
from renewals.actions.responses import acknowledge_deadline, snooze_deadline
from renewals.forms import AcknowledgeForm, SnoozeForm
from renewals.models import Deadline
from renewals.permissions import may_respond
from renewals.reminders.asked import Asked, asked_of


@signed_in
def contract_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say "I have it"; opening the page changes nothing."""
    contract, asked = _asked(request, pk)
    if asked is None:
        return _nothing_asked(request, contract)
    form = AcknowledgeForm(request.POST or None, initial={"act_by_date": asked.act_by_date})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            acknowledge_deadline(
                actor=request.actor,  # type: ignore[attr-defined]
                contract_id=contract.pk,
                act_by_date=form.cleaned_data["act_by_date"],
                now=clock.now(),
            )
            messages.success(request, "You have it in hand; reminders go on until it is decided.")
            return redirect(page_of("contract", contract.pk))
    return form_page(
        request,
        form,
        title=f"Acknowledge the deadline of {contract.number}",
        verb="Acknowledge",
        intro=f"{contract.title}: act by {weekday_date(asked.act_by_date)}. Acknowledging says that you have"
        " it in hand, so that it does not climb to your manager. It is not a decision.",
        cancel_url=page_of("contract", contract.pk),
    )


@signed_in
def contract_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to be reminded again on a later day, with a reason."""
    contract, asked = _asked(request, pk)
    if asked is None:
        return _nothing_asked(request, contract)
    today = date_in(asked.timezone, clock.now())
    usual = min(today + dt.timedelta(days=14), max(asked.decide_by_date, today))
    form = SnoozeForm(request.POST or None, initial={"act_by_date": asked.act_by_date, "until": usual})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            snooze_deadline(
                actor=request.actor,  # type: ignore[attr-defined]
                contract_id=contract.pk,
                now=clock.now(),
                **form.cleaned_data,
            )
            until = weekday_date(form.cleaned_data["until"])
            messages.success(request, f"Reminders are quiet until {until}.")
            return redirect(page_of("contract", contract.pk))
    return form_page(
        request,
        form,
        title=f"Snooze the reminders of {contract.number}",
        verb="Snooze",
        intro=f"{contract.title}: act by {weekday_date(asked.act_by_date)}. The decision is due"
        f" {weekday_date(asked.decide_by_date)}; reminders can be quiet until then at the latest.",
        cancel_url=page_of("contract", contract.pk),
    )


def _asked(request: HttpRequest, pk: int) -> tuple[Contract, Asked | None]:
    """Return the contract and what is asked about it; for who may not answer there is no such page."""
    contract = visible_contract(request, pk)
    user: Any = request.user
    if not may_respond(user, contract):
        raise Http404("Somebody else answers the reminders of this contract.")
    deadline = Deadline.objects.current_of(contract.pk, user)
    return contract, asked_of(contract, deadline)


def _nothing_asked(request: HttpRequest, contract: Contract) -> HttpResponse:
    messages.info(request, "Nothing is asked about this contract now: it has no date to act by.")
    return redirect(page_of("contract", contract.pk))
