"""Finding the contract, document or clause that an address names."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from contracts_app.models import Clause, Contract, Document, DocumentVersion

_JOINED = ("vendor", "department", "entity", "owner", "backup_owner", "terms")


def visible_contract(request: HttpRequest, pk: int) -> Contract:
    """Return the contract if the person may see it; 404 otherwise, as for one that does not exist."""
    contracts = Contract.objects.visible_to(request.user).select_related(*_JOINED).defer("search_vector")
    return get_object_or_404(contracts, pk=pk)


def visible_document(request: HttpRequest, pk: int) -> Document:
    """Return the document if the person may see its contract; 404 otherwise."""
    documents = Document.objects.visible_to(request.user).select_related("contract__vendor")
    found: Document = get_object_or_404(documents, pk=pk)
    return found


def visible_version(request: HttpRequest, pk: int) -> DocumentVersion:
    """Return the version if the person may see its contract; 404 otherwise."""
    joined = ("document__contract__vendor", "file", "job")
    versions = DocumentVersion.objects.visible_to(request.user).select_related(*joined)
    found: DocumentVersion = get_object_or_404(versions, pk=pk)
    return found


def visible_clause(request: HttpRequest, pk: int) -> Clause:
    """Return the clause if the person may see its contract; 404 otherwise."""
    joined = ("version__document__contract__vendor", "version__file")
    clauses = Clause.objects.visible_to(request.user).select_related(*joined)
    found: Clause = get_object_or_404(clauses.defer("search_vector"), pk=pk)
    return found
