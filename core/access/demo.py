"""Whom a visitor of the demo may sign in as."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model

from core import registry


def demo_logins() -> list[registry.DemoLogin]:
    """Return the people of the demo company who can sign in here.

    None anywhere but on the embedded database, which answers on this machine alone; and of the
    demo's people only those who exist, are active, and still have their address under ``.invalid``.
    """
    if not settings.IS_EMBEDDED:
        return []
    people = get_user_model()._base_manager.filter(is_active=True, email__endswith=".invalid")
    here = set(people.values_list("username", flat=True))
    return [login for login in registry.demo_logins if login.key in here]
