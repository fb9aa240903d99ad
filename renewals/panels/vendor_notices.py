"""The vendor's notices that must be answered, in the queue on Home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.pages.queue import QueueItem
from core.paging.standing import while_unchanged
from renewals.models import Notice
from renewals.reports.vendor_notice_words import what_it_means, word_of_vendor_notice
from renewals.reports.words import title_in_queue


def _waiting(user: Any) -> Any:
    return Notice.objects.visible_to(user).theirs().filter(status="open", answer_by_date__isnull=False)


def queue_items(user: Any, on: dt.date, limit: int) -> Iterator[QueueItem]:
    """Give the vendor's notices that nobody has dealt with, the most urgent first."""
    rows = _waiting(user).select_related("contract__vendor").order_by("answer_by_date", "pk")
    for row in rows[:limit]:
        contract = row.contract
        yield QueueItem(
            word=word_of_vendor_notice(row, on),
            due_date=row.answer_by_date,
            title=title_in_queue(contract),
            url=reverse("contract", args=[contract.pk]),
            consequence=what_it_means(row),
            action_label="Answer",
            action_url=reverse("vendor_notice", args=[row.pk]),
        )


def queue_count(user: Any, on: dt.date) -> int:
    """Return how many of the vendors' notices nobody has dealt with."""
    return while_unchanged(("vendor notices", user.pk), _waiting(user).count)
