"""The work of jobs about renewals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core import clock
from core.audit import Actor
from core.models import Job
from renewals.actions.policies import remove_reminder_policy, set_reminder_policy
from renewals.rules.policy_draft import PolicyDraft


def change_policy(job: Job, report: Callable[[int, int, str], None]) -> dict[str, Any]:
    """Set or remove a reminder policy that a person asked for, with all that follows, or nothing of it.

    Safe to run twice: a policy that is as asked is left alone, and one that is gone is refused in words.
    """
    person, params = job.requested_by, job.params
    assert person is not None, "a person asked for the change"
    actor = Actor.person(person, channel="task", request_id=f"job:{job.pk}", reason=params["reason"])
    if params["draft"] is None:
        remove_reminder_policy(actor=actor, policy_id=params["policy"], now=clock.now(), report=report)
        return {}
    draft = PolicyDraft.from_json(params["draft"])
    policy = set_reminder_policy(
        actor=actor, draft=draft, policy_id=params["policy"], now=clock.now(), report=report
    )
    return {"policy": policy.pk}
