"""From exit tasks to planned reminders: the planner's side (the reconciler's is ``exit_subject``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from core.reminders.planning import plan_reminders
from core.reminders.shapes import Period
from renewals.models import ExitTask
from renewals.rules.exit_task import LADDER, REMINDER, SUBJECT


def plan_exit_tasks(task_ids: Sequence[int], *, now: dt.datetime, why: str) -> int:
    """Plan the reminders of tasks; those done, or of a notice that counts no more, owe nothing.

    ``why`` stands on reminders that are withdrawn. A second call changes nothing.

    Returns:
        How many reminders were added.
    """
    scope = ExitTask.objects.for_system("what exit tasks owe")
    tasks = scope.filter(pk__in=task_ids).select_related("notice__contract__department")
    return plan_reminders(
        subject_type=SUBJECT,
        subject_ids=list(task_ids),
        periods=[_period(task) for task in tasks if task.is_owed],
        now=now,
        why=why,
    )


def _period(task: ExitTask) -> Period:
    received = task.notice.received_date
    assert received is not None, "a vendor's notice was received on a day"
    return Period(
        kind=REMINDER,
        subject_id=task.pk,
        period_key=task.due_date.isoformat(),
        reference_date=task.due_date,
        ladder=LADDER,
        timezone=task.notice.contract.department.timezone,
        floor_date=received,
    )
