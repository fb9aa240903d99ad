"""The page between a confirmation and the download that it was asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from core.access import signed_in


@signed_in
@require_GET
def download_ready(request: HttpRequest) -> HttpResponse:
    """Offer the download at ``?to=`` and the way ``?back=``; both are addresses of ours, else it is Home."""
    address, back = (request.GET.get(name, "") for name in ("to", "back"))
    if not _is_ours(address):
        return redirect("home")
    context = {"title": "Your download is ready", "address": address, "back": back if _is_ours(back) else "/"}
    return render(request, "core/download.html", context)


def _is_ours(address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
