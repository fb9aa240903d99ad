"""Recording an amendment: first its day and document, then what it changes of what stands then."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts_app import permissions
from contracts_app.actions.amended_text import TextOn
from contracts_app.actions.amendments import record_amendment
from contracts_app.forms.amendments import AmendmentDayForm, AmendmentSheet
from contracts_app.models import Amendment, Contract, Document, DocumentVersion
from contracts_app.reports.as_of import AsOf, as_of, asked_of
from contracts_app.rules.term_fields import drafts_of
from contracts_app.views.amendments import today_of
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import policy, require
from core.pages.forms import form_page, refusals_on

TEMPLATE = "contracts_app/amendment_form.html"


def _to_amend(request: HttpRequest, pk: int) -> Contract:
    contract = visible_contract(request, pk)
    require(permissions.can_edit(request.user, contract), "change this contract")  # type: ignore[arg-type]
    return contract


def _day_form(request: HttpRequest, contract: Contract, *, is_asked: bool) -> AmendmentDayForm:
    documents = Document.objects.visible_to(request.user).filter(contract_id=contract.pk).order_by("pk")
    choices = list(documents.values_list("pk", "title"))
    first = {"document": str(choices[0][0]) if choices else "", "effective_date": today_of(contract)}
    return AmendmentDayForm(request.GET if is_asked else None, documents=choices, initial=first)


@policy("contracts.edit")
def amendment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the day and the document, then show their text and terms as the sheet to change them on."""
    contract = _to_amend(request, pk)
    day = _day_form(request, contract, is_asked="effective_date" in request.GET)
    if not day.is_valid():
        context = {"day": day, "contract": contract, "title": "Record an amendment"}
        return render(request, TEMPLATE, context, status=422 if day.is_bound else 200)
    effective = day.cleaned_data["effective_date"]
    found = as_of(contract, request.user, asked_of(contract, effective, None, clock.now()))
    sheet = _sheet(request, contract, day, found)
    text = _text(request, found, day.cleaned_data["document"])
    if request.method == "POST" and sheet.is_valid() and "look" not in request.POST:
        with refusals_on(sheet):  # type: ignore[arg-type]
            made = record_amendment(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                draft=sheet.draft,
                on=today_of(contract),
                now=clock.now(),
                expected_version=sheet.header.cleaned_data["version"] or None,
            )
            messages.success(request, f"{made.title} is recorded.")
            return redirect("amendment", made.pk)
    _show_present(sheet, text)
    return _page(request, contract, sheet, found, text)


def _sheet(request: HttpRequest, contract: Contract, day: AmendmentDayForm, found: AsOf) -> AmendmentSheet:
    before = drafts_of(found.terms.values if found.terms else {})
    known = Amendment.objects.visible_to(request.user).filter(contract_id=contract.pk).count()
    initial = {"title": f"Amendment {known + 1}", "version": contract.version}
    papers = _papers(request.user, contract)
    return AmendmentSheet(request.POST or None, day=day, papers=papers, before=before, initial=initial)


def _papers(user: Any, contract: Contract) -> list[tuple[int, str]]:
    versions = DocumentVersion.objects.visible_to(user).filter(document__contract_id=contract.pk)
    rows = versions.order_by("-pk").values_list("pk", "document__title", "number")
    return [(pk, f"{title}, version {number}") for pk, title, number in rows]


def _text(request: HttpRequest, found: AsOf, wanted: str) -> TextOn | None:
    document = next((one for one in found.documents if str(one.pk) == wanted), None)
    return found.text_of(document, request.user) if document else None


def _show_present(sheet: AmendmentSheet, text: TextOn | None) -> None:
    """Put beside each row the present words of the clause that it names."""
    for form in sheet.clauses:
        number = str(form["number"].value() or "").strip()
        form.present = present_words(text, number) if number else ""


def present_words(text: TextOn | None, number: str) -> str:
    """Return the words of a clause, or that there is none."""
    clause = text.text.find(number) if text else None
    return clause.text.strip("\n") if clause else f"The text of that day has no clause {number}."


def _page(
    request: HttpRequest, contract: Contract, sheet: AmendmentSheet, found: AsOf, text: TextOn | None
) -> HttpResponse:
    chosen = sheet.day.cleaned_data
    effective: dt.date = chosen["effective_date"]
    query = urlencode({"effective_date": effective.isoformat(), "document": chosen["document"]})
    return form_page(
        request,
        sheet,  # type: ignore[arg-type]
        title="Record an amendment",
        verb="Record amendment",
        cancel_url=reverse("contract_amendments", args=[contract.pk]),
        template=TEMPLATE,
        contract=contract,
        day=sheet.day,
        query=query,
        effective=effective,
        text=text,
        numbers=[one.number for one in text.text.in_force if one.number] if text else [],
        same_day=[one for one in found.amendments if one.effective_date == effective],
        is_later=effective > found.asked.today,
    )


@policy("contracts.edit")
def amendment_clause(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the present words of the clause that a row of the sheet names."""
    contract = _to_amend(request, pk)
    day = _day_form(request, contract, is_asked=True)
    number = next((request.GET[name] for name in request.GET if name.endswith("-number")), "").strip()
    words = ""
    if day.is_valid() and number:
        asked = asked_of(contract, day.cleaned_data["effective_date"], None, clock.now())
        text = _text(request, as_of(contract, request.user, asked), day.cleaned_data["document"])
        words = present_words(text, number)
    return render(request, "contracts_app/form/present_clause.html", {"present": words})
