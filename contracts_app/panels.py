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
from contracts_app.rules.lifecycle import STATUS_LABELS, STATUS_LOOKS
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
    joined = seen.filter(pk__in=best).select_related("version__document__contract")
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
            pieces=tuple(snippet(clause.text, wanted)),
        )
