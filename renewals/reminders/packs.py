"""Which messages present the leverage pack of their contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contracts_app.models import Contract
from core.models import Reminder
from renewals.reminders.climbing import policies_of
from renewals.reminders.standing import SUBJECT
from renewals.rules.ladder import ACT_BY, pack_days_of
from renewals.rules.pack import presents_pack


def presenting(reminders: Iterable[Reminder]) -> set[int]:
    """Return the ids of those reminders whose messages present the leverage pack, in at most five queries."""
    asked = [row for row in reminders if row.kind == ACT_BY]
    if not asked:
        return set()
    ids = sorted({row.subject_id for row in asked})
    days, sent = _pack_days(ids), _sent(ids)
    return {
        row.pk
        for row in asked
        if presents_pack(
            row.offset_days, sent.get((row.subject_id, row.period_key), ()), days.get(row.subject_id, 0)
        )
    }


def _pack_days(contract_ids: Sequence[int]) -> dict[int, int]:
    """Return for each contract how many days before act-by its pack is presented; 0: never."""
    scope = Contract.objects.for_system("whether a reminder presents the leverage pack")
    records, policies = scope.filter(pk__in=contract_ids).deadline_inputs(), policies_of(contract_ids)
    return {pk: pack_days_of(policies[pk], record) for pk, record in records.items()}


def _sent(contract_ids: Sequence[int]) -> Mapping[tuple[int, str], list[int]]:
    """Return which rungs of each act-by date were handed to delivery."""
    rows: Any = Reminder.objects.filter(
        subject_type=SUBJECT, subject_id__in=contract_ids, kind=ACT_BY, state=Reminder.State.SETTLED
    )
    found: dict[tuple[int, str], list[int]] = {}
    for pk, period, offset in rows.order_by().values_list("subject_id", "period_key", "offset_days"):
        found.setdefault((pk, period), []).append(offset)
    return found
