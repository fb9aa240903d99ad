"""Watching a job and cancelling it: one address for the page and for what is new on it.

The page asks every second. Its bar is replaced each time, its words (which are read out loud where a page is
listened to) only when they are others than the page shows, and the button that cancels stays in its place.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core import clock, registry
from core.access import signed_in
from core.jobs import cancel_job
from core.models import Job


@signed_in
@require_GET
def show_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a job is, to who asked for it and to administrators."""
    job = _job(request, pk)
    htmx = getattr(request, "htmx", False)
    if not htmx:
        return render(request, "core/jobs/page.html", {"job": job, "title": _label(job)})
    if not job.is_open:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = job.return_url or request.path
        return answer
    has_new_words = request.GET.get("words", "") != job.words_mark
    return render(request, "core/jobs/news.html", {"job": job, "has_new_words": has_new_words})


@signed_in
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a job to stop; what it did so far is undone."""
    job = _job(request, pk)
    cancel_job(actor=request.actor, job=job, now=clock.now())  # type: ignore[attr-defined]
    return redirect("job", pk=job.pk)


def _job(request: HttpRequest, pk: int) -> Job:
    job = get_object_or_404(Job, pk=pk)
    if not job.is_visible_to(request.user):
        raise Http404
    return job


def _label(job: Job) -> str:
    return registry.job_kinds.get(job.kind).label if job.kind in registry.job_kinds else job.kind
