"""The portfolio report as a page, and its PDF on request."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from compliance.actions.portfolio import request_portfolio
from compliance.forms import PortfolioForm, filter_words
from compliance.reports.portfolio import read_portfolio
from compliance.reports.printing import hash_of
from core import clock
from core.access import policy
from core.pages.confirming import confirm_first, is_confirmation_due
from core.rules.number import whole_number

PAGE_ROWS = 500


def _form(request: HttpRequest, chosen: QueryDict) -> PortfolioForm:
    given = chosen.dict() if chosen else {}
    start = {"as_of": clock.today(), "due_within_days": 180, "status_group": "in_force"}
    return PortfolioForm({**start, **given}, user=request.user)


@policy("reports.make")
@require_GET
def portfolio_page(request: HttpRequest) -> HttpResponse:
    """Show the report for the chosen day and filters; a long list comes in pages."""
    form = _form(request, request.GET)
    context: dict[str, Any] = {"title": "Portfolio and renewals due", "form": form}
    if not form.is_valid():
        return render(request, "compliance/portfolio.html", context, status=422)
    filters = form.filters()
    portfolio = read_portfolio(user=request.user, as_of=form.cleaned_data["as_of"], filters=filters)  # type: ignore[arg-type]
    first = whole_number(request.GET.get("from", "")) or 0
    following = first + PAGE_ROWS
    context |= {
        "portfolio": portfolio,
        "filter_words": filter_words(filters),
        "due": portfolio.due[:PAGE_ROWS],
        "lacking": portfolio.lacking[:PAGE_ROWS],
        "rows": portfolio.rows[first:following],
        "first": first,
        "following": following if following < len(portfolio.rows) else None,
        "preceding": max(0, first - PAGE_ROWS) if first else None,
        "content_hash": hash_of(portfolio),
        "chosen": form.data,
        "is_pdf": False,
    }
    return render(request, "compliance/portfolio.html", context)


@policy("reports.make")
@require_POST
def make_portfolio_pdf(request: HttpRequest) -> HttpResponse:
    """Ask for the PDF of the chosen report; its progress shows on the job's page.

    Where a confirmation is due, the page with the same choices follows it.
    """
    form = _form(request, request.POST)
    if not form.is_valid():
        return render(request, "compliance/portfolio.html", {"title": "Portfolio", "form": form}, status=422)
    if is_confirmation_due(request):
        chosen = {name: value for name, value in request.POST.items() if name in form.fields}
        return confirm_first(request, f"{reverse('portfolio')}?{urlencode(chosen)}")
    job = request_portfolio(
        actor=request.actor,  # type: ignore[attr-defined]
        as_of=form.cleaned_data["as_of"],
        filters=form.filters(),
        return_url=reverse("reports"),
    )
    return redirect("job", job.pk)
