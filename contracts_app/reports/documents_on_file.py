"""The documents of a contract with their versions, and which ones should be there and are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from contracts_app.models import Contract, Document, DocumentVersion
from contracts_app.rules.expected_documents import Expected, missing_documents
from contracts_app.rules.lifecycle import NOT_YET_IN_FORCE

#: The list of contracts in force that lack a document, as its address says it.
WITHOUT_DOCUMENTS: Final = {"status": "in_force", "missing": "any"}


@dataclass(frozen=True, slots=True)
class OnFile:
    """A document with its versions, the latest first."""

    document: Document
    versions: list[DocumentVersion]

    @property
    def latest(self) -> DocumentVersion:
        """The version that was added last."""
        return self.versions[0]


def documents_on_file(user: Any, contract: Contract) -> list[OnFile]:
    """Return the documents of a contract that ``user`` may see, in the order in which they were added."""
    documents = Document.objects.visible_to(user).filter(contract=contract).order_by("pk")
    versions = DocumentVersion.objects.visible_to(user).filter(document__contract=contract)
    by_document: dict[int, list[DocumentVersion]] = {}
    known = versions.with_same_file().select_related("file", "job", "created_by")
    for version in known.order_by("document_id", "-number"):
        by_document.setdefault(version.document_id, []).append(version)
    return [OnFile(each, by_document[each.pk]) for each in documents if each.pk in by_document]


def missing_of(contract: Contract, kinds: set[str]) -> tuple[Expected, ...]:
    """Return what the contract should have on file and has not, given the kinds that are there."""
    return missing_documents(contract.type, kinds, is_agreed=contract.status not in NOT_YET_IN_FORCE)


def document_count(contract: Any, user: Any) -> int:
    """Count the documents of a contract, for the tab of its page."""
    return int(Document.objects.visible_to(user).filter(contract=contract).count())


def version_count(document: Any, user: Any) -> int:
    """Count the versions of a document, for the tab of its page."""
    return int(DocumentVersion.objects.visible_to(user).filter(document=document).count())


def documents_missing(user: Any, on: dt.date) -> Iterator[tuple[str, str]]:
    """Give how many contracts in force lack a document, to who may add one; nothing where none does."""
    if not user.can("documents.edit"):
        return
    if count := Contract.objects.visible_to(user).in_force().lacking_documents().count():
        words = "contract lacks a document" if count == 1 else "contracts lack a document"
        yield f"{count:,} {words}", f"{reverse('contract_list')}?{urlencode(WITHOUT_DOCUMENTS)}"
