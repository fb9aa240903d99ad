"""The history of a clause, and who wrote its words."""

from __future__ import annotations

import re
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from contracts_app.reports.clause_history import history_of, words_in
from contracts_app.reports.comparison import named
from contracts_app.reports.comparison_sides import side_of
from contracts_app.reports.document_text import place_of
from contracts_app.views.reading import visible_clause
from core import clock
from core.access import signed_in

_PLACE: Final = re.compile(r"\d{1,6}", re.ASCII)


@signed_in
def clause_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what became of a clause at each version and amendment, and where its words come from."""
    clause = visible_clause(request, pk)
    context = {
        "title": f"History of {clause}",
        "clause": clause,
        "history": (history := history_of(request.user, clause)),
        "credits": history.credits,
        "place_url": place_of(clause.version.document_id, clause.version.number, clause),
    }
    return render(request, "contracts_app/comparing/history.html", context)


@signed_in
def clause_words(request: HttpRequest) -> HttpResponse:
    """Show who wrote the words of a clause of a side of a comparison: a part of the page, or a page."""
    if "side" not in request.GET:
        return redirect("comparison")
    side = side_of(request.user, request.GET.get("side", ""), clock.now())
    asked = request.GET.get("clause", "")
    order = int(asked) if _PLACE.fullmatch(asked) else -1
    credits = words_in(request.user, side, order) if side else ()
    if side is None or not credits:
        raise Http404("There is no such clause.")
    context = {
        "title": f"Who wrote {named(side.clauses[order])}",
        "side": side,
        "credits": credits,
    }
    is_part = bool(request.headers.get("HX-Request"))
    return render(request, f"contracts_app/comparing/{'credits' if is_part else 'words'}.html", context)
