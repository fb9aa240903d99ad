"""The door: the sign-in page, whom an attempt is counted for, and the page of a closed door."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.views import LoginView
from axes.helpers import get_cool_off, get_failure_limit
from axes.models import AccessAttempt
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from core.access.demo import demo_logins

LOCKED_STATUS = 429


class SignIn(LoginView):
    """The library's sign-in page; with the demo loaded it says whom to sign in as."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the page's context with the demo logins that work here."""
        logins = demo_logins()
        passwords = {login.password for login in logins}
        shared = passwords.pop() if len(passwords) == 1 else ""
        return {**super().get_context_data(**kwargs), "demo_logins": logins, "demo_password": shared}


def attempted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Return the name that a sign-in attempt is counted for.

    User name and e-mail address of one person count together, in any case of letters, so that
    nobody gets twice the attempts by changing between them.
    """
    given = credentials or {}
    typed = given.get("username") or given.get("email") or given.get("login") or request.POST.get("login", "")
    name = str(typed).strip().casefold()[:254]
    if "@" in name:
        owner = User.objects.filter(email__iexact=name).values_list("username", flat=True).first()
        return (owner or name).casefold()
    return name


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Answer 429 with the time from which signing in works again."""
    name = attempted_name(request, credentials)
    latest = (
        AccessAttempt.objects.filter(username=name, ip_address=request.axes_ip_address)  # type: ignore[attr-defined]
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    pause = get_cool_off(request) or dt.timedelta()
    context = {
        "limit": get_failure_limit(request, credentials),
        "minutes": int(pause.total_seconds() // 60),
        "until": latest + pause if latest else None,
    }
    answer = render(request, "account/locked.html", context, status=LOCKED_STATUS)
    answer["Retry-After"] = str(int(pause.total_seconds()))
    return answer
