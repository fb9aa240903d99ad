"""Small pages of the frame: help, the settings index, and the theme of this device."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core import registry
from core.access import public, signed_in
from core.pages.context import THEME_COOKIE, THEMES
from core.pages.status import LOOKS

THEME_SECONDS = 365 * 24 * 3600

STATUS_MEANINGS = (
    ("active", "Active", "In force; nothing to do now."),
    ("review", "In review", "Somebody is working on it."),
    ("act", "Act by Mon 30 Nov 2026", "Somebody must act by that date."),
    ("missed", "Missed", "A date has passed without the action it needed."),
    ("draft", "Draft", "Not begun, or over."),
    ("done", "Renewed", "Settled; nothing is left to do."),
    ("unknown", "Unknown: renewal term", "A fact is missing; the word says which."),
)


@signed_in
def show_help(request: HttpRequest) -> HttpResponse:
    """Show how to read the pages, and the keyboard shortcuts."""
    context = {"title": "Help", "meanings": STATUS_MEANINGS, "kinds": LOOKS}
    context["searched"] = [kind.label for kind in registry.search_types]
    return render(request, "core/help.html", context)


@signed_in
def settings_index(request: HttpRequest) -> HttpResponse:
    """List the settings pages that the reader may open."""
    user = request.user
    items = [item for item in registry.settings_items if not item.verb or user.can(item.verb)]  # type: ignore[union-attr]
    return render(request, "core/settings.html", {"title": "Settings", "items": items})


@public("the theme is kept on the device, and the sign-in page has it too")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme chosen for this device in a cookie and go back; an unknown theme changes nothing."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.POST.get("theme") in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            request.POST["theme"],
            max_age=THEME_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response
