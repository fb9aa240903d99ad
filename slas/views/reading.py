"""Finding the service or target that an address names."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from slas.models import Service, SlaTarget, TargetVersion


def visible_service(request: HttpRequest, pk: int) -> Service:
    """Return the service if the person may see its contract; 404 otherwise."""
    seen = Service.objects.visible_to(request.user).select_related("contract__vendor", "contract__department")
    found: Service = get_object_or_404(seen, pk=pk)
    return found


def visible_target(request: HttpRequest, pk: int) -> SlaTarget:
    """Return the target, with its versions, if the person may see its contract; 404 otherwise."""
    joined = (
        "service__contract__vendor",
        "service__contract__department",
        "service__contract__terms",
        "owner",
    )
    seen = SlaTarget.objects.visible_to(request.user).select_related(*joined)
    found: SlaTarget = get_object_or_404(seen.prefetch_related("versions"), pk=pk)
    return found


def visible_target_version(request: HttpRequest, pk: int) -> TargetVersion:
    """Return the version of a target if the person may see its contract; 404 otherwise."""
    seen = TargetVersion.objects.visible_to(request.user).select_related("target__service__contract")
    found: TargetVersion = get_object_or_404(seen, pk=pk)
    return found
