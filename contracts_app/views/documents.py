"""Documents of a contract: the tab, adding one, adding a version, correcting what is said of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from contracts_app import permissions
from contracts_app.actions.documents import add_document, add_version, correct_document, correct_version
from contracts_app.actions.reading import read_again
from contracts_app.forms.documents import (
    DocumentChangeForm,
    DocumentForm,
    ReadAgainForm,
    VersionChangeForm,
    VersionForm,
)
from contracts_app.models import Contract, Document, DocumentVersion
from contracts_app.reports.documents_on_file import documents_on_file, missing_of
from contracts_app.views.page import contract_panel
from contracts_app.views.reading import visible_contract, visible_document, visible_version
from core import clock
from core.access import policy, require, signed_in
from core.pages.forms import form_page, refusals_on


@signed_in
def contract_documents(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the documents of a contract with their versions, and which ones are missing."""
    contract = visible_contract(request, pk)
    on_file = documents_on_file(request.user, contract)
    may_keep = permissions.can_edit_documents(request.user, contract)  # type: ignore[arg-type]
    context = {
        "on_file": on_file,
        "missing": missing_of(contract, {each.document.kind for each in on_file}),
        "may_keep": may_keep,
        "form": DocumentForm() if may_keep else None,
    }
    template = "contracts_app/panels/documents.html"
    return contract_panel(request, contract, "contract_documents", template, context)


@policy("documents.edit")
def document_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a document to a contract."""
    contract = visible_contract(request, pk)
    _require_keeper(request, contract)
    initial = {"kind": request.GET.get("kind", "")}
    form = DocumentForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = add_document(
                actor=request.actor,  # type: ignore[attr-defined]
                contract=contract,
                kind=form.cleaned_data["kind"],
                title=form.cleaned_data["title"],
                version=form.draft(),
                now=clock.now(),
            )
            return redirect("document", made.pk)
    return form_page(
        request,
        form,
        title=f"Add a document to {contract.number}",
        verb="Add document",
        cancel_url=reverse("contract_documents", args=[contract.pk]),
        template="contracts_app/documents/form.html",
        crumb_url=reverse("contract", args=[contract.pk]),
        crumb_label=f"{contract.number} {contract.title}",
    )


@policy("documents.edit")
def document_version_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the next version of a document."""
    document = visible_document(request, pk)
    _require_keeper(request, document.contract)
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            add_version(
                actor=request.actor,  # type: ignore[attr-defined]
                document=document,
                version=form.draft(),
                now=clock.now(),
            )
            return redirect("document", document.pk)
    return _document_form(request, form, document, title="Add a version of", verb="Add version")


@policy("documents.edit")
def document_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what a document is and what it is called."""
    document = visible_document(request, pk)
    _require_keeper(request, document.contract)
    initial = {"kind": document.kind, "title": document.title, "version": document.row_version}
    form = DocumentChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            correct_document(
                actor=request.actor,  # type: ignore[attr-defined]
                document=document,
                kind=form.cleaned_data["kind"],
                title=form.cleaned_data["title"],
                expected_version=form.cleaned_data["version"],
            )
            return redirect("document", document.pk)
    return _document_form(request, form, document, title="Correct", verb="Save")


@policy("documents.edit")
def document_version_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the effective date and the note of a version."""
    version = visible_version(request, pk)
    _require_keeper(request, version.document.contract)
    initial = {
        "effective_date": version.effective_date,
        "note": version.note,
        "version": version.row_version,
    }
    form = VersionChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            correct_version(
                actor=request.actor,  # type: ignore[attr-defined]
                version=version,
                effective_date=form.cleaned_data["effective_date"],
                note=form.cleaned_data["note"],
                expected_version=form.cleaned_data["version"],
            )
            return redirect("document_versions", version.document_id)
    title = f"Correct version {version.number} of"
    return _document_form(request, form, version.document, title=title, verb="Save")


@policy("documents.edit")
def document_version_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a worker read the text of a version once more."""
    version = visible_version(request, pk)
    _require_keeper(request, version.document.contract)
    form = ReadAgainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            read_again(
                actor=request.actor,  # type: ignore[attr-defined]
                version=version,
                forget_corrections=form.cleaned_data["forget"],
            )
            messages.success(request, "The text is being read again.")
            return redirect(f"{reverse('document', args=[version.document_id])}?version={version.number}")
    intro = "The file stays as it is. Corrections of clauses stay too, unless you ask to forget them."
    title = f"Read version {version.number} again:"
    return _document_form(request, form, version.document, title=title, verb="Read again", intro=intro)


def latest_of(versions: list[DocumentVersion], wanted: str) -> DocumentVersion | None:
    """Return the version whose number an address names, else the first of ``versions``; None for none."""
    for version in versions:
        if str(version.number) == wanted:
            return version
    return versions[0] if versions else None


def _require_keeper(request: HttpRequest, contract: Contract) -> None:
    user: Any = request.user
    require(permissions.can_edit_documents(user, contract), "change the documents of this contract")


def _document_form(
    request: HttpRequest, form: Any, document: Document, *, title: str, verb: str, intro: str = ""
) -> HttpResponse:
    back = reverse("document", args=[document.pk])
    return form_page(
        request,
        form,
        title=f"{title} {document.title}",
        verb=verb,
        intro=intro,
        cancel_url=back,
        template="contracts_app/documents/form.html",
        crumb_url=back,
        crumb_label=document.title,
    )
