"""What services offer to the pages of other apps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.urls import reverse

from core.pages.queue import QueueItem
from core.paging.standing import while_unchanged
from slas.models import Claim
from slas.reports.claims import asked_words, left_words, period_of, word_of_claim

#: So long before its window closes a claim waits on Home.
AHEAD: Final = dt.timedelta(days=30)


def _closing(user: Any, on: dt.date) -> Any:
    return Claim.objects.visible_to(user).not_submitted().filter(last_date__lte=on + AHEAD)


def claims_waiting(user: Any, on: dt.date, limit: int) -> Iterator[QueueItem]:
    """Give the claims that are not submitted and whose window closes, the most urgent first."""
    rows = _closing(user, on).select_related("contract__vendor").order_by("last_date", "pk")
    for row in rows[:limit]:
        address = reverse("sla_claim", args=[row.pk])
        yield QueueItem(
            word=word_of_claim(row),
            due_date=row.last_date,
            title=f"Claim for {period_of(row)} · {row.contract.vendor.name} · {row.contract.title}",
            url=address,
            consequence=f"{asked_words(row)} is lost if it is not claimed; {left_words(row, on)}",
            action_label="Claim",
            action_url=address,
        )


def claims_count(user: Any, on: dt.date) -> int:
    """Return how many claims wait for somebody to submit them."""
    return while_unchanged(("claims closing", user.pk, on), _closing(user, on).count)
