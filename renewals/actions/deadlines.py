"""Writing deadlines, set-based, in the transaction of the change that moved them.

1. A new version is written only where the answer differs from the current one.
2. A contract that is not in force has no current deadline and owes no reminder.
3. Reminders are planned in the same transaction, whether or not the answer changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Max

from contracts_app.models import Contract
from core.audit import Actor, action
from core.reminders.shapes import date_in, zone_name
from renewals.actions.storing import Prepared, prepare, store
from renewals.models import Deadline, Notice, ReminderPolicy
from renewals.reminders.planning import Computed, plan_for
from renewals.rules.batch import Question, deadlines_of
from renewals.rules.policy import ReminderRule, rule_for

CHUNK: Final = 5000
NOT_IN_FORCE: Final = "The contract is not in force."
DATES_CHANGED: Final = "The dates changed."
NOTICE_GIVEN: Final = "Notice was given: nothing is left to decide."


@dataclass(frozen=True, slots=True)
class Written:
    """What one writing did: versions added, deadlines ended, reminders added."""

    versions: int = 0
    ended: int = 0
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class _Occasion:
    """When and why deadlines are written; ``why`` is for what is withdrawn."""

    now: dt.datetime
    reason: str
    why: str
    is_time_passing: bool
    is_policy_change: bool

    @property
    def passed_until(self) -> dt.date | None:
        """Return the day up to which what is due stays owed; None where facts changed."""
        return self.now.astimezone(dt.UTC).date() if self.is_time_passing else None


@dataclass(frozen=True, slots=True)
class _Stake:
    amount: Any
    currency: str
    department_zone: str
    policy: ReminderRule


@action
def recompute_deadlines(
    *, actor: Actor, contract_ids: Sequence[int], now: dt.datetime, reason: str, is_time_passing: bool = False
) -> Written:
    """Compute the deadlines of ``contract_ids`` as of ``now`` and write what changed.

    Repeating it changes nothing. ``is_time_passing`` keeps reminders that are due already, because only
    the day changed and they are still owed.
    """
    assert actor.is_system or actor.user is not None
    return write_deadlines(contract_ids, now=now, reason=reason, is_time_passing=is_time_passing)


def write_deadlines(
    contract_ids: Sequence[int],
    *,
    now: dt.datetime,
    reason: str,
    is_time_passing: bool = False,
    why: str = DATES_CHANGED,
    is_policy_change: bool = False,
) -> Written:
    """Do the work of ``recompute_deadlines`` inside a transaction that is open already.

    ``why`` stands on reminders that are withdrawn. ``is_policy_change`` sends nothing about days that had
    passed.
    """
    total, occasion = Written(), _Occasion(now, reason, why, is_time_passing, is_policy_change)
    ids = sorted(set(contract_ids))
    for start in range(0, len(ids), CHUNK):
        one = _write_chunk(ids[start : start + CHUNK], occasion)
        total = Written(
            total.versions + one.versions, total.ended + one.ended, total.reminders + one.reminders
        )
    return total


def _write_chunk(ids: list[int], occasion: _Occasion) -> Written:
    now = occasion.now
    records = _records(ids)
    stakes = _stakes(records)
    computed = compute(records, stakes, now)
    prepared = [_prepared(one, stakes[one.contract_id]) for one in computed]
    stored = Deadline.unscoped.filter(contract_id__in=ids, is_current=True)
    current = dict(stored.values_list("contract_id", "digest"))
    changed = [one for one in prepared if current.get(one.contract_id) != one.digest]
    gone = current.keys() - {one.contract_id for one in prepared}
    if over := gone | (current.keys() & {one.contract_id for one in changed}):
        _supersede(over, now)
    if changed:
        versions = _next_versions([one.contract_id for one in changed])
        store(((one, versions[one.contract_id]) for one in changed), now=now, reason=occasion.reason)
    running = [one.contract_id for one in computed]
    plan_for(sorted(set(ids) - set(running)), [], now=now, why=NOT_IN_FORCE, passed_until=None)
    planned = _plan(computed, occasion)
    return Written(len(changed), len(gone), planned)


def _plan(computed: Sequence[Computed], occasion: _Occasion) -> int:
    """Plan what contracts in force owe; of those that a notice ends, the rest is withdrawn saying so."""
    planned, why = 0, occasion.why
    for is_ended in (False, True):
        some = [one for one in computed if ("ending" in one.record) is is_ended]
        because = NOTICE_GIVEN if is_ended and why == DATES_CHANGED else why
        ids = [one.contract_id for one in some]
        planned += plan_for(
            ids,
            some,
            now=occasion.now,
            why=because,
            passed_until=occasion.passed_until,
            is_policy_change=occasion.is_policy_change,
        )
    return planned


def _records(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what the deadlines of those of ``ids`` that are in force rest on."""
    scope = Contract.objects.for_system("deadlines are computed for every contract in force")
    notices = Notice.objects.for_system("a notice ends a contract whatever its terms say")
    return notices.records_of(scope.filter(pk__in=ids).in_force())


def _stakes(ids: Collection[int]) -> dict[int, _Stake]:
    if not ids:
        return {}
    scope = ReminderPolicy.objects.for_system("the policy that counts for each contract")
    rules = [policy.rule for policy in scope]
    rows = Contract.unscoped.filter(pk__in=ids).values_list(
        "pk", "type", "value_amount", "value_currency", "department__timezone"
    )
    return {
        pk: _Stake(
            amount, currency, zone, rule_for(rules, contract_type=kind, amount=amount, currency=currency)
        )
        for pk, kind, amount, currency, zone in rows
    }


def compute(
    records: Mapping[int, Mapping[str, Any]], stakes: Mapping[int, _Stake], now: dt.datetime
) -> list[Computed]:
    """Return the answer of each contract in force, on today's date in its own zone."""
    zones = {
        pk: zone_name((record["notice"] or {}).get("timezone") or stakes[pk].department_zone)
        for pk, record in records.items()
    }
    answers = deadlines_of(
        [
            Question(record, date_in(zones[pk], now), stakes[pk].policy.lead_days)
            for pk, record in records.items()
        ]
    )
    return [
        Computed(pk, record, answer, zones[pk], stakes[pk].policy)
        for (pk, record), answer in zip(records.items(), answers, strict=True)
    ]


def _prepared(one: Computed, stake: _Stake) -> Prepared:
    return prepare(one, stake.amount, stake.currency)


def _supersede(ids: Iterable[int], now: dt.datetime) -> None:
    Deadline.unscoped.filter(contract_id__in=list(ids), is_current=True).update(
        is_current=False, superseded_at=now
    )


def _next_versions(ids: Sequence[int]) -> dict[int, int]:
    known = Deadline.unscoped.filter(contract_id__in=ids).values("contract_id").annotate(last=Max("version"))
    last = {row["contract_id"]: row["last"] for row in known}
    return {pk: last.get(pk, 0) + 1 for pk in ids}
