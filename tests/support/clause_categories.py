"""Categories of clauses for tests."""

from __future__ import annotations

from contracts_app.models import Clause, ClauseCategory, Document
from tests.support.contract_documents import version_of

#: Two clauses that are in one category each, and one that is in none.
CAPPED = """\
1. Liability

1.1 The total liability of either side shall not exceed EUR 500,000 in each year.

2. Meetings

2.1 The teams meet every second Tuesday.

3. Law

3.1 This agreement is governed by the laws of Ireland.
"""
CAP, LAW = "cap_on_liability", "governing_law"


def clause_numbered(document: Document, number: str, version: int = 1) -> Clause:
    """Return a clause of a version of a document by its number."""
    return Clause.unscoped.get(version=version_of(document, version), number=number)


def category_of(document: Document, number: str, category: str = CAP, version: int = 1) -> ClauseCategory:
    """Return what is kept about a clause and a category; fails where nothing is."""
    return ClauseCategory.unscoped.get(clause=clause_numbered(document, number, version), category=category)


def kept(document: Document, version: int = 1) -> dict[tuple[str, str], str]:
    """Return the state of every category of a version's clauses, by number and category."""
    rows = ClauseCategory.unscoped.filter(clause__version=version_of(document, version))
    return {(row.clause.number, row.category): row.state for row in rows.select_related("clause")}
