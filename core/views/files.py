"""Handing out a stored file, only to who may have it, and never to run in the browser."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from core import registry
from core.access import signed_in
from core.models import StoredFile
from core.pages.confirming import confirm_first, download_page, is_confirmation_due
from core.pages.handing_out import hand_out


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
    return hand_out(request, stored)
