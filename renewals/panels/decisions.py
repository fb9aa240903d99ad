"""Decisions on pages of the apps below: the step on the contract page, and what waits on Home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from contracts_app.rules.lifecycle import IN_FORCE, NOTICE_SERVED
from core.pages.queue import QueueItem
from core.pages.status import StatusWord
from core.paging.standing import while_unchanged
from core.rules.wording import money_text
from renewals.models import Decision
from renewals.permissions import decides


def decide_url(contract: Any, user: Any) -> str | None:
    """Return where ``user`` decides on a contract that they see; None where they do not, or nothing runs."""
    is_open = contract.status in IN_FORCE - {NOTICE_SERVED}
    return reverse("contract_decide", args=[contract.pk]) if is_open and decides(user, contract) else None


def decision_count(contract: Any, user: Any) -> int | None:
    """Count the decisions about a contract, for its tab; None where there are none."""
    return Decision.objects.of_contract(contract.pk, user).count() or None


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
            title=f"{contract.vendor.name} · {contract.title} {contract.number}",
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
