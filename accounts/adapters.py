"""How django-allauth behaves here: accounts are made by administrators, secrets are kept encrypted.

The one message that it sends, the link to set a password, is a letter of ours in its reader's language.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core import clock
from core.mail.identity import message_id_of
from core.mail.languages import language_of, written_in
from core.mail.letter import Letter
from core.mail.rendering import render_letter

_DAY: Final = 24 * 60 * 60


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in only; nobody signs up on their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration: administrators create accounts."""
        return False

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Send a person the link with which they set a password."""
        render_letter(
            password_letter(user, context["password_reset_url"]),
            to=email,
            message_id=message_id_of("password", str(user.pk), secrets.token_hex(16)),
            sent_at=clock.now(),
            is_reminder=False,
        ).send()


def password_letter(user: User, address: str) -> Letter:
    """Return what the message with the link to set a password says; ``address`` is that link."""
    language = language_of(user)
    days = settings.PASSWORD_RESET_TIMEOUT // _DAY
    with written_in(language):
        works = ngettext(
            "The link works once, and for {n} day.", "The link works once, and for {n} days.", days
        )
        return Letter(
            subject=_("Set a new password for Termkeeper"),
            status=_("Your account"),
            headline=_("Set a new password"),
            lead=_("Somebody asked for a link to set a new password for this account."),
            paragraphs=(
                works.format(n=days),
                _("If that was not you, nothing is to be done: the password stays as it is."),
            ),
            facts=((_("User name"), user.username),),
            button=(_("Set a new password"), address),
            why=_("You get this because your address was entered on the sign-in page."),
            language=language,
        )


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
