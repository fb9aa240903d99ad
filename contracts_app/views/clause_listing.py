"""The clauses of the whole portfolio, searched by their words and by category."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from contracts_app.filters.clauses import ClauseFilterSet
from contracts_app.models import Clause, DocumentVersion
from contracts_app.reports.clause_amended import amended_of, with_amendments
from contracts_app.reports.clause_categories import amounts_of, categories_of, with_categories
from contracts_app.reports.reading_form import words_to_find
from core import clock
from core.access import signed_in
from core.pages.columns import Column
from core.pages.listing import Empty, Listing


def _document(clause: Clause) -> str:
    return f"{clause.version.document.title}, version {clause.version.number}"


def _contract(clause: Clause) -> str:
    contract = clause.version.document.contract
    return f"{contract.number} {contract.title}"


def _categories(clause: Clause) -> str:
    return "; ".join(f"{row.name} ({row.get_state_display().lower()})" for row in categories_of(clause))


def _amounts(clause: Clause) -> str:
    present = amounts_of(clause)
    later = [
        f"{one.words}: {', '.join(one.amounts)}" for one in amended_of(clause) if present and one.amounts
    ]
    return "; ".join([*present, *later])


def _amended(clause: Clause) -> str:
    return "; ".join(one.words for one in amended_of(clause))


def _joined(clauses: Any) -> Any:
    """Let the clauses of one page come with where they stand, read for them alone."""
    versions = DocumentVersion.objects.for_system("where clauses stand that the reader sees")
    joined = versions.select_related("file", "document__contract__vendor")
    return with_categories(
        clauses.prefetch_related(Prefetch("version", with_amendments(joined))).defer("search_vector")
    )


CLAUSES = Listing(
    page="clauses",
    noun="clause",
    nouns="clauses",
    columns=(
        Column(
            "clause",
            "Clause",
            str,
            "pk",
            template="contracts_app/cells/clause.html",
            is_heading=True,
            order=10,
        ),
        Column("words", "Words", words_to_find, template="contracts_app/cells/words.html", order=20),
        Column(
            "categories",
            "Categories",
            _categories,
            template="contracts_app/cells/categories.html",
            order=22,
        ),
        Column("amounts", "Amounts", _amounts, template="contracts_app/cells/amounts.html", order=24),
        Column("amended", "Amended", _amended, order=26, is_on_page=False),
        Column("document", "Document", _document, template="contracts_app/cells/document.html", order=30),
        Column("contract", "Contract", _contract, template="contracts_app/cells/contract.html", order=40),
        Column(
            "vendor",
            "Vendor",
            lambda row: row.version.document.contract.vendor.name,
            order=50,
            is_on_page=False,
        ),
        Column("page", "Page", lambda row: row.page or "", kind="num", order=60),
    ),
    filterset=ClauseFilterSet,
    default_sort="clause",
    prepare=_joined,
)


@signed_in
def clause_list(request: HttpRequest) -> HttpResponseBase:
    """List the clauses of the latest versions, of all versions where asked; words, filters and CSV."""
    empty = Empty(
        "No clauses yet",
        "Add documents on the page of a contract: their text is read and split into clauses, which are"
        " searched here.",
    )
    clauses = Clause.objects.visible_to(request.user)
    if request.GET.get("versions") != "all":
        clauses = clauses.of_latest_versions()
    on = clock.today(timezone.get_current_timezone_name())
    listing = CLAUSES.open(request, clauses, on=on, empty=empty)
    may_answer = request.user.can("documents.edit")  # type: ignore[union-attr]
    return listing.respond("contracts_app/clause_list.html", {"title": "Clauses", "may_answer": may_answer})
