"""What amendments will change in the terms on record, and what they could not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts_app.actions.amended_terms import record_of, standing_terms, term_change
from contracts_app.actions.amended_text import dates_of
from contracts_app.models import AmendedTerm, Amendment, Contract
from contracts_app.reports.term_words import ChangedTerm, changed_terms
from contracts_app.rules.amended_terms import terms_before


@dataclass(frozen=True, slots=True)
class ComingChange:
    """An amendment whose terms are not in force yet, with what it changes then."""

    amendment: Amendment
    changes: tuple[ChangedTerm, ...]


def coming_changes(contract: Contract, user: Any) -> list[ComingChange]:
    """Return the amendments whose terms are still to be applied, in order; one query where there is none."""
    if not Amendment.objects.standing_of(contract.pk, user):
        return []
    waiting = AmendedTerm.objects.visible_to(user).filter(
        amendment__contract_id=contract.pk, amendment__withdrawn_at__isnull=True, applied_at__isnull=True
    )
    if not waiting.exists():
        return []
    rows = standing_terms(contract)
    record, changes = record_of(contract), [term_change(row) for row in rows]
    found = {row.amendment_id: row.amendment for row in rows if row.applied_at is None}
    return [
        ComingChange(one, tuple(_told(one, rows, terms_before(dates_of(one).place, record, changes))))
        for one in sorted(found.values(), key=lambda one: dates_of(one).place)
    ]


def _told(amendment: Amendment, rows: list[AmendedTerm], before: dict[str, str]) -> list[ChangedTerm]:
    own = [row for row in rows if row.amendment_id == amendment.pk]
    return changed_terms({row.field: (before.get(row.field, ""), row.new_value) for row in own})


def told_terms(amendment: Amendment, contract: Contract) -> list[ChangedTerm]:
    """Say what an amendment changes in the terms, with what each field said before it."""
    rows = list(amendment.terms.order_by("pk"))
    if any(row.applied_at is None for row in rows) and amendment.withdrawn_at is None:
        changes = [term_change(row) for row in standing_terms(contract)]
        before = terms_before(dates_of(amendment).place, record_of(contract), changes)
        return changed_terms({row.field: (before.get(row.field, ""), row.new_value) for row in rows})
    return changed_terms({row.field: (row.old_value, row.new_value) for row in rows})
