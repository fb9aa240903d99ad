"""Tagging contracts."""

from __future__ import annotations

import datetime as dt

from contracts_app.actions.changing import apply_changes
from contracts_app.actions.locking import lock_to_edit
from contracts_app.models import Contract
from core.audit import Actor, action


@action
def set_tags(
    *,
    actor: Actor,
    contract: Contract,
    tags: tuple[str, ...],
    on: dt.date,
    expected_version: str | None = None,
) -> Contract:
    """Bring the tags of a contract to ``tags``; a tag that nobody used before is added.

    Tags have one spelling, in lower case: ``Cloud`` and ``cloud`` are one tag.

    Raises:
        NotAllowed: The person may not change the contract.
        StaleObject: It changed since it was read.
        InvalidContract: A tag is too long, or there are too many.
    """
    row = lock_to_edit(actor, contract, expected_version)
    apply_changes(actor, row, {"tags": tags}, on)
    return row
