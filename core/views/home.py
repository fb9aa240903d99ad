"""The home page: a work queue, not a wall of charts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core import clock, registry
from core.access import signed_in
from core.pages.commands import commands_for
from core.pages.queue import QueueItem
from core.paging.standing import while_unchanged

QUEUE_SIZE = 12


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Show what needs the reader, the day's figures, and the boxes that apps add."""
    now = clock.now()
    local = now.astimezone(timezone.get_current_timezone())
    on = local.date()
    user = request.user
    key = ("home", user.pk, on)
    (items, total, url), facts = while_unchanged(key, lambda: (_queue(user, on), _facts(user, on)))
    context = {
        "title": f"{_greeting(local.hour)}, {request.user.get_short_name()}",  # type: ignore[union-attr]
        "on": on,
        "facts": facts,
        "items": items,
        "total": total,
        "all_url": url,
        "boxes": [(box.template, box.context(request.user, on)) for box in registry.home_boxes],
        "first_steps": commands_for(request.user),
    }
    return render(request, "core/home.html", context)


def _greeting(hour: int) -> str:
    """Return how to greet at ``hour`` (0 to 23) of the reader's day."""
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 18 else "Good evening"


def _facts(user: Any, on: dt.date) -> list[tuple[str, str]]:
    """Return the figures under the greeting, each with the list behind it."""
    return [fact for source in registry.home_facts for fact in source.facts(user, on)]


def _queue(user: Any, on: dt.date) -> tuple[list[QueueItem], int, str]:
    """Return the most urgent items of all sources, how many there are in all, and the list behind them."""
    items: list[QueueItem] = []
    total, url = 0, ""
    for source in registry.home_queues:
        found = list(source.items(user, on, QUEUE_SIZE))
        items += found
        total += source.count(user, on) if source.count else len(found)
        url = url or (reverse(source.url_name) if source.url_name else "")
    items.sort(key=lambda item: (item.due_date is None, item.due_date or on))
    return items[:QUEUE_SIZE], total, url
