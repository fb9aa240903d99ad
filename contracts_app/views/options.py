"""Suggestions for the fields in which one of very many is chosen."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html_join

from contracts_app.forms.choosing import KINDS, suggestions
from core.access import policy

LONGEST_WORDS = 200


@policy("contracts.view")
def contract_options(request: HttpRequest, kind: str) -> HttpResponse:
    """List what may be meant by the words typed so far (the one parameter), as options of a list."""
    if kind not in KINDS:
        raise Http404
    words = next(iter(request.GET.values()), "")[:LONGEST_WORDS]
    found = suggestions(KINDS[kind], request.user, words)
    return HttpResponse(format_html_join("", '<option value="{}"></option>', ((name,) for name in found)))
