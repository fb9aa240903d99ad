"""Suggestions for the fields in which one of very many is chosen."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html_join

from core.access import signed_in
from core.pages.choosing import KINDS, suggestions

LONGEST_WORDS = 200


@signed_in
def options(request: HttpRequest, kind: str) -> HttpResponse:
    """List what may be meant by the words typed so far (the one parameter), as options of a list.

    Only what the reader may see is ever suggested: each kind narrows its rows to the reader.
    """
    if kind not in KINDS:
        raise Http404
    words = str(next(iter(request.GET.values()), ""))[:LONGEST_WORDS].replace("\0", "")
    found = suggestions(KINDS[kind], request.user, words)
    return HttpResponse(format_html_join("", '<option value="{}"></option>', ((name,) for name in found)))
