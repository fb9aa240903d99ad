"""Who acts in this request, and what a refused action looks like to a person."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.audit import Actor, acting
from core.errors import UserError

GetResponse = Callable[[HttpRequest], HttpResponse]
#: Third-party pages that write on their own: they run as a whole in one acting transaction.
WRITING_PREFIXES = ("/accounts/",)


class ActorMiddleware:
    """Gives each request ``request.actor`` and ``request.request_id``.

    Sign-in pages come from a library that saves users itself, so their whole request
    runs as ``system:sign-in`` (or as the person, once signed in).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        request.actor = self._actor(request)  # type: ignore[attr-defined]
        if request.path.startswith(WRITING_PREFIXES) and request.method == "POST":
            if connection.in_atomic_block:
                return self.get_response(request)
            with acting(request.actor):  # type: ignore[attr-defined]
                return self.get_response(request)
        return self.get_response(request)

    @staticmethod
    def _actor(request: HttpRequest) -> Actor:
        request_id: str = request.request_id  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            return Actor.person(request.user, request_id=request_id)
        return Actor.system("sign-in", channel="page", request_id=request_id)


class LocalTimeMiddleware:
    """Shows instants in the time zone of the signed-in person, in UTC to everybody else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = getattr(request.user, "timezone", "") if request.user.is_authenticated else ""
        with timezone.override(_zone(zone)):
            return self.get_response(request)


def _zone(name: str) -> dt.tzinfo:
    """Return the zone called ``name``; UTC for a name that the machine does not know."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return dt.UTC


class UserErrorMiddleware:
    """Turns a refusal that no form caught into a page with its sentence and its status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a ``UserError`` with its own page; everything else goes on."""
        if not isinstance(exception, UserError):
            return None
        return render(request, "core/refused.html", {"error": exception}, status=exception.status)
