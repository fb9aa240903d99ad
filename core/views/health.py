"""``/healthz``: a dead-man's switch that is 200 only while a sweep lately proved its work."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from core.access import public
from core.reminders.health import check_health


@public("watchers have no account; it says only counts and ages")
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 or 503 with what is known about database, sweeps, reconciliation, mail and broker."""
    health = check_health(clock.now())
    return JsonResponse(health.as_json(), status=200 if health.is_healthy else 503)
