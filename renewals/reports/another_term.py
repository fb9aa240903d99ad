"""What another term of a contract would cost, in one sentence, and the row of a snapshot about it."""

from __future__ import annotations

from typing import Any

from contracts_app.models import Contract
from core.rules.wording import money_text, short_date
from renewals.models import Deadline, Notice
from renewals.rules.another_term import another_term


def another_term_of(deadline: Deadline, user: Any) -> str:
    """Say from when to when another term would run and what it would cost; empty where none follows.

    Args:
        deadline: The current deadline of a contract that ``user`` may see.
        user: The reader.
    """
    day = deadline.term_start or deadline.term_end
    if day is None:
        return ""
    contracts = Contract.objects.visible_to(user).filter(pk=deadline.contract_id)
    record = Notice.objects.visible_to(user).records_of(contracts).get(deadline.contract_id)
    following = another_term(record, day) if record and "ending" not in record else None
    if following is None:
        return ""
    span = f"{short_date(following.start)} to {short_date(following.end)}"
    length = f"{following.days:,} day{'' if following.days == 1 else 's'}"
    if deadline.amount_at_stake is None:
        return f"Term {following.number}, {span} ({length}); its cost is not known."
    cost = money_text(deadline.amount_at_stake, deadline.currency)
    return f"Term {following.number}, {span} ({length}): {cost} at the present value."
