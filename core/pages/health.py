"""The banner that tells everybody when reminders cannot be relied on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.pages.context import Banner
from core.reminders.health import check_health


def health_banners(user: Any, now: dt.datetime) -> Iterator[Banner]:
    """Give a banner for what is wrong with sweeps and mail, with a link for who may look closer."""
    health = check_health(now, with_broker=False)
    words = [*health.problems, *health.warnings]
    if not words:
        return
    can_look = user.can("operations.view")
    if not health.problems and not can_look:
        return
    level = "error" if health.problems else "warning"
    yield Banner(
        level,
        " ".join(words),
        reverse("operations") if can_look else "",
        "Open operations" if can_look else "",
    )
