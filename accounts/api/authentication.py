"""Signing in to the API with a token: ``Authorization: Bearer tk_…``."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.actions.tokens import find_token, is_use_due, note_use
from accounts.models import ApiToken, User
from core import clock
from core.audit import Actor

_REFUSED = (
    "This token is not valid: it is unknown, expired, revoked, or its owner is inactive. Create a new one."
)


class TokenAuthentication(BaseAuthentication):
    """Recognizes a live token; ``request.auth`` is the token, ``request.user`` its owner."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return owner and token, None when the request carries no bearer token.

        Raises:
            AuthenticationFailed: There is one, and it is not (or no longer) good. The answer is the
                same in every case.
        """
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        token = find_token(secret.strip())
        now = clock.now()
        if token is None or not token.is_live(now):
            raise AuthenticationFailed(_REFUSED)
        if is_use_due(token, now):
            note_use(actor=Actor.token(token.pk, token.owner), token=token, now=now)
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 asks for."""
        return 'Bearer realm="Termkeeper API"'


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes tokens."""

    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the security scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal API token (`tk_…`), made under Settings › API tokens.",
        }
