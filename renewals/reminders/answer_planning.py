"""From answers of the second person to planned messages: the planner's side (the reconciler's is
``answer_subject``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from core.reminders.planning import plan_reminders
from core.reminders.shapes import Period
from renewals.models import Decision
from renewals.rules.decision import ANSWERED, ANSWERED_SUBJECT, is_old_answer

_TOO_OLD = "The answer was old already when this message was planned."


def plan_answers(decision_ids: Sequence[int], *, now: dt.datetime, why: str) -> int:
    """Plan the message that tells who decided what the second person answered; return how many were added.

    It is due at once, on the day of the answer in UTC: a day that no change of a department moves. ``why``
    stands on what is withdrawn. A second call changes nothing.
    """
    scope = Decision.objects.for_system("who is to hear of an answer").filter(pk__in=decision_ids)
    return plan_reminders(
        subject_type=ANSWERED_SUBJECT,
        subject_ids=list(decision_ids),
        periods=[_period(row, now) for row in scope.defer("snapshot") if row.answered_at is not None],
        now=now,
        why=why,
    )


def _period(decision: Decision, now: dt.datetime) -> Period:
    answered = decision.answered_at
    assert answered is not None
    day = answered.astimezone(dt.UTC).date()
    return Period(
        kind=ANSWERED,
        subject_id=decision.pk,
        period_key=day.isoformat(),
        reference_date=day,
        ladder=(0,),
        skip_reason=_TOO_OLD if is_old_answer(day, now.astimezone(dt.UTC).date()) else "",
    )
