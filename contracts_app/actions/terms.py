"""Changing what deadlines rest on."""

from __future__ import annotations

import datetime as dt

from contracts_app.actions.changing import apply_changes
from contracts_app.actions.locking import lock_to_edit
from contracts_app.models import Contract
from contracts_app.rules.draft import NoticeRuleDraft, TermsDraft
from core.audit import Actor, action


@action
def change_terms(
    *,
    actor: Actor,
    contract: Contract,
    terms: TermsDraft,
    notice_rules: tuple[NoticeRuleDraft, ...],
    on: dt.date,
    expected_version: str | None = None,
) -> Contract:
    """Bring the terms and the notice rules of a contract to what is given, together.

    Raises:
        NotAllowed: The person may not change the contract.
        StaleObject: It changed since it was read.
        InvalidContract: ``fields`` says what is wrong (``terms.end_date``, ``notice_rules.0.unit``).
    """
    row = lock_to_edit(actor, contract, expected_version)
    apply_changes(actor, row, {"terms": terms, "notice_rules": notice_rules}, on)
    return row
