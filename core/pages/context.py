"""What the frame around every page needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from core import clock, registry

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


@dataclass(frozen=True, slots=True)
class Place:
    """A navigation item as it stands on one page."""

    label: str
    icon: str
    url: str
    is_current: bool
    starts_rule: bool


@dataclass(frozen=True, slots=True)
class Banner:
    """A sentence above every page; ``level`` is plain, success, warning or error."""

    level: str
    text: str
    url: str = ""
    link_label: str = ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return theme, navigation and banners for the person at ``request`` (no navigation before sign-in)."""
    user = getattr(request, "user", None)
    context: dict[str, Any] = {"theme": theme_of(request), "navigation": [], "banners": []}
    if user is None or not user.is_authenticated or getattr(request, "htmx", False):
        return context
    context["navigation"] = places(user, request.path)
    now = clock.now()
    context["banners"] = [banner for source in registry.banners for banner in source.banners(user, now)]
    return context


def theme_of(request: HttpRequest) -> str:
    """Return the theme kept on this device: light, dark or auto (as the device is set)."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def places(user: Any, path: str) -> list[Place]:
    """Return the navigation that ``user`` may use; the entry that ``path`` lies under is current."""
    items = [item for item in registry.navigation if not item.verb or user.can(item.verb)]
    urls = {item.key: reverse(item.url_name) for item in items}
    under = [url for url in urls.values() if path == url or (url != "/" and path.startswith(url))]
    current = max(under, key=len, default="")
    first_below = next((item.key for item in items if item.is_below_rule), "")
    return [
        Place(item.label, item.icon, urls[item.key], urls[item.key] == current, item.key == first_below)
        for item in items
    ]
