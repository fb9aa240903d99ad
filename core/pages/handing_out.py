"""Handing out the bytes of a stored file, as an attachment that never runs in the browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from core import clock
from core.audit import Actor, action
from core.files import content_store
from core.ledger.events import record_event
from core.models import StoredFile


def hand_out(request: HttpRequest, stored: StoredFile) -> HttpResponse:
    """Return a stored file as an attachment, and record that it was downloaded.

    Args:
        request: Whose request it is; the caller has made sure that they may have the file.
        stored: The file.
    """
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
