"""Exit tasks that are due soon, in the queue on Home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.urls import reverse

from core.pages.queue import QueueItem
from core.paging.standing import while_unchanged
from renewals.models import ExitTask
from renewals.permissions import does
from renewals.reports.exit_task_words import what_is_due, word_of_task
from renewals.reports.words import title_in_queue

AHEAD: Final = dt.timedelta(days=30)


def _waiting(user: Any, on: dt.date) -> Any:
    return ExitTask.objects.visible_to(user).to_do().filter(due_date__lte=on + AHEAD)


def queue_items(user: Any, on: dt.date, limit: int) -> Iterator[QueueItem]:
    """Give the tasks that are overdue or due within 30 days, the most urgent first."""
    for row in _waiting(user, on).select_related("notice__contract__vendor", "owner")[:limit]:
        contract = row.notice.contract
        is_mine = does(user, contract, row)
        name, pk = ("exit_task_done", row.pk) if is_mine else ("vendor_notice", row.notice_id)
        yield QueueItem(
            word=word_of_task(row, on),
            due_date=row.due_date,
            title=title_in_queue(contract),
            url=reverse("contract", args=[contract.pk]),
            consequence=what_is_due(row),
            action_label="Done" if is_mine else "See why",
            action_url=reverse(name, args=[pk]),
        )


def queue_count(user: Any, on: dt.date) -> int:
    """Return how many tasks are overdue or due within 30 days."""
    return while_unchanged(("exit tasks", user.pk, on), _waiting(user, on).count)
