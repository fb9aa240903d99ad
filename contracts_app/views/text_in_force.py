"""The text in force: what a contract says as of a day, as we knew it on another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from contracts_app.actions.amended_text import TextOn
from contracts_app.models import Amendment, Contract, Document
from contracts_app.reports.as_of import AsOf, as_of, asked_of
from contracts_app.reports.comparison_sides import key_on
from contracts_app.reports.reading_form import Setting, setting_of
from contracts_app.reports.term_words import groups_of
from contracts_app.rules.consolidation import TextClause
from contracts_app.rules.reading_blocks import Block
from contracts_app.views.page import contract_panel
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import signed_in
from core.pages.fields import DayField
from core.pages.forms import PageForm
from core.rules.wording import short_date

PANEL: Final = "contract_text"
TEMPLATE: Final = "contracts_app/panels/text.html"


class AsOfForm(PageForm):
    """The two days that are asked about, and the document."""

    date = DayField(label="As of", help_text="")
    known_on = DayField(label="As we knew it on", help_text="")
    document = forms.ChoiceField(required=False)


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause as it is drawn; ``came_with`` and ``deleted_by`` are amendments, None for the version."""

    clause: TextClause
    came_with: Amendment | None
    deleted_by: Amendment | None
    page: int | None
    setting: Setting

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its words, set for reading."""
        one = self.clause
        return self.setting.blocks(one.text, one.number, one.heading, is_amended=one.amendment is not None)

    @property
    def earlier(self) -> list[tuple[Block, ...]]:
        """The words that stood here before, the newest first, set for reading."""
        return [
            self.setting.blocks(
                words.text, self.clause.number, words.heading, is_amended=words.amendment is not None
            )
            for words in reversed(self.clause.earlier)
        ]


@signed_in
def contract_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Show clauses and terms as of a day, as we knew it on another; both days stand in the address."""
    contract = visible_contract(request, pk)
    today = asked_of(contract, None, None, clock.now())
    usual = {"date": today.day.isoformat(), "known_on": today.known_on.isoformat()}
    sent = {name: request.GET[name] for name in ("date", "known_on", "document") if request.GET.get(name)}
    address = f"{reverse(PANEL, args=[pk])}?{urlencode(usual | sent)}"
    is_whole = usual.keys() <= sent.keys()
    if not is_whole and request.headers.get("HX-Target") != "tabbed":
        return redirect(address)
    response = _answer(request, contract, usual | sent)
    if not is_whole:
        response["HX-Push-Url"] = address
    return response


def _answer(request: HttpRequest, contract: Contract, values: dict[str, str]) -> HttpResponse:
    form = AsOfForm(values)
    form.fields["document"].choices = _choices(request.user, contract)  # type: ignore[attr-defined]
    if not form.is_valid():
        response = contract_panel(request, contract, PANEL, TEMPLATE, {"form": form})
        response.status_code = 422
        return response
    chosen = form.cleaned_data
    form.data = values | {name: short_date(chosen[name]) for name in ("date", "known_on")}
    found = as_of(contract, request.user, asked_of(contract, chosen["date"], chosen["known_on"], clock.now()))
    document = _chosen(found, chosen["document"])
    text = found.text_of(document, request.user) if document else None
    context = {
        "form": form,
        "found": found,
        "asked": found.asked,
        **_terms(found),
        **_around(found, document),
    }
    if text is not None:
        context |= {"text": text, "clauses": _clauses(text, found), "laid_over": _named(text, found)}
    return contract_panel(request, contract, PANEL, TEMPLATE, context)


def _choices(user: Any, contract: Contract) -> list[tuple[str, str]]:
    documents = Document.objects.visible_to(user).filter(contract_id=contract.pk).order_by("pk")
    return [("", "The agreement"), *((str(pk), title) for pk, title in documents.values_list("pk", "title"))]


def _chosen(found: AsOf, wanted: str) -> Document | None:
    """Return the document that was chosen, the first one otherwise."""
    by_key = {str(one.pk): one for one in found.documents}
    return by_key.get(wanted) or next(iter(found.documents), None)


def _clauses(text: TextOn, found: AsOf) -> list[ShownClause]:
    by_key, setting = found.by_key(), setting_of(text)
    return [
        ShownClause(
            one,
            by_key.get(one.amendment) if one.amendment else None,
            by_key.get(one.deleted_by) if one.deleted_by else None,
            text.pages.get(one.source) if one.source else None,
            setting,
        )
        for one in text.text.clauses
        if one.text.strip()
    ]


def _named(text: TextOn, found: AsOf) -> list[tuple[Amendment, str]]:
    """Return every known amendment of the document with how it stands to the text."""
    standing = text.standing
    words = {one.key: "laid over the text" for one in standing.laid_over}
    if standing.base is not None:
        words |= {one.key: f"taken to be in version {standing.base.number}" for one in standing.taken_in}
    words |= {one.key: "counts later" for one in standing.to_come if one.effective_date > found.asked.day}
    return [
        (one, words.get(one.pk, "no text yet")) for one in found.amendments if one.document == text.document
    ]


def _terms(found: AsOf) -> dict[str, Any]:
    if found.terms is None:
        return {"term_groups": None}
    sources = {name: one.title for name, one in found.terms.sources.items()}
    only = [one for one in found.amendments if one.document is None]
    return {"term_groups": groups_of(found.terms.values, sources), "terms_only": only}


def _around(found: AsOf, document: Document | None) -> dict[str, Any]:
    """Return the days before and after on which something changes, as addresses."""
    days: set[dt.date] = {one.effective_date for one in found.amendments}
    if document is not None:
        days |= {one.effective_date for one in found.versions[document.pk] if one.effective_date}
    earlier = max((one for one in days if one < found.asked.day), default=None)
    later = min((one for one in days if one > found.asked.day), default=None)
    return {"earlier": earlier, "later": later, "chosen": document, **_compared(found, document, days)}


def _compared(found: AsOf, document: Document | None, days: set[dt.date]) -> dict[str, Any]:
    """Return how to compare this text, with the one before the last change where there was one.

    The comparison knows what is known today; what was known on an earlier day is not offered.
    """
    if document is None or found.asked.known_at is not None:
        return {}
    known = {"compare_key": key_on(document.pk, found.asked.day)}
    changed = max((one for one in days if one <= found.asked.day), default=None)
    first = min(
        (one.effective_date for one in found.versions[document.pk] if one.effective_date), default=None
    )
    if changed is None or first is None or changed <= first:
        return known
    return known | {"compare_before": key_on(document.pk, changed - dt.timedelta(days=1))}
