"""What the frame around every page needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from core import registry


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation that the signed-in person may use (empty before sign-in)."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    return {"navigation": [item for item in registry.navigation if not item.verb or user.can(item.verb)]}
