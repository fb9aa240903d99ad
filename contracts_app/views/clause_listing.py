"""The clauses of the whole portfolio, searched by their words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from contracts_app.filters import ClauseFilterSet
from contracts_app.models import Clause
from core import clock
from core.access import signed_in
from core.pages.columns import Column
from core.pages.listing import Empty, Listing


def _document(clause: Clause) -> str:
    return f"{clause.version.document.title}, version {clause.version.number}"


def _contract(clause: Clause) -> str:
    contract = clause.version.document.contract
    return f"{contract.number} {contract.title}"


def _joined(clauses: Any) -> Any:
    return clauses.select_related("version__document__contract__vendor").defer("search_vector")


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
        Column("words", "Words", lambda row: row.text, template="contracts_app/cells/words.html", order=20),
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
    return listing.respond("contracts_app/clause_list.html", {"title": "Clauses"})
