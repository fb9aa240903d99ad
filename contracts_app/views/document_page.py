"""The page of one document: its text by clauses, its versions; other parts add their panels."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from contracts_app import permissions
from contracts_app.models import Document, DocumentVersion
from contracts_app.reports.document_text import outline_of, shown_text
from contracts_app.views.documents import latest_of
from contracts_app.views.reading import visible_document
from core import clock
from core.access import signed_in
from core.pages.panels import render_panel

PAGE = "document"
SHELL = "contracts_app/document_page.html"
LONGEST_WORDS = 200


@signed_in
def document_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text of a version by its clauses, found words marked; the latest unless one is named."""
    document = visible_document(request, pk)
    versions = versions_seen(request, document)
    version = latest_of(versions, request.GET.get("version", ""))
    if version is None:
        return document_panel(request, document, "document_text", "contracts_app/documents/text.html", {})
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    marked = request.GET.get("mark", "").strip()[:LONGEST_WORDS]
    start = request.GET.get("from", "")
    text = shown_text(
        request.user,
        version,
        words=words,
        marked=marked,
        start=int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 0,
    )
    context = {
        "version": version,
        "versions": versions,
        "before": next((one for one in versions if one.number < version.number), None),
        "words": words,
        "marked": marked,
        "text": text,
        "outline": [] if words else outline_of(request.user, version),
        "job": version.job if version.is_being_read else None,
        "may_watch": bool(version.job and version.job.is_visible_to(request.user)),
    }
    return document_panel(request, document, "document_text", "contracts_app/documents/text.html", context)


@signed_in
def document_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """List the versions of a document, the latest first."""
    document = visible_document(request, pk)
    versions = versions_seen(request, document)
    context = {"versions": versions, "pairs": list(zip_longest(versions, versions[1:]))}
    template = "contracts_app/documents/versions.html"
    return document_panel(request, document, "document_versions", template, context)


def versions_seen(request: HttpRequest, document: Document) -> list[DocumentVersion]:
    """Return the versions of a document, the latest first, with their files and tasks."""
    seen = DocumentVersion.objects.visible_to(request.user).filter(document=document)
    return list(seen.with_same_file().select_related("file", "job", "created_by").order_by("-number"))


def version_of(request: HttpRequest, document: Document, number: int) -> DocumentVersion:
    """Return a version of a document by its number; 404 where there is none."""
    seen = DocumentVersion.objects.visible_to(request.user).filter(document=document)
    found: DocumentVersion = get_object_or_404(seen.select_related("file", "job"), number=number)
    return found


def document_panel(
    request: HttpRequest, document: Document, panel: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Draw one panel of a document: alone for htmx, inside the document's page otherwise.

    Other parts draw their panels (page ``document`` in ``registry.panels``) by it too.

    Args:
        request: Whose rights decide on what is offered.
        document: As ``visible_document`` gave it.
        panel: The key of the panel in the registry.
        template: Template of the panel; it has ``subject`` (the document), ``may_keep`` and ``context``.
        context: What the template needs besides.
    """
    may_keep = permissions.can_edit_documents(request.user, document.contract)  # type: ignore[arg-type]
    return render_panel(
        request,
        page=PAGE,
        panel=panel,
        subject=document,
        shell=SHELL,
        template=template,
        now=clock.now(),
        context={**context, "may_keep": may_keep},
    )
