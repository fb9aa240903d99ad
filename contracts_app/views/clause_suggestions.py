"""What is suggested of clauses and not answered yet: a queue for keyboard and mouse, many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts_app.actions.categories import answer_categories, set_category
from contracts_app.filters.clauses import SuggestionFilterSet
from contracts_app.models import ClauseCategory, DocumentVersion
from contracts_app.reports.clause_categories import reasons_of
from contracts_app.rules.categories import name_of
from contracts_app.views.reading import visible_clause
from core import clock
from core.access import policy
from core.errors import UserError
from core.pages.columns import Column
from core.pages.listing import Empty, Listing
from core.pages.selection import BulkStep, picked_keys

STATE = ClauseCategory.State
#: The answers as addresses say them.
ANSWERS = {"confirm": STATE.CONFIRMED, "reject": STATE.REJECTED}
_DONE = {"confirm": "confirmed", "reject": "rejected"}
_JOINED = "clause__version__document__contract__vendor"


def _contract(row: ClauseCategory) -> str:
    contract = row.clause.version.document.contract
    return f"{contract.number} {contract.title}"


def _why(row: ClauseCategory) -> str:
    return "; ".join(f"{each.words} ({each.points:+d})" for each in reasons_of(row))


def _joined(rows: Any) -> Any:
    return rows.select_related(_JOINED).defer("clause__search_vector")


SUGGESTIONS = Listing(
    page="suggestions",
    noun="suggestion",
    nouns="suggestions",
    columns=(
        Column("category", "Category", lambda row: row.name, template="contracts_app/cells/suggestion.html",
               is_heading=True, order=10),
        Column("clause", "Clause", lambda row: str(row.clause),
               template="contracts_app/cells/suggestion_clause.html", order=20),
        Column("why", "Why", _why, template="contracts_app/cells/suggestion_why.html", order=30),
        Column("points", "Points", lambda row: row.points, "points", kind="num", order=40),
        Column("contract", "Contract", _contract,
               template="contracts_app/cells/suggestion_contract.html", order=50),
        Column("recorded", "Order", lambda row: row.pk, "pk", order=60, is_on_page=False),
        Column("answer", "Answer", lambda row: "",
               template="contracts_app/cells/suggestion_answer.html", order=70),
    ),
    filterset=SuggestionFilterSet,
    default_sort="-points",
    prepare=_joined,
    bulk=(
        BulkStep("confirm", "Confirm", "check", "documents.edit", "clause_suggestions_answer", ("confirm",)),
        BulkStep("reject", "Reject", "x", "documents.edit", "clause_suggestions_answer", ("reject",)),
    ),
)  # fmt: skip


@policy("documents.edit")
def clause_suggestions(request: HttpRequest) -> HttpResponseBase:
    """List what is suggested of the clauses of the latest versions and not answered, the strongest first."""
    empty = Empty(
        "Nothing to answer",
        "Categories are suggested when the text of a document is read. Those that nobody answered are here.",
    )
    on = clock.today(timezone.get_current_timezone_name())
    listing = SUGGESTIONS.open(request, open_suggestions(request.user), on=on, empty=empty)
    return listing.respond("contracts_app/suggestions.html", {"title": "Suggested categories"})


@policy("documents.edit")
@require_POST
def clause_suggestions_answer(request: HttpRequest, verb: str) -> HttpResponse:
    """Confirm or reject what was picked, or the one whose button was pressed; then show the queue again."""
    if verb not in ANSWERS:
        raise Http404
    posted = request.POST.copy()
    if only := posted.get("only"):
        posted.setlist("ids", [only])
    changed = answer_categories(
        actor=request.actor,  # type: ignore[attr-defined]
        category_ids=picked_keys(posted, "suggestions"),
        state=ANSWERS[verb],
        now=clock.now(),
    )
    left = open_suggestions(request.user).count()
    number = "1 suggestion" if len(changed) == 1 else f"{len(changed):,} suggestions"
    messages.success(request, f"{number} {_DONE[verb]}, {left:,} left to answer.")
    query = request.GET.copy()
    query.pop("after", None)
    page = reverse("clause_suggestions")
    return redirect(f"{page}?{query.urlencode()}" if query else page)


@policy("documents.edit")
@require_POST
def clause_categorise(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or reject a category of one clause, or put the clause into one by hand."""
    clause = visible_clause(request, pk)
    verb = request.POST.get("answer", "confirm")
    if verb not in ANSWERS:
        raise Http404
    category = request.POST.get("category", "")
    try:
        set_category(
            actor=request.actor,  # type: ignore[attr-defined]
            clause=clause,
            category=category,
            now=clock.now(),
            state=ANSWERS[verb],
        )
    except UserError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"{name_of(category)}: {_DONE[verb]} for {clause}.")
    return redirect(f"{reverse('clause', args=[clause.pk])}#categories")


def open_suggestions(user: Any) -> Any:
    """Return the suggestions to answer, as far as ``user`` sees them: of latest versions, unanswered."""
    versions = DocumentVersion.objects.for_system("a condition: versions that no later one follows")
    newer = versions.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    rows = ClauseCategory.objects.visible_to(user).filter(state=STATE.SUGGESTED)
    return rows.filter(version__in=versions.filter(~Exists(newer)).values("pk"))
