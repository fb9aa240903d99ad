"""How django-allauth behaves here: accounts are made by administrators, not by strangers."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in only; nobody signs up on their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration: administrators create accounts."""
        return False
