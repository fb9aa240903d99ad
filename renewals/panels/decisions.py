"""Decisions on pages of the apps below: the step on the contract page, and what waits on Home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from contracts_app.rules.lifecycle import IN_FORCE, NOTICE_SERVED
from core.pages.queue import QueueItem
from core.pages.status import StatusWord
from core.paging.standing import while_unchanged
from core.rules.wording import money_text
from renewals.models import Deadline, Decision
from renewals.permissions import APPROVE, decides
from renewals.reports.decision_words import what_is_left
from renewals.reports.words import title_in_queue
from renewals.rules.decision import DecisionStatus


def decide_url(contract: Any, user: Any) -> str | None:
    """Return where ``user`` decides on a contract that they see; None where they do not, or nothing runs."""
    is_open = contract.status in IN_FORCE - {NOTICE_SERVED}
    return reverse("contract_decide", args=[contract.pk]) if is_open and decides(user, contract) else None


def review_url(contract: Any, user: Any) -> str | None:
    """Return where ``user`` answers what somebody else decided; None where nothing waits for them."""
    if not user.can(APPROVE, contract.department_id):
        return None
    decision = _about_present_deadline(
        contract, user, lambda one: one.status == DecisionStatus.PROPOSED and one.decided_by_id != user.pk
    )
    return reverse("decision", args=[decision.pk]) if decision else None


def serve_url(contract: Any, user: Any) -> str | None:
    """Return where ``user`` goes on with a decision that takes effect by a notice; None where none is left.

    That is the notice, or the decision as long as it is not prepared.
    """
    if not decides(user, contract):
        return None
    decision = _about_present_deadline(contract, user, lambda one: one.status == DecisionStatus.IN_FORCE)
    if decision is None or not what_is_left(decision):
        return None
    notice = getattr(decision, "notice", None)
    return reverse("notice", args=[notice.pk]) if notice else reverse("decision", args=[decision.pk])


def _about_present_deadline(
    contract: Any, user: Any, is_meant: Callable[[Decision], bool]
) -> Decision | None:
    """Return the newest of the decisions meant, if it is about the exit that is to be decided now."""
    found = next((one for one in Decision.objects.about(contract.pk, user) if is_meant(one)), None)
    if found is None:
        return None
    deadline = Deadline.objects.current_of(contract.pk, user)
    return found if deadline is not None and deadline.point.act_by_date == found.act_by_date else None


def decision_count(contract: Any, user: Any) -> int | None:
    """Count the decisions about a contract, for its tab; None where there are none."""
    return len(Decision.objects.about(contract.pk, user)) or None


def _waiting(user: Any) -> Any:
    return Decision.objects.visible_to(user).awaiting_approval_by(user)


def queue_items(user: Any, on: dt.date, limit: int) -> Iterator[QueueItem]:
    """Give the decisions that wait for this person's confirmation, the most urgent first."""
    if not user.can("decisions.approve"):
        return
    rows = _waiting(user).select_related("contract__vendor", "decided_by").defer("snapshot")
    for row in rows.order_by("act_by_date", "pk")[:limit]:
        contract = row.contract
        at_stake = ""
        if row.amount_at_stake is not None:
            at_stake = f", {money_text(row.amount_at_stake, row.currency)}"
        yield QueueItem(
            word=StatusWord("review", "Confirm"),
            due_date=row.act_by_date,
            title=title_in_queue(contract),
            url=reverse("contract", args=[contract.pk]),
            consequence=f"{row.decided_by} decided: {row.get_kind_display().lower()}{at_stake}",
            action_label="Review",
            action_url=reverse("decision", args=[row.pk]),
        )


def queue_count(user: Any, on: dt.date) -> int:
    """Return how many decisions wait for this person's confirmation."""
    if not user.can("decisions.approve"):
        return 0
    return while_unchanged(("decisions waiting", user.pk), _waiting(user).count)


def facts(user: Any, on: dt.date) -> Iterator[tuple[str, str]]:
    """Give how many decisions wait for this person's confirmation, with the list of them."""
    if waiting := queue_count(user, on):
        yield f"{waiting} to confirm", f"{reverse('decisions')}?waiting=true"
