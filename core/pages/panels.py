"""Detail pages made of panels that any app may add: one address serves panel and page.

1. A panel's address answers htmx with tabs and panel alone, everybody else with the whole page,
   so tabs work without JavaScript and can be bookmarked.
2. The page around is the subject's shell template; it extends ``core/detail/page.html``, fills the
   title blocks from ``subject``, and leaves tabs and panel to it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core import registry


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a detail page; ``count`` None shows no number."""

    key: str
    label: str
    url: str
    is_current: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a detail page's header with what its template needs."""

    template: str
    context: dict[str, Any]


def tabs_of(page: str, subject: Any, user: Any, current: str) -> list[Tab]:
    """Return the tabs of ``subject``'s page that ``user`` may open, in order."""
    return [
        Tab(
            panel.key,
            panel.label,
            reverse(panel.url_name, args=[subject.pk]),
            panel.key == current,
            panel.count(subject, user) if panel.count else None,
        )
        for panel in registry.entries_for(registry.panels, page)
        if not panel.verb or user.can(panel.verb)
    ]


@dataclass(frozen=True, slots=True)
class Lead:
    """A button in a detail page's title line."""

    label: str
    icon: str
    url: str


def header_actions_of(page: str, subject: Any, user: Any) -> list[Lead]:
    """Return the steps that apps offer ``user`` in the title line of ``subject``'s page."""
    entries = registry.entries_for(registry.header_actions, page)
    found = [(entry, entry.url(subject, user)) for entry in entries]
    return [Lead(entry.label, entry.icon, url) for entry, url in found if url]


def header_parts_of(page: str, subject: Any, user: Any, now: dt.datetime) -> list[Part]:
    """Return what apps add to the header of ``subject``'s page."""
    return [
        Part(entry.template, entry.context(subject, user, now))
        for entry in registry.entries_for(registry.header_parts, page)
    ]


def render_panel(
    request: HttpRequest,
    *,
    page: str,
    panel: str,
    subject: Any,
    shell: str,
    template: str,
    now: dt.datetime,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Draw one panel of ``subject``: alone for htmx, inside its whole page otherwise.

    Args:
        request: Whose rights decide on the other tabs.
        page: The page's name in the registry, e.g. ``contract``.
        panel: The key of the panel to draw.
        subject: The object, already read through ``visible_to``.
        shell: Template of the whole page; extends ``core/detail/page.html``.
        template: Template of the panel, given ``subject``, ``now`` and ``context``.
        now: The present instant.
        context: What the panel's template needs besides.
    """
    full = {**(context or {}), "subject": subject, "now": now, "panel_template": template}
    full["tabs"] = tabs_of(page, subject, request.user, panel)
    if request.headers.get("HX-Target") == "tabbed":
        return render(request, "core/detail/tabbed.html", full)
    full["header_parts"] = header_parts_of(page, subject, request.user, now)
    full["header_actions"] = header_actions_of(page, subject, request.user)
    return render(request, shell, full)
