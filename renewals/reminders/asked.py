"""What people are asked now: the act-by date of a contract, and until when it may be snoozed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts_app.models import Contract
from renewals.models import Deadline, Notice, ReminderPolicy
from renewals.rules import DeadlineStatus
from renewals.rules.ladder import decision_days_of
from renewals.rules.policy import rule_for
from renewals.rules.standing import last_snooze


@dataclass(frozen=True, slots=True)
class Asked:
    """The date by which somebody must act, the day by which to decide, and the zone that both are in."""

    act_by_date: dt.date
    decide_by_date: dt.date
    timezone: str


def asked_of(
    contract: Contract, deadline: Deadline | None, record: Mapping[str, Any] | None = None
) -> Asked | None:
    """Return what people are asked about ``contract``; None where nobody must act.

    Args:
        contract: The contract, in force or not.
        deadline: Its current deadline.
        record: What the deadline rests on, where it was read already.
    """
    if deadline is None or contract.status == Contract.Status.NOTICE_SERVED:
        return None
    act_by = deadline.point.act_by_date
    if act_by is None or deadline.status == DeadlineStatus.EXPIRED:
        return None
    if record is None:
        scope = Contract.objects.for_system("by when a decision about this contract is due")
        notices = Notice.objects.for_system("what was exercised or ended by notice")
        record = notices.records_of(scope.filter(pk=contract.pk))[contract.pk]
    rules = [policy.rule for policy in ReminderPolicy.objects.for_system("the policy that counts")]
    rule = rule_for(
        rules,
        contract_type=contract.type,
        amount=contract.value_amount,
        currency=contract.value_currency,
    )
    return Asked(act_by, last_snooze(act_by, decision_days_of(rule, record)), deadline.timezone)
