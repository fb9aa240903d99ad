"""A second factor for those who can do the most."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

GetResponse = Callable[[HttpRequest], HttpResponse]
#: What stays open: signing in and out, the set-up of the second factor itself, theme, static files.
OPEN_PREFIXES = ("/accounts/", "/theme/", "/static/", "/healthz")
#: Who holds one of these verbs needs a second factor.
STRONG_VERBS = ("users.manage",)


class SecondFactorMiddleware:
    """Sends people with strong verbs to set up an authenticator app before anything else.

    Only where ``TERMKEEPER_REQUIRE_MFA`` is on (in production unless it is turned off).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.REQUIRE_MFA or not self._must_set_up(request):
            return self.get_response(request)
        messages.warning(request, "Your role needs a second factor. Set up an authenticator app to go on.")
        return redirect("mfa_activate_totp")

    def _must_set_up(self, request: HttpRequest) -> bool:
        user = request.user
        if not user.is_authenticated or request.path.startswith(OPEN_PREFIXES):
            return False
        if not any(user.can(verb) for verb in STRONG_VERBS):
            return False
        return not is_mfa_enabled(user)
