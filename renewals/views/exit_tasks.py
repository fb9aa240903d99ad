"""Exit tasks: ticked, taken back, handed over or put off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core import clock
from core.access import signed_in
from core.pages.forms import PageForm, form_page, refusals_on
from renewals.actions.exit_tasks import change_exit_task, complete_exit_task, reopen_exit_task
from renewals.forms import ChangeTaskForm, TaskDoneForm
from renewals.models import ExitTask
from renewals.permissions import does
from renewals.reports.exit_task_words import what_is_due
from renewals.views.notices import crumb_of


def _visible(request: HttpRequest, pk: int) -> ExitTask:
    seen = ExitTask.objects.visible_to(request.user).select_related("notice__contract", "owner")
    found: ExitTask = get_object_or_404(seen, pk=pk)
    return found


def _is_only_looking(request: HttpRequest, task: ExitTask) -> bool:
    """Tell the person, before they fill in a form, that the task is not theirs to work on."""
    if request.method != "GET" or does(request.user, task.notice.contract, task):  # type: ignore[arg-type]
        return False
    messages.warning(request, "This task is with somebody else. Whom it is with and who decides may tick it.")
    return True


def _page(
    request: HttpRequest, form: Any, task: ExitTask, *, title: str, verb: str, intro: str = ""
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=f"{title}: {task.notice.contract.number}",
        verb=verb,
        intro=intro or f"{what_is_due(task)}.",
        cancel_url=reverse("vendor_notice", args=[task.notice_id]),
        **crumb_of(task.notice.contract),
    )


@signed_in
def exit_task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a task, with what was done."""
    task = _visible(request, pk)
    if _is_only_looking(request, task):
        return redirect("vendor_notice", task.notice_id)
    form = TaskDoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            note = form.cleaned_data["note"]
            complete_exit_task(actor=request.actor, task=task, note=note, now=clock.now())  # type: ignore[attr-defined]
            messages.success(request, f"Done: {str(task).lower()}.")
            return redirect("vendor_notice", task.notice_id)
    return _page(request, form, task, title=str(task), verb="Done")


@signed_in
def exit_task_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the tick of a task back."""
    task = _visible(request, pk)
    if _is_only_looking(request, task):
        return redirect("vendor_notice", task.notice_id)
    form = PageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            reopen_exit_task(actor=request.actor, task=task, now=clock.now())  # type: ignore[attr-defined]
            messages.success(request, f"Open again: {str(task).lower()}.")
            return redirect("vendor_notice", task.notice_id)
    words = "It is to be done again, and is reminded of."
    return _page(request, form, task, title=f"Reopen: {str(task).lower()}", verb="Reopen", intro=words)


@signed_in
def exit_task_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a task over, or set another day for it."""
    task = _visible(request, pk)
    if _is_only_looking(request, task):
        return redirect("vendor_notice", task.notice_id)
    initial = {"owner": task.owner, "due_date": task.due_date, "version": task.row_version}
    form = ChangeTaskForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            owner = form.cleaned_data["owner"]
            change_exit_task(
                actor=request.actor,  # type: ignore[attr-defined]
                task=task,
                owner_id=owner.pk if owner else None,
                due_date=form.cleaned_data["due_date"],
                expected_version=form.cleaned_data["version"],
                now=clock.now(),
            )
            messages.success(request, f"Changed: {str(task).lower()}.")
            return redirect("vendor_notice", task.notice_id)
    return _page(request, form, task, title=f"Change: {str(task).lower()}", verb="Save")
