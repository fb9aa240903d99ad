"""From answers to planned reminders: the planner's side (the reconciler's is ``owed``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.reminders.planning import plan_reminders
from core.reminders.shapes import Period, date_in
from renewals.reminders.standing import SUBJECT, Standings, calendar_of, standings_of
from renewals.rules import DeadlineAnswer
from renewals.rules.ladder import LADDERS, Owing, owings_of
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
    is_policy_change: bool = False,
) -> int:
    """Plan the reminders of ``contract_ids``; those without an answer owe nothing any more.

    Where the policy changed (``is_policy_change``), no rung is sent whose day had passed, as long as the date
    itself lies ahead: a policy does not mail the whole portfolio.

    Returns:
        How many reminders were added.
    """
    standings = standings_of([one.contract_id for one in computed])
    return plan_reminders(
        subject_type=SUBJECT,
        subject_ids=contract_ids,
        periods=[
            _period(one, owing, date_in(one.timezone, now) if is_policy_change else None)
            for one in computed
            for owing in _owings(one, standings)
        ],
        now=now,
        why=why,
        passed_until=passed_until,
    )


def _owings(one: Computed, standings: Standings) -> tuple[Owing, ...]:
    known = standings.get(one.contract_id, {})
    return owings_of(one.answer, one.record, one.policy, known, calendar_of(one.record["notice"]))


def _period(one: Computed, owing: Owing, changed_on: dt.date | None) -> Period:
    is_ahead = owing.kind in LADDERS and changed_on is not None and changed_on <= owing.reference_date
    return Period(
        kind=owing.kind,
        subject_id=one.contract_id,
        period_key=owing.period or owing.reference_date.isoformat(),
        reference_date=owing.reference_date,
        ladder=owing.ladder,
        timezone=one.timezone,
        floor_date=owing.floor_date,
        skip_reason=owing.skip_reason,
        passed_before=changed_on if is_ahead else None,
    )
