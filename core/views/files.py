"""Handing out a stored file, only to who may have it, and never to run in the browser."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from core import clock, registry
from core.access import signed_in
from core.audit import Actor, action
from core.files import content_store
from core.ledger.events import record_event
from core.models import StoredFile
from core.pages.confirming import confirm_first, download_page, is_confirmation_due


@signed_in
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one file as an attachment; who may not have it learns nothing about it."""
    stored = StoredFile.objects.for_system("its kind decides who may have it").filter(pk=pk).first()
    if stored is None or stored.kind not in registry.file_kinds:
        raise Http404
    kind = registry.file_kinds.get(stored.kind)
    if not kind.may_download(request.user, stored):
        raise Http404
    if kind.is_export and is_confirmation_due(request):
        return confirm_first(request, download_page(request.path, reverse("home")))
    content = content_store().read(stored.sha256)
    _record(actor=request.actor, stored=stored)  # type: ignore[attr-defined]
    response = HttpResponse(content, content_type=stored.media_type)
    response["Content-Disposition"] = content_disposition_header(True, stored.name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@action
def _record(*, actor: Actor, stored: StoredFile) -> None:
    details = {"name": stored.name, "sha256": stored.sha256, "kind": stored.kind}
    record_event("core.file.downloaded", actor=actor, now=clock.now(), subject=stored, details=details)
