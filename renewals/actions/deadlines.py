"""Writing deadlines, set-based, in the transaction of the change that moved them.

1. A new version is written only where the answer differs from the current one.
2. A contract that is not in force has no current deadline and owes no reminder.
3. Reminders are planned in the same transaction, whether or not the answer changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Max

from contracts_app.models import Contract
from core.audit import Actor, action
from core.reminders.shapes import date_in, zone_name
from renewals.models import Deadline
from renewals.reminders.planning import Computed, plan_for
from renewals.rules import DeadlineAnswer
from renewals.rules.answer_output import answer_as_json, details_as_json, step_as_json, steps_as_json
from renewals.rules.recorded import deadline_of

CHUNK: Final = 5000
LEAD_DAYS: Final = 0
NOT_IN_FORCE: Final = "The contract is not in force."
DATES_CHANGED: Final = "The dates changed."
_DATES: Final = (
    "term_start", "term_end", "renewal_date", "earliest_notice_date", "notice_by_date", "send_by_date",
    "act_by_date", "earliest_exit_date", "next_review_date", "next_change_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """What one writing did: versions added, deadlines ended, reminders added."""

    versions: int = 0
    ended: int = 0
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class _Stake:
    amount: Any
    currency: str
    department_zone: str


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
    contract_ids: Sequence[int], *, now: dt.datetime, reason: str, is_time_passing: bool = False
) -> Written:
    """Do the work of ``recompute_deadlines`` inside a transaction that is open already."""
    total = Written()
    ids = sorted(set(contract_ids))
    for start in range(0, len(ids), CHUNK):
        one = _write_chunk(ids[start : start + CHUNK], now, reason, is_time_passing)
        total = Written(
            total.versions + one.versions, total.ended + one.ended, total.reminders + one.reminders
        )
    return total


def _write_chunk(ids: list[int], now: dt.datetime, reason: str, is_time_passing: bool) -> Written:
    stakes = _stakes(ids)
    computed = compute(ids, stakes, now)
    current = {
        row["contract_id"]: row["digest"]
        for row in Deadline.unscoped.filter(contract_id__in=ids, is_current=True).values(
            "contract_id", "digest"
        )
    }
    digests = {one.contract_id: _digest(one, stakes[one.contract_id]) for one in computed}
    changed = [one for one in computed if current.get(one.contract_id) != digests[one.contract_id]]
    gone = set(current) - digests.keys()
    _supersede(gone | (current.keys() & {one.contract_id for one in changed}), now)
    versions = _next_versions([one.contract_id for one in changed])
    rows = [
        _row(one, stakes[one.contract_id], versions[one.contract_id], digests[one.contract_id], now, reason)
        for one in changed
    ]
    Deadline.unscoped.bulk_create(rows, batch_size=1000)
    passed_until = now.astimezone(dt.UTC).date() if is_time_passing else None
    over = [pk for pk in ids if pk not in digests]
    plan_for(over, [], now=now, why=NOT_IN_FORCE, passed_until=None)
    planned = plan_for(list(digests), computed, now=now, why=DATES_CHANGED, passed_until=passed_until)
    return Written(len(rows), len(gone), planned)


def _stakes(ids: Sequence[int]) -> dict[int, _Stake]:
    rows = Contract.unscoped.filter(pk__in=ids).values_list(
        "pk", "value_amount", "value_currency", "department__timezone"
    )
    return {pk: _Stake(amount, currency, zone) for pk, amount, currency, zone in rows}


def compute(ids: Sequence[int], stakes: Mapping[int, _Stake], now: dt.datetime) -> list[Computed]:
    """Return the answers of those of ``ids`` that are in force, each on today's date in its own zone."""
    scope = Contract.objects.for_system("deadlines are computed for every contract in force")
    records = scope.filter(pk__in=ids).in_force().deadline_inputs()
    found = []
    for pk, record in records.items():
        zone = zone_name((record["notice"] or {}).get("timezone") or stakes[pk].department_zone)
        answer = deadline_of(record, date_in(zone, now), lead_days=LEAD_DAYS)
        found.append(Computed(pk, record, answer, zone))
    return found


def _supersede(ids: Iterable[int], now: dt.datetime) -> None:
    Deadline.unscoped.filter(contract_id__in=list(ids), is_current=True).update(
        is_current=False, superseded_at=now
    )


def _next_versions(ids: Sequence[int]) -> dict[int, int]:
    known = Deadline.unscoped.filter(contract_id__in=ids).values("contract_id").annotate(last=Max("version"))
    last = {row["contract_id"]: row["last"] for row in known}
    return {pk: last.get(pk, 0) + 1 for pk in ids}


def _digest(one: Computed, stake: _Stake) -> str:
    """Return what tells two answers apart: everything but the day asked and what moves with each day."""
    answer = one.answer
    said = answer_as_json(answer, sentence=step_as_json) | details_as_json(answer)  # type: ignore[arg-type]
    said.pop("as_of")
    if answer.is_exit_moving:
        said.pop("earliest_exit_date")
    said["stake"] = [str(stake.amount), stake.currency, one.timezone]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def _row(one: Computed, stake: _Stake, version: int, digest: str, now: dt.datetime, reason: str) -> Deadline:
    answer: DeadlineAnswer = one.answer
    return Deadline(
        contract_id=one.contract_id,
        version=version,
        status=answer.status.value,
        term_number=answer.term_number,
        **{name: getattr(answer, name) for name in _DATES},
        if_nobody_acts=answer.if_nobody_acts.value if answer.if_nobody_acts else "",
        readings=[
            {"rule": reading.rule, "notice_by_date": reading.notice_by_date.isoformat()}
            for reading in answer.readings
        ],
        steps=steps_as_json(answer.steps),
        missing=list(answer.missing),
        details=details_as_json(answer),
        calendar=answer.calendar or "",
        calendar_version=answer.calendar_version or "",
        clause_ref=answer.clause_ref[:60],
        amount_at_stake=stake.amount,
        currency=stake.currency,
        timezone=one.timezone,
        digest=digest,
        reason=reason[:200],
        computed_at=now,
    )
