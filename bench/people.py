"""Who asks in a measurement: a procurement person with rights everywhere, a token and a session."""

from __future__ import annotations

import functools

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from accounts.actions.tokens import create_token
from accounts.models import RoleAssignment, User
from bench.database import ACTOR
from core import clock
from core.audit import acting

SCOPES = ("contracts:read", "contracts:write", "vendors:read")


@functools.cache
def person() -> User:
    """Return the person of this measurement, made at the first call."""
    if known := User.objects.filter(username="bench").first():
        return known
    with acting(ACTOR):
        user = User.objects.create_user("bench", "bench@termkeeper.invalid", "bench-password-2026")
        RoleAssignment.unscoped.create(user=user, department=None, role="procurement")
    return user


@functools.cache
def token_headers() -> dict[str, str]:
    """Return the headers of a program that signs in by a token."""
    made = create_token(actor=ACTOR, owner=person(), label="bench", scopes=SCOPES, days=1, now=clock.now())
    return {"Authorization": f"Bearer {made.secret}", "Content-Type": "application/json"}


@functools.cache
def session_headers() -> dict[str, str]:
    """Return the headers of a signed-in browser."""
    client = Client()
    client.force_login(person(), backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    # As if signed in at the end of a long measurement: exports ask who it is when that was long ago.
    at = clock.now().timestamp() + 24 * 3600
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": at}]
    session["account_authentication_methods_user"] = str(person().pk)
    session.save()
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return {"Cookie": cookies}
