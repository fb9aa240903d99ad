"""How django-allauth behaves here: accounts are made by administrators, secrets are kept encrypted."""

from __future__ import annotations

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in only; nobody signs up on their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration: administrators create accounts."""
        return False


class MfaAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps encrypted under the installation's secret key."""

    def get_totp_issuer(self) -> str:
        """Return the name under which the authenticator app lists us."""
        return "Termkeeper"

    def encrypt(self, text: str) -> str:
        """Return ``text`` encrypted under the present secret key."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was encrypted under the present secret key or one of its predecessors."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"termkeeper.mfa:" + key.encode()).digest())
