"""Planning to whom a deadline climbs, once its first message was handed to delivery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from contracts_app.models import Contract
from core.reminders.planning import plan_more
from core.reminders.shapes import Period
from renewals.models import Deadline, Notice, ReminderPolicy
from renewals.reminders.standing import SUBJECT, calendar_of, standings_of
from renewals.rules import DeadlineStatus
from renewals.rules.climb import climbs_of
from renewals.rules.ladder import comes_again_soon
from renewals.rules.policy import ReminderRule, rule_for
from renewals.rules.standing import NOTHING


def plan_climbs(contract_ids: Sequence[int], now: dt.datetime) -> int:
    """Plan to whom the deadlines of ``contract_ids`` climb if nobody acknowledges them; return how many rows.

    Called in the transaction in which messages about them were handed to delivery. What is planned already
    stays, so calling it again changes nothing.
    """
    ids = sorted(set(contract_ids))
    return plan_more(subject_type=SUBJECT, periods=list(_periods(ids)), now=now)


def _periods(ids: Sequence[int]) -> Iterator[Period]:
    standings = standings_of(ids)
    scope = Contract.objects.for_system("whom to tell of a deadline that nobody has acknowledged")
    notices = Notice.objects.for_system("what was exercised or ended by notice")
    inputs = notices.records_of(scope.filter(pk__in=ids))
    policies = policies_of(ids)
    for pk, act_by, zone in _running(ids):
        standing = standings.get(pk, {}).get(act_by, NOTHING)
        calendar = calendar_of(inputs[pk]["notice"])
        patience = 0 if comes_again_soon(inputs[pk]) else policies[pk].acknowledge_days
        for kind, day in climbs_of(standing, act_by, patience, calendar):
            yield Period(
                kind=kind,
                subject_id=pk,
                period_key=act_by.isoformat(),
                reference_date=day,
                ladder=(0,),
                timezone=zone,
            )


def policies_of(ids: Sequence[int]) -> dict[int, ReminderRule]:
    """Return the policy that counts for each of the contracts."""
    rules = [policy.rule for policy in ReminderPolicy.objects.for_system("the policy that counts for each")]
    rows = Contract.unscoped.filter(pk__in=ids).values_list("pk", "type", "value_amount", "value_currency")
    return {
        pk: rule_for(rules, contract_type=kind, amount=amount, currency=currency)
        for pk, kind, amount, currency in rows
    }


def _running(ids: Sequence[int]) -> Iterator[tuple[int, dt.date, str]]:
    """Give the act-by date on which somebody can still act of each contract, with its zone."""
    rows: Any = Deadline.unscoped.filter(contract_id__in=ids, is_current=True, act_by_date__isnull=False)
    names = ("contract_id", "act_by_date", "timezone", "status", "details__next_exit__act_by_date")
    for pk, act_by, zone, status, following in rows.values_list(*names):
        if status != DeadlineStatus.MISSED:
            yield pk, act_by, zone
        elif following:
            yield pk, dt.date.fromisoformat(following), zone
