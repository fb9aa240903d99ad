"""Entering into the ledger what sign-in does: people in and out, lockouts, passwords, second factors."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Q
from django.http import HttpRequest

from accounts.models import User
from core import clock
from core.audit import Actor
from core.ledger import record_event

CHANNEL = "sign-in"


def connect() -> None:
    """Listen; called once at start-up."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_login_failed.connect(_sign_in_failed, dispatch_uid="accounts.sign_in_failed")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")
    user_locked_out.connect(_locked_out, dispatch_uid="accounts.locked_out")
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_password_changed, dispatch_uid="accounts.password_changed")
    authenticator_added.connect(_factor_added, dispatch_uid="accounts.factor_added")
    for signal in (authenticator_removed, authenticator_reset):
        signal.connect(_factor_changed, dispatch_uid="accounts.factor_changed")


def _enter(kind: str, request: HttpRequest | None, user: User, **details: Any) -> None:
    actor = Actor.person(user, channel=CHANNEL, request_id=getattr(request, "request_id", ""))
    record_event(kind, actor=actor, now=clock.now(), subject=user, details=details)


def _signed_in(sender: Any, request: HttpRequest | None, user: User, **_: Any) -> None:
    _enter("accounts.user.signed_in", request, user, address=getattr(request, "axes_ip_address", None))


def _signed_out(sender: Any, request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if user is not None:
        _enter("accounts.user.signed_out", request, user)


def _sign_in_failed(sender: Any, credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
    """Enter a failed sign-in; a name that is nobody's is not kept: people type passwords into that field."""
    name = str(credentials.get("username") or credentials.get("email") or credentials.get("login") or "")
    known = User.objects.filter(Q(username=name) | Q(email__iexact=name)).first() if name else None
    record_event(
        "accounts.sign-in.failed",
        actor=Actor.system("sign-in", channel=CHANNEL, request_id=getattr(request, "request_id", "")),
        now=clock.now(),
        subject=known,
        details={"address": getattr(request, "axes_ip_address", None)},
    )


def _locked_out(sender: Any, request: HttpRequest, username: str, ip_address: str, **_: Any) -> None:
    actor = Actor.system("sign-in", channel=CHANNEL, request_id=getattr(request, "request_id", ""))
    details = {"name": username, "address": ip_address}
    record_event("accounts.user.locked_out", actor=actor, now=clock.now(), details=details)


def _password_changed(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    _enter("accounts.password.changed", request, user)


def _factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    _enter("accounts.factor.added", request, user, factor=authenticator.type)


def _factor_changed(sender: Any, request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    _enter("accounts.factor.changed", request, user, factor=authenticator.type)
