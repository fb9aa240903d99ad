"""The banner that tells everybody when reminders cannot be relied on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.cache import cache
from django.urls import reverse

from core.pages.context import Banner
from core.reminders.health import check_health

REMEMBERED_AS = "core.pages.health"
REMEMBERED_SECONDS = 10


def _lately(now: dt.datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return problems and warnings, looked up once in a while: the banner is on every page."""
    found = cache.get(REMEMBERED_AS)
    if found is None:
        health = check_health(now, with_broker=False)
        found = (health.problems, health.warnings)
        cache.set(REMEMBERED_AS, found, REMEMBERED_SECONDS)
    return found


def health_banners(user: Any, now: dt.datetime) -> Iterator[Banner]:
    """Give a banner for what is wrong with sweeps and mail, with a link for who may look closer."""
    problems, warnings = _lately(now)
    words = [*problems, *warnings]
    if not words:
        return
    can_look = user.can("operations.view")
    if not problems and not can_look:
        return
    level = "error" if problems else "warning"
    yield Banner(
        level,
        " ".join(words),
        reverse("operations") if can_look else "",
        "Open operations" if can_look else "",
    )
