"""From answers to planned reminders: the planner's side (the reconciler's is ``owed``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.reminders.planning import plan_reminders
from core.reminders.shapes import Period
from renewals.reminders.standing import SUBJECT, Standings, calendar_of, standings_of
from renewals.rules import DeadlineAnswer
from renewals.rules.ladder import Owing, owings_of
from renewals.rules.policy import ReminderRule


@dataclass(frozen=True, slots=True)
class Computed:
    """A contract in force with its answer, what the answer rests on, and the policy that counts for it."""

    contract_id: int
    record: Mapping[str, Any]
    answer: DeadlineAnswer
    timezone: str
    policy: ReminderRule


def plan_for(
    contract_ids: Sequence[int],
    computed: Sequence[Computed],
    *,
    now: dt.datetime,
    why: str,
    passed_until: dt.date | None,
) -> int:
    """Plan the reminders of ``contract_ids``; those without an answer owe nothing any more.

    Returns:
        How many reminders were added.
    """
    standings = standings_of([one.contract_id for one in computed])
    return plan_reminders(
        subject_type=SUBJECT,
        subject_ids=contract_ids,
        periods=[_period(one, owing) for one in computed for owing in _owings(one, standings)],
        now=now,
        why=why,
        passed_until=passed_until,
    )


def _owings(one: Computed, standings: Standings) -> tuple[Owing, ...]:
    known = standings.get(one.contract_id, {})
    return owings_of(one.answer, one.record, one.policy, known, calendar_of(one.record["notice"]))


def _period(one: Computed, owing: Owing) -> Period:
    return Period(
        kind=owing.kind,
        subject_id=one.contract_id,
        period_key=owing.period or owing.reference_date.isoformat(),
        reference_date=owing.reference_date,
        ladder=owing.ladder,
        timezone=one.timezone,
        floor_date=owing.floor_date,
        skip_reason=owing.skip_reason,
    )
