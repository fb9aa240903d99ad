"""A browser without a screen, signed in."""

from __future__ import annotations

from django.test import Client

from accounts.models import User
from core.audit import Actor, acting

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user: User) -> Client:
    """Return a client that is signed in as ``user``."""
    client = Client()
    with acting(Actor.system("test")):
        client.force_login(user, backend=BACKEND)
    return client
