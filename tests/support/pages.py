"""A browser without a screen, signed in."""

from __future__ import annotations

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from accounts.models import User
from core.audit import Actor, acting

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user: User) -> Client:
    """Return a client that was just signed in as ``user``."""
    client = Client()
    with acting(Actor.system("test")):
        client.force_login(user, backend=BACKEND)
    give_password_at(client, user, time.time())
    return client


def give_password_at(client: Client, user: User, at: float) -> None:
    """Note in the session of ``client`` that ``user`` gave the password at an instant, as signing in does."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": at}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
