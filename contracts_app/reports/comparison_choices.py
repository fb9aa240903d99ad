"""What a version can be compared with: its own document first, then its contract, then what is looked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from contracts_app.models import Contract, Document, DocumentVersion
from contracts_app.reports.comparison_sides import Side

#: So many versions are offered of one kind.
MOST: Final = 60
MOST_CONTRACTS: Final = 25


@dataclass(frozen=True, slots=True)
class Choices:
    """Versions that are offered: of the same document, of the same contract, and those that were found."""

    of_document: list[DocumentVersion]
    of_contract: list[DocumentVersion]
    found: list[DocumentVersion]


def choices_for(user: Any, side: Side | None, words: str) -> Choices:
    """Return what ``user`` may compare ``side`` with; of other contracts what ``words`` find.

    Contracts are found as their list finds them, documents by their title; of other documents than that of
    ``side`` only the latest version is offered.
    """
    seen = DocumentVersion.objects.visible_to(user).select_related("document__contract__vendor", "created_by")
    seen = seen.order_by("document_id", "-number")
    latest = seen.distinct("document_id")
    if side is None:
        return Choices([], [], _found(user, latest, words))
    document = side.document
    own = seen.filter(document=document)
    if side.version and side.day is None:
        own = own.exclude(pk=side.version.pk)
    siblings = latest.filter(document__contract_id=document.contract_id).exclude(document=document)
    others = latest.exclude(document__contract_id=document.contract_id)
    return Choices(list(own[:MOST]), list(siblings[:MOST]), _found(user, others, words))


def _found(user: Any, versions: Any, words: str) -> list[DocumentVersion]:
    if not words.strip():
        return []
    contracts = Contract.objects.visible_to(user).matching(words).order_by("-pk")
    keys = list(contracts.values_list("pk", flat=True)[:MOST_CONTRACTS])
    titled = Document.objects.visible_to(user).filter(title__icontains=words.strip()).order_by("-pk")
    titles = list(titled.values_list("pk", flat=True)[:MOST_CONTRACTS])
    wanted = Q(document__contract_id__in=keys) | Q(document_id__in=titles)
    return list(versions.filter(wanted)[:MOST])
