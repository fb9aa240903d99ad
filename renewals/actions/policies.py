"""Reminder policies: set and removed together with the deadlines and reminders that follow from them.

A policy moves act-by dates and ladders of every contract it is for, so its change and theirs are one
transaction: nobody ever sees a policy whose reminders are not planned. That takes a while for a large
register, so people ask for it and a worker does it, with progress.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.db import IntegrityError, transaction

from contracts_app.models import Contract
from core.access import require
from core.audit import Actor, action
from core.errors import UserError
from core.jobs import enqueue
from core.models import Job
from renewals.actions.deadlines import write_deadlines
from renewals.models import ReminderPolicy
from renewals.permissions import may_set_policies
from renewals.rules.policy import offsets_from
from renewals.rules.policy_draft import PolicyDraft, policy_problems

JOB_KIND: Final = "renewals.policy"
CHUNK: Final = 1000
CHANGED: Final = "The reminder policy changed."
Report = Callable[[int, int, str], None]


class UnableToSetPolicy(UserError):
    """A reminder policy cannot be kept as it was entered; ``fields`` says why."""

    code = "invalid_policy"


@action
def request_policy_change(
    *, actor: Actor, draft: PolicyDraft | None, policy_id: int | None, return_url: str = ""
) -> Job:
    """Ask for a policy to be added (no ``policy_id``), changed, or removed (no ``draft``).

    Raises:
        NotAllowed: The person does not keep the reminder policies.
        UnableToSetPolicy: ``fields`` says what is wrong, or the policy is gone.
    """
    require(may_set_policies(actor), "change reminder policies")
    if draft is not None:
        _check(draft, policy_id)
    if policy_id is not None:
        _policy(policy_id)
    params = {
        "policy": policy_id,
        "draft": draft.as_json() if draft else None,
        "reason": actor.reason,
    }
    return enqueue(JOB_KIND, params, requested_by=actor.user, return_url=return_url)


@action
def set_reminder_policy(
    *, actor: Actor, draft: PolicyDraft, policy_id: int | None, now: dt.datetime, report: Report
) -> ReminderPolicy:
    """Add or change a policy, and write the deadlines and reminders of every contract in force anew.

    A second call with the same draft changes nothing.

    Raises:
        NotAllowed: The person does not keep the reminder policies.
        UnableToSetPolicy: ``fields`` says what is wrong, or the policy is gone.
    """
    require(may_set_policies(actor), "change reminder policies")
    _check(draft, policy_id)
    row = ReminderPolicy() if policy_id is None else _policy(policy_id)
    wanted: dict[str, Any] = {
        "contract_type": draft.contract_type,
        "minimum_amount": draft.minimum_amount,
        "currency": draft.currency,
        "offsets": list(offsets_from(draft.offsets)),
        "lead_days": draft.lead_days,
        "decision_days": draft.decision_days,
        "acknowledge_days": draft.acknowledge_days,
        "pack_days": draft.pack_days,
    }
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return row
    for name, value in wanted.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise _taken(row) from None
    _follow(now, report)
    return row


@action
def remove_reminder_policy(*, actor: Actor, policy_id: int, now: dt.datetime, report: Report) -> None:
    """Remove a policy; its contracts go by the next one that fits, at last the standard.

    Raises:
        NotAllowed: The person does not keep the reminder policies.
        UnableToSetPolicy: It is gone already.
    """
    require(may_set_policies(actor), "change reminder policies")
    _policy(policy_id).delete()
    _follow(now, report)


def _policy(policy_id: int) -> ReminderPolicy:
    scope = ReminderPolicy.objects.for_system("a policy is changed by who keeps them all")
    found = scope.select_for_update().filter(pk=policy_id).first()
    if found is None:
        raise UnableToSetPolicy("This reminder policy was removed meanwhile. Go back to the list.")
    return found


def _check(draft: PolicyDraft, policy_id: int | None) -> None:
    problems = policy_problems(draft, set(Contract.Type.values))
    if problems:
        raise UnableToSetPolicy(next(iter(problems.values()))[0], fields=problems)
    scope = ReminderPolicy.objects.for_system("no two policies for the same contracts").filter(
        contract_type=draft.contract_type, currency=draft.currency, minimum_amount=draft.minimum_amount
    )
    others = scope if policy_id is None else scope.exclude(pk=policy_id)
    if twin := others.first():
        raise _taken(twin)


def _taken(policy: ReminderPolicy) -> UnableToSetPolicy:
    message = f"There is a policy for “{policy}” already. Change that one."
    return UnableToSetPolicy(message, code="policy_taken", fields={"contract_type": [message]})


def _follow(now: dt.datetime, report: Report) -> None:
    """Write the deadlines of every contract in force by the policies as they are now."""
    scope = Contract.objects.for_system("a policy may be about every contract in force")
    ids = list(scope.in_force().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        report(start, len(ids), f"Working out deadlines: {start:,} of {len(ids):,}")
        write_deadlines(ids[start : start + CHUNK], now=now, reason=CHANGED, is_policy_change=True)
    report(len(ids), len(ids), "Finished")
