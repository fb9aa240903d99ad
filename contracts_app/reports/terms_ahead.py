"""What amendments that count later, or could not be applied, do to the terms: for many contracts at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from contracts_app.actions.amended_terms import record_of, term_change
from contracts_app.models import AmendedTerm, Amendment, Contract
from contracts_app.rules.amended_terms import terms_on
from contracts_app.rules.deadline_input import input_of
from contracts_app.rules.term_fields import UnknownTerm, drafts_of


@dataclass(frozen=True, slots=True)
class TermsAhead:
    """The terms of a contract from the day on which an amendment counts.

    Attributes:
        amendment: The last one that counts on that day.
        record: What a deadline rests on then, as ``deadline_inputs`` gives it.
    """

    amendment: Amendment
    record: dict[str, Any]

    @property
    def day(self) -> dt.date:
        """The first day of these terms."""
        return self.amendment.effective_date


def terms_ahead(contracts: Any, contract_ids: Collection[int] | None = None) -> dict[int, list[TermsAhead]]:
    """Return the terms that are to come, by contract, the earliest first; one query where none are.

    Args:
        contracts: The contracts that count, with their reader's rights or with a stated reason.
        contract_ids: The contracts asked about; None: all of them.
    """
    waiting = AmendedTerm.unscoped.filter(applied_at__isnull=True, amendment__withdrawn_at__isnull=True)
    if contract_ids is not None:
        waiting = waiting.filter(amendment__contract_id__in=contract_ids)
    ids = set(waiting.values_list("amendment__contract_id", flat=True))
    if not ids:
        return {}
    standing = AmendedTerm.unscoped.filter(
        amendment__contract_id__in=ids, amendment__withdrawn_at__isnull=True
    )
    by_contract: dict[int, list[AmendedTerm]] = {}
    for row in standing.select_related("amendment"):
        by_contract.setdefault(row.amendment.contract_id, []).append(row)
    rows = contracts.filter(pk__in=ids).select_related("terms").prefetch_related("notice_rules__methods")
    return {row.pk: _ahead(row, by_contract[row.pk]) for row in rows}


def _ahead(contract: Contract, rows: list[AmendedTerm]) -> list[TermsAhead]:
    changes, record = [term_change(row) for row in rows], record_of(contract)
    coming = {
        row.amendment.effective_date: row.amendment for row in _in_order(rows) if row.applied_at is None
    }
    found = []
    for day, amendment in coming.items():
        try:
            drafts = drafts_of(terms_on(day, record, changes))
        except UnknownTerm:  # a field of another release: its page says so
            continue
        found.append(TermsAhead(amendment, input_of(contract.pk, contract.status, *drafts)))
    return found


def _in_order(rows: list[AmendedTerm]) -> list[AmendedTerm]:
    return sorted(rows, key=lambda row: (row.amendment.effective_date, row.amendment.order_on_day))
