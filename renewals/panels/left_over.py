"""What Home asks for once a deadline is over: a notice that nobody served, an end that nobody recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.urls import reverse

from contracts_app.rules.lifecycle import ACTIVE, HOLDOVER, NOTICE_SERVED
from core.pages.queue import QueueItem
from core.pages.status import StatusWord
from core.paging.standing import while_unchanged
from core.rules.wording import short_date, weekday_date
from renewals.models import Deadline, Decision
from renewals.reminders.place import contract_url
from renewals.reports.words import title_in_queue

#: For how long Home asks for the end of a contract; registers hold many that ended years ago.
ENDED_DAYS: Final = 90
_CAN_EXPIRE: Final = (ACTIVE, NOTICE_SERVED, HOLDOVER)


def _unserved(user: Any) -> Any:
    """Return the decisions whose notice ``user`` is to serve though no deadline asks for it any more."""
    rows = Decision.objects.visible_to(user).left_to_serve()
    departments = user.departments_with("decisions.make")
    if departments is None:
        return rows
    own = rows.filter(contract__owner=user) | rows.filter(contract__backup_owner=user)
    return own | rows.filter(contract__department__in=departments)


def unserved_items(user: Any, on: dt.date, limit: int) -> Iterator[QueueItem]:
    """Give the decided notices that were not served in time, or whose dates moved, the earliest first."""
    rows = _unserved(user).select_related("contract__vendor").defer("snapshot")
    for row in rows.order_by("notice_by_date", "pk")[:limit]:
        yield QueueItem(
            word=_serve_word(row, on),
            due_date=row.notice_by_date,
            title=title_in_queue(row.contract),
            url=contract_url(row.contract_id),
            consequence=f"Decided: {row.get_kind_display().lower()}; its notice is not served",
            action_label="Serve notice",
            action_url=reverse("decision", args=[row.pk]),
        )


def _serve_word(row: Decision, on: dt.date) -> StatusWord:
    if row.notice_by_date is None:
        return StatusWord("act", "Serve notice")
    if row.notice_by_date < on:
        return StatusWord("missed", f"Notice was due {weekday_date(row.notice_by_date)}")
    return StatusWord("act", f"Serve by {weekday_date(row.send_by_date or row.notice_by_date)}")


def unserved_count(user: Any, on: dt.date) -> int:
    """Return how many such notices there are."""
    return while_unchanged(("unserved", user.pk), _unserved(user).count)


def _over(user: Any, on: dt.date) -> Any:
    """Return the deadlines of contracts that ended lately and whose end ``user`` may record."""
    rows = (
        Deadline.objects.visible_to(user)
        .current()
        .filter(
            status=Deadline.Status.EXPIRED,
            term_end__gte=on - dt.timedelta(days=ENDED_DAYS),
            contract__status__in=_CAN_EXPIRE,
        )
    )
    departments = user.departments_with("contracts.transition")
    return rows if departments is None else rows.filter(contract__department__in=departments)


def over_items(user: Any, on: dt.date, limit: int) -> Iterator[QueueItem]:
    """Give the contracts that are over and still stand as in force, the longest over first."""
    rows = _over(user, on).select_related("contract__vendor").order_by("term_end", "contract_id")
    for row in rows[:limit]:
        yield QueueItem(
            word=StatusWord("missed", f"Ended {short_date(row.term_end)}"),
            due_date=None,
            title=title_in_queue(row.contract),
            url=contract_url(row.contract_id),
            consequence=f"Still recorded as {row.contract.get_status_display().lower()}",
            action_label="Record the end",
            action_url=reverse("contract_move", args=[row.contract_id, "expire"]),
        )


def over_count(user: Any, on: dt.date) -> int:
    """Return how many such contracts there are."""
    return while_unchanged(("over", user.pk, on), _over(user, on).count)
