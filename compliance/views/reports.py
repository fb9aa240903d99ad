"""The page of all reports: what can be made, and what was made."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from compliance.actions.portfolio import FILE_KIND, JOB_KIND
from core.access import policy
from core.models import Job, StoredFile

SHOWN = 50


@policy("reports.make")
@require_GET
def reports_page(request: HttpRequest) -> HttpResponse:
    """Show the reports that can be made, those being made, and the person's finished ones."""
    made = (
        StoredFile.objects.visible_to(request.user)
        .filter(kind=FILE_KIND)
        .order_by("-created_at", "-id")[:SHOWN]
    )
    running = Job.objects.filter(
        requested_by_id=request.user.pk, kind=JOB_KIND, state__in=[Job.State.QUEUED, Job.State.RUNNING]
    ).order_by("-id")
    return render(request, "compliance/reports.html", {"title": "Reports", "made": made, "running": running})
