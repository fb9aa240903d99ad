"""Exit tasks as a subject of reminders: what the sweep and the reconciler ask of this app.

``owed_by`` is the reconciler's reading: it shares nothing with ``exit_planning`` and its rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from contracts_app.reminders.recipients import chains_of, seeing
from core.reminders.shapes import Chain, Rung, SubjectLink
from renewals.models import ExitTask, Notice
from renewals.reminders.place import vendor_notice_url

_TITLES = {
    "replacement": "find a replacement",
    "data": "get our data back",
    "last_day": "switch the service off",
    "final_invoice": "check the final invoice",
}


def nothing_to_refresh(now: dt.datetime, last_id: int, limit: int) -> list[int]:
    """Return nothing: the day of a task does not move as time passes."""
    return []


def ids_after(last_id: int, limit: int) -> list[int]:
    """Return the next tasks by id."""
    return list(ExitTask.unscoped.filter(pk__gt=last_id).order_by("pk").values_list("pk", flat=True)[:limit])


def ids_changed(since: dt.datetime, last_id: int, limit: int) -> list[int]:
    """Return the next tasks, by id, that changed since an instant, or whose notice did."""
    tasks = ExitTask.history.filter(history_date__gte=since, id__gt=last_id).order_by("id")
    found = set(tasks.values_list("id", flat=True).distinct()[:limit])
    notices = Notice.history.filter(history_date__gte=since, direction="theirs").values("id")
    others = ExitTask.unscoped.filter(notice__in=notices, pk__gt=last_id).order_by("pk")
    return sorted(found | set(others.values_list("pk", flat=True)[:limit]))[:limit]


def owed_by(task_ids: Sequence[int], now: dt.datetime) -> Iterator[Rung]:
    """Yield every rung that the tasks owe, sent ones and future ones alike."""
    waiting = ExitTask.unscoped.filter(
        pk__in=task_ids,
        done_at=None,
        notice__outcome__in=["", "accepted"],
        notice__kind__in=["non_renewal", "termination"],
    )
    for pk, day, received in waiting.values_list("pk", "due_date", "notice__received_date"):
        for before in (0, 1, 7, 14):
            due = day - dt.timedelta(days=before)
            if before == 0 or received is None or not due < received:
                yield Rung("renewals.exit_task", pk, str(day), before, due, day)


def visible_to(user: Any) -> QuerySet[Any]:
    """Return the query of the ids of all tasks whose contract ``user`` may see."""
    return ExitTask.objects.visible_to(user).order_by().values("pk")


def links_to(user: Any, ids: Sequence[int]) -> dict[int, SubjectLink]:
    """Return name and address of each task that ``user`` may see."""
    rows = ExitTask.objects.visible_to(user).filter(pk__in=ids)
    return {row.pk: SubjectLink(name_of(row), vendor_notice_url(row.notice_id)) for row in _joined(rows)}


def names_of(ids: Sequence[int]) -> dict[int, str]:
    """Return the name of each task, for lists that the product makes for itself."""
    scope = ExitTask.objects.for_system("names in a dry run on the command line")
    return {row.pk: name_of(row) for row in _joined(scope.filter(pk__in=ids))}


def _joined(rows: Any) -> Any:
    return rows.select_related("notice__contract")


def name_of(task: ExitTask) -> str:
    """Return what a list calls a task: its contract and what is to be done."""
    contract = task.notice.contract
    return f"{contract.number} {contract.title}: {_TITLES[task.kind]}"


def chains_by_task(task_ids: Sequence[int]) -> dict[int, Chain]:
    """Return the chain of recipients of each task: whom it is with, then the chain of its contract."""
    tasks = list(
        ExitTask.unscoped.filter(pk__in=task_ids).select_related("notice__contract__department", "owner")
    )
    usual = chains_of(sorted({task.notice.contract_id for task in tasks}))
    return {task.pk: (*_with(task), *usual[task.notice.contract_id]) for task in tasks}


def _with(task: ExitTask) -> Chain:
    return tuple(seeing(task.notice.contract, "owner of the task", [task.owner] if task.owner else []))
