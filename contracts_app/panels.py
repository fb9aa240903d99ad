"""What contracts offer to pages of the floor: search hits, counts, entries of the command palette."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import F
from django.urls import reverse

from contracts_app.models import Amendment, Clause, Contract
from contracts_app.reports.coming import coming_changes
from contracts_app.reports.document_text import place_of
from contracts_app.reports.reading_form import words_to_find
from contracts_app.rules.lifecycle import STATUS_LABELS, STATUS_LOOKS
from core.pages.queue import QueueItem
from core.pages.status import StatusWord
from core.paging.standing import while_unchanged
from core.search import Hit, snippet, wanted_words, word_query

#: Ranking reads every candidate: of a word that is everywhere, this many are ranked.
MOST_RANKED = 500


def contracts_of_vendor(vendor: Any, user: Any) -> int:
    """Count the contracts of a vendor that ``user`` may see, for the tab of the vendor's page."""
    return Contract.objects.visible_to(user).of_vendor(vendor.pk).count()


def amendments_of_contract(contract: Any, user: Any) -> int | None:
    """Count the amendments of a contract that are not withdrawn, for its tab; None for none."""
    return Amendment.objects.standing_of(contract.pk, user) or None


def coming_part(contract: Any, user: Any, now: dt.datetime) -> dict[str, Any]:
    """Return what amendments will change in the terms of a contract, for the header of its page."""
    return {"coming": coming_changes(contract, user)}


def _failed_amendments(user: Any) -> Any:
    """Return the amendments that were not applied on their day, of contracts that ``user`` answers for."""
    rows = Amendment.objects.visible_to(user).standing().exclude(problem="")
    departments = user.departments_with("contracts.edit")
    if departments is None:
        return rows
    own = rows.filter(contract__owner=user) | rows.filter(contract__backup_owner=user)
    return own | rows.filter(contract__department__in=departments)


def failed_amendment_items(user: Any, on: dt.date, limit: int) -> Iterator[QueueItem]:
    """Give the amendments whose terms could not be applied, the longest waiting first, with what to do."""
    rows = _failed_amendments(user).select_related("contract__vendor").order_by("effective_date", "pk")
    for row in rows[:limit]:
        contract = row.contract
        may_correct = user.can("contracts.edit", contract.department_id)
        yield QueueItem(
            word=StatusWord("missed", "Terms not applied"),
            due_date=row.effective_date,
            title=f"{contract.vendor.name} · {contract.title} {contract.number}",
            url=reverse("amendment", args=[row.pk]),
            consequence=f"{row.title}: {row.problem}",
            action_label="Correct the terms" if may_correct else "",
            action_url=reverse("contract_change", args=[contract.pk]) if may_correct else "",
        )


def failed_amendment_count(user: Any, on: dt.date) -> int:
    """Return how many such amendments there are."""
    return while_unchanged(("amendments not applied", user.pk), _failed_amendments(user).count)


def find_contracts(user: Any, words: str, limit: int) -> Iterator[Hit]:
    """Give the best matches among the contracts that ``user`` may see, best first."""
    query = word_query(words)
    if query is None:
        return
    contracts = Contract.objects.visible_to(user)
    some = contracts.filter(search_vector=query).values("pk")[:MOST_RANKED]
    ranked = contracts.filter(pk__in=some).annotate(rank=SearchRank(F("search_vector"), query))
    for contract in ranked.select_related("vendor").order_by("-rank", "-pk")[:limit]:
        yield Hit(
            title=f"{contract.number} {contract.title}",
            url=reverse("contract", args=[contract.pk]),
            detail=contract.vendor.name,
            status_kind=STATUS_LOOKS[contract.status],
            status_text=STATUS_LABELS[contract.status],
        )


def find_clauses(user: Any, words: str, limit: int) -> Iterator[Hit]:
    """Give the best matches among the clauses of the latest versions that ``user`` may see, best first."""
    query = word_query(words)
    if query is None:
        return
    some = Clause.objects.visible_to(user).of_latest_versions().filter(search_vector=query)
    few = list(some.values_list("pk", flat=True)[:MOST_RANKED])
    seen = Clause.objects.for_system("the clauses whose ids the reader was found to see")
    ranked = seen.filter(pk__in=few).annotate(rank=SearchRank(F("search_vector"), query))
    best = list(ranked.order_by("-rank", "-pk").values_list("pk", flat=True)[:limit])
    joined = seen.filter(pk__in=best).select_related("version__file", "version__document__contract")
    by_id = joined.defer("search_vector").in_bulk()
    wanted = wanted_words(words)
    for pk in best:
        clause = by_id[pk]
        document = clause.version.document
        contract = document.contract
        yield Hit(
            title=str(clause),
            url=place_of(document.pk, clause.version.number, clause, words),
            detail=f"{contract.number} {contract.title} · {document.title}, version {clause.version.number}",
            pieces=tuple(snippet(words_to_find(clause), wanted)),
        )
