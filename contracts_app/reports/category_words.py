"""What people answered about categories of clauses, in the activity of a contract.

What the words suggest is not told: nobody did anything to the contract by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts_app.models import ClauseCategory
from core.ledger import ActivityEntry

Names = dict[tuple[str, Any], str]
_LABEL = ClauseCategory._meta.label_lower
_SUGGESTED = ClauseCategory.State.SUGGESTED
_VERBS = {
    str(ClauseCategory.State.CONFIRMED.label): "confirmed",
    str(ClauseCategory.State.REJECTED.label): "rejected",
}


def names_of(contract: Any) -> Names:
    """Return every category that people answered of a contract's clauses, by name."""
    rows = ClauseCategory.unscoped.filter(version__document__contract=contract)
    answered = rows.exclude(state=_SUGGESTED).select_related("clause__version__document")
    return {
        (_LABEL, row.pk): f"“{row.name}” for clause {row.clause} of {_version(row)}"
        for row in answered.defer("clause__search_vector", "clause__text")
    }


def _version(row: ClauseCategory) -> str:
    version = row.clause.version
    return f"“{version.document.title}”, version {version.number}"


def phrase_of(entries: Sequence[ActivityEntry], names: Names) -> str:
    """Return what was answered on one occasion, as a phrase that follows a name; empty where nothing was."""
    told = [
        (verb, names.get((entry.model, entry.subject_id), ""))
        for entry in entries
        if entry.model == _LABEL
        for change in entry.changes
        if change.name == "state" and (verb := _VERBS.get(change.new))
    ]
    if not told:
        return ""
    verb, name = told[0]
    if len(told) == 1:
        return f"{verb} the category {name}"
    return f"{verb} {len(told)} categories of clauses, the first {name}"
