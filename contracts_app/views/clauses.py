"""One clause: what was done to it, and correcting it by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts_app import permissions
from contracts_app.actions.clause_editing import correct_clause, join_clause, split_clause
from contracts_app.forms.documents import ClauseForm, ClauseJoinForm, ClauseSplitForm
from contracts_app.models import Clause, ClauseCategory
from contracts_app.reports.clause_categories import in_order
from contracts_app.reports.document_text import LONGEST_SHOWN, place_of
from contracts_app.reports.reading_form import clause_blocks, form_of, line_width
from contracts_app.rules.categories import CHOICES
from contracts_app.rules.categories_amounts import amounts_in
from contracts_app.rules.clause_lines import starts_of_lines
from contracts_app.views.reading import visible_clause
from core.access import policy, require, signed_in
from core.ledger import activity_of
from core.pages.activity import sentences_of
from core.pages.forms import PageForm, form_page, refusals_on
from core.pages.panels import header_actions_of


@signed_in
def clause_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a clause with everything that was done to it, and what can be done."""
    clause = visible_clause(request, pk)
    rows = ClauseCategory.objects.visible_to(request.user).filter(clause=clause)
    categories = in_order(rows.select_related("decided_by"))
    names = {(row._meta.label_lower, row.pk): f"the category “{row.name}”" for row in categories}
    entries = activity_of([(clause._meta.label_lower, clause.pk), *names], request.user)
    context = {
        "title": str(clause),
        "clause": clause,
        "place_url": _place(clause),
        "may_keep": _may_keep(request, clause),
        "has_lines": len(starts_of_lines(clause.text)) > 1,
        "blocks": clause_blocks(
            clause, form_of(clause.version), line_width(request.user, clause.version), LONGEST_SHOWN
        ),
        "hidden": max(0, len(clause.text) - LONGEST_SHOWN),
        "links": header_actions_of("clause", clause, request.user),
        "sentences": sentences_of(entries, main=clause._meta.label_lower, names=names),
        "categories": categories,
        "category_choices": _left_to_choose(categories),
        "amounts": [amount.words for amount in amounts_in(clause.text)],
    }
    return render(request, "contracts_app/documents/clause.html", context)


@policy("documents.edit")
def clause_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct number, heading and level of a clause."""
    clause = _clause_to_correct(request, pk)
    form = ClauseForm(request.POST or None, initial=_initial(clause))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            correct_clause(
                actor=request.actor,  # type: ignore[attr-defined]
                clause=clause,
                label=form.label(),
                expected_version=form.cleaned_data["version"],
            )
            return redirect(_place(clause))
    intro = "The words of the clause stay as they are. Who corrected it, and when, is kept."
    return _page(request, form, clause, title="Correct clause", verb="Save", intro=intro)


@policy("documents.edit")
def clause_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a new clause begin at a line of a clause."""
    clause = _clause_to_correct(request, pk)
    if len(starts_of_lines(clause.text)) < 2:
        messages.warning(request, "This clause has one line; there is nothing to split.")
        return redirect(_place(clause))
    initial = {"level": clause.level, "version": clause.row_version}
    form = ClauseSplitForm(request.POST or None, initial=initial, clause=clause)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = split_clause(
                actor=request.actor,  # type: ignore[attr-defined]
                clause=clause,
                line=form.cleaned_data["line"],
                label=form.label(),
                expected_version=form.cleaned_data["version"],
            )
            made.version = clause.version
            return redirect(_place(made))
    intro = "The clause keeps the lines before; the new one has the others. No word changes."
    return _page(request, form, clause, title="Split clause", verb="Split", intro=intro)


@policy("documents.edit")
def clause_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Join a clause with the one before it."""
    clause = _clause_to_correct(request, pk)
    siblings = Clause.objects.visible_to(request.user).filter(version=clause.version)
    before = siblings.filter(order__lt=clause.order).order_by("-order").first()
    if before is None:
        messages.warning(request, "This is the first clause; there is none before it to join it with.")
        return redirect(_place(clause))
    form = ClauseJoinForm(request.POST or None, initial={"version": clause.row_version})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            joined = join_clause(
                actor=request.actor,  # type: ignore[attr-defined]
                clause=clause,
                expected_version=form.cleaned_data["version"],
            )
            joined.version = clause.version
            return redirect(_place(joined))
    intro = f"Its words become the end of “{before}”, which keeps its number, heading and level."
    return _page(request, form, clause, title="Join with the clause before:", verb="Join", intro=intro)


def _left_to_choose(categories: list[ClauseCategory]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the categories that a clause has not, by group."""
    had = {row.category for row in categories}
    left = [(group, [each for each in members if each[0] not in had]) for group, members in CHOICES]
    return [(group, members) for group, members in left if members]


def _clause_to_correct(request: HttpRequest, pk: int) -> Clause:
    clause = visible_clause(request, pk)
    require(_may_keep(request, clause), "correct the clauses of this contract")
    return clause


def _may_keep(request: HttpRequest, clause: Clause) -> bool:
    user: Any = request.user
    return permissions.can_edit_documents(user, clause.version.document.contract)


def _initial(clause: Clause) -> dict[str, Any]:
    return {
        "number": clause.number,
        "heading": clause.heading,
        "level": clause.level,
        "version": clause.row_version,
    }


def _place(clause: Clause) -> str:
    return place_of(clause.version.document_id, clause.version.number, clause)


def _page(
    request: HttpRequest, form: PageForm, clause: Clause, *, title: str, verb: str, intro: str
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=f"{title} {clause}",
        verb=verb,
        intro=intro,
        cancel_url=_place(clause),
        crumb_url=reverse("document", args=[clause.version.document_id]),
        crumb_label=clause.version.document.title,
    )
