"""Silent renewals on Home and beside the list of deadlines: how many there were in the last twelve months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.paging.standing import while_unchanged
from renewals.reports.silent import silent_renewals


def year_until(on: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the 365 days that end on a day, both inclusive."""
    return on - dt.timedelta(days=364), on


def silent_count(user: Any, on: dt.date) -> int:
    """Return how many renewals of the last 365 days nobody had decided, of what ``user`` may see."""
    return while_unchanged(("silent", user.pk, on), lambda: len(silent_renewals(user, *year_until(on)).rows))


def facts(user: Any, on: dt.date) -> Iterator[tuple[str, str]]:
    """Give how many contracts renewed silently, with the list of them; nothing where none did."""
    if count := silent_count(user, on):
        yield f"{count} silent renewal{'' if count == 1 else 's'}", reverse("silent")
