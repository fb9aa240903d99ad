"""Saying in which categories clauses are: what people confirm, reject and set, and suggesting anew.

1. Who may correct the clauses of a contract (``documents.edit``) answers what is suggested of them.
2. Of several at once all are answered or none.
3. Answering as it is answered already changes nothing: it stays with who answered first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from contracts_app import permissions
from contracts_app.actions.category_suggestions import suggest_for
from contracts_app.models import Clause, ClauseCategory, DocumentVersion
from contracts_app.rules.categories import CATEGORIES
from core.access import require
from core.audit import Actor, action
from core.errors import UserError

MOST_AT_ONCE: Final = 500
ANSWERS: Final = (ClauseCategory.State.CONFIRMED, ClauseCategory.State.REJECTED)


class UnableToCategorise(UserError):
    """The category cannot be kept like this; the message says why."""

    code = "unable_to_categorise"


@action
def answer_categories(
    *, actor: Actor, category_ids: Sequence[int], state: str, now: dt.datetime
) -> list[int]:
    """Confirm or reject categories of clauses, those that are answered otherwise included.

    Args:
        actor: May change the documents of every contract that one of them belongs to.
        category_ids: The rows, at most ``MOST_AT_ONCE``.
        state: One of ``ANSWERS``.
        now: When it is answered.

    Returns:
        The rows that had another answer, or none.

    Raises:
        NotAllowed: The person may not change the documents of one of the contracts.
        UnableToCategorise: One is no longer there, or they are too many.
    """
    _check_state(state)
    wanted = set(category_ids)
    if len(wanted) > MOST_AT_ONCE:
        raise UnableToCategorise(f"At most {MOST_AT_ONCE} suggestions are answered at once. Pick fewer.")
    rows = list(_seen(actor).filter(pk__in=wanted).select_for_update(of=("self",)).order_by("pk"))
    if len(rows) < len(wanted):
        gone = len(wanted) - len(rows)
        raise UnableToCategorise(
            f"{gone} of the picked suggestions {'is' if gone == 1 else 'are'} no longer there: the words were"
            " corrected or read again meanwhile. Nothing was changed; load the page again."
        )
    for row in rows:
        _require_keeper(actor, row.clause)
    changed = [row for row in rows if row.state != state]
    for row in changed:
        row.state, row.decided_by, row.decided_at = state, actor.user, now
    ClauseCategory.unscoped.bulk_update(changed, ["state", "decided_by", "decided_at"])
    return [row.pk for row in changed]


@action
def set_category(
    *,
    actor: Actor,
    clause: Clause,
    category: str,
    now: dt.datetime,
    state: str = ClauseCategory.State.CONFIRMED,
) -> ClauseCategory:
    """Say that a clause is in a category, or (``state`` rejected) that it is not, suggested or not.

    Raises:
        NotAllowed: The person may not change the documents of the contract.
        UnableToCategorise: There is no such category.
    """
    _check_state(state)
    if category not in CATEGORIES:
        words = "Choose a category of the list."
        raise UnableToCategorise(words, code="unknown_category", fields={"category": [words]})
    clauses = Clause.objects.for_system("a clause that is put into a category")
    joined = clauses.select_for_update(of=("self",)).select_related("version__document__contract")
    row = joined.get(pk=clause.pk)
    _require_keeper(actor, row)
    kept = ClauseCategory.unscoped.filter(clause=row, category=category).first()
    if kept is None:
        kept = ClauseCategory(clause=row, version_id=row.version_id, category=category)
    if kept.state != state:
        kept.state, kept.decided_by, kept.decided_at = state, actor.user, now
        kept.save()
    return kept


@action
def suggest_again(*, actor: Actor, version: DocumentVersion) -> int:
    """Bring the suggestions of a version to what its words say now; return how many changed."""
    rows = DocumentVersion.objects.for_system("a version whose clauses get suggestions")
    rows.select_for_update(of=("self",)).get(pk=version.pk)
    return suggest_for(version.pk)


def _seen(actor: Actor) -> Any:
    rows = ClauseCategory.objects
    seen = (
        rows.for_system("answers of the product itself")
        if actor.user is None
        else rows.visible_to(actor.user)
    )
    return seen.select_related("clause__version__document__contract")


def _require_keeper(actor: Actor, clause: Clause) -> None:
    contract = clause.version.document.contract
    allowed = actor.user is None or permissions.can_edit_documents(actor.user, contract)
    require(allowed, f"say in which categories the clauses of {contract.number} are")


def _check_state(state: str) -> None:
    if state not in ANSWERS:
        words = "Confirm or reject: those are the answers."
        raise UnableToCategorise(words, code="unknown_answer", fields={"state": [words]})
