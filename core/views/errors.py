"""Pages for requests that cannot be answered: what happened, and what to do now."""

from __future__ import annotations

import sys
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.csrf import requires_csrf_token

#: After so many seconds a browser may ask again when the database was away.
RETRY_SECONDS: Final = 5


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: the request itself cannot be understood."""
    return _page(
        request,
        400,
        "This request cannot be understood",
        "Something in the address or the form is not what this page expects."
        " Go back, load the page again and repeat what you did.",
    )


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 for what Django itself refuses."""
    return _page(request, 403, "You may not open this", "Ask an administrator for the role that includes it.")


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, in the same words for what does not exist and for what the reader may not see."""
    return _page(
        request,
        404,
        "There is no such page",
        "The address may be wrong, the thing may be gone, or you may not be allowed to see it."
        " Search for it, or ask the person who sent you here.",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 when a form came without its secret: signed out meanwhile, or cookies are blocked."""
    return _page(
        request,
        403,
        "This form is out of date",
        "You may have signed in or out since the page was loaded, or the browser blocks cookies."
        " Go back, load the page again and repeat your change. Nothing was saved.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a page that needs nothing of the server but this file; 503 without a database.

    Every failure that nobody caught comes here while it is being handled, those of the session and of the
    person included, which fail before any view when the database is away.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _unavailable()
    page = get_template("core/errors/server_error.html")
    return HttpResponse(page.render({"request_id": getattr(request, "request_id", "")}), status=500)


def _unavailable() -> HttpResponse:
    """Answer 503 with a page that asks neither the database nor the session for anything."""
    page = get_template("core/errors/unavailable.html")
    answer = HttpResponse(page.render({"seconds": RETRY_SECONDS}), status=503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context = {"title": title, "text": text, "status": status}
    return render(request, "core/errors/page.html", context, status=status)
