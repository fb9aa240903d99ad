"""Contracts, their parties, terms, notice rules, tags, documents, clauses and amendments."""

from contracts_app.models.amendment import AmendedTerm, Amendment, AmendmentChange
from contracts_app.models.clause import Clause
from contracts_app.models.clause_category import ClauseCategory
from contracts_app.models.contract import Contract, etag_of
from contracts_app.models.document import Document, DocumentText, DocumentVersion
from contracts_app.models.imports import ImportedRow, ImportRun
from contracts_app.models.notice import NoticeMethod, NoticeRule
from contracts_app.models.party import ContractAccess, ContractEntity, ContractVendor
from contracts_app.models.tag import ContractTag, Tag
from contracts_app.models.terms import ContractTerms

__all__ = [
    "AmendedTerm",
    "Amendment",
    "AmendmentChange",
    "Clause",
    "ClauseCategory",
    "Contract",
    "ContractAccess",
    "ContractEntity",
    "ContractTag",
    "ContractTerms",
    "ContractVendor",
    "Document",
    "DocumentText",
    "DocumentVersion",
    "ImportRun",
    "ImportedRow",
    "NoticeMethod",
    "NoticeRule",
    "Tag",
    "etag_of",
]
