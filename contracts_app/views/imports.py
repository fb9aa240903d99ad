"""Importing a register in steps: file, columns, check, confirm, result."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from contracts_app.actions.register_runs import (
    confirm_import,
    latest_mapping,
    register_bytes,
    request_check,
    upload_register,
)
from contracts_app.forms.imports import ColumnsForm, ConfirmForm, UploadForm, columns_form
from contracts_app.models import ImportRun
from contracts_app.rules.register_mapping import RegisterMapping, parse_mapping
from contracts_app.rules.register_sample import RegisterSample, propose_mapping, sample_register
from contracts_app.rules.register_text import decode_register
from core import clock
from core.access import policy
from core.errors import UserError
from core.pages.forms import refusals_on

LISTED = 50


@policy("imports.run")
@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    """List the latest imports and offer a new one."""
    runs = _runs(request).order_by("-created_at", "-pk")[:LISTED]
    return render(request, "contracts_app/imports/list.html", {"title": "Imports", "runs": runs})


@policy("imports.run")
def import_new(request: HttpRequest) -> HttpResponse:
    """Take a file and the name of its register."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data["file"]
            run = upload_register(
                actor=request.actor,  # type: ignore[attr-defined]
                source=form.cleaned_data["source"],
                file_name=given.name,
                content=given.read(),
                now=clock.now(),
            )
            mapping = form.cleaned_data["mapping"]
            if mapping is not None:
                request.session[_mapping_key(run)] = mapping.to_toml()
            return redirect("import_columns", run.pk)
    names = _runs(request).order_by("source").values_list("source", flat=True).distinct()[:LISTED]
    context = {"title": "Import a register", "form": form, "sources": names}
    return render(request, "contracts_app/imports/new.html", context, status=422 if form.errors else 200)


@policy("imports.run")
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the person say which column is which field, then ask for the check."""
    run = _run(request, pk)
    if not run.is_open:
        return redirect("import_run", run.pk)
    sample = sample_register(decode_register(register_bytes(run)))
    form = columns_form(sample, _proposal(request, run, sample), request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            request_check(
                actor=request.actor,  # type: ignore[attr-defined]
                run=run,
                mapping=form.cleaned_data["mapping"].to_toml(),
                return_url=reverse("import_run", args=[run.pk]),
            )
            return redirect("import_run", run.pk)
    return _columns_page(request, run, sample, form)


def _columns_page(
    request: HttpRequest, run: ImportRun, sample: RegisterSample, form: ColumnsForm
) -> HttpResponse:
    columns = [(name, sample.shown(name)) for name in sample.columns]
    context = {"title": "Map the columns", "run": run, "form": form, "columns": columns}
    status = 422 if form.errors else 200
    return render(request, "contracts_app/imports/columns.html", context, status=status)


@policy("imports.run")
@require_GET
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an import: its progress, its preview with every error, or its result."""
    run = _run(request, pk)
    form = ConfirmForm() if run.state == ImportRun.State.CHECKED else None
    return _run_page(request, run, form)


@policy("imports.run")
@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Import a checked register."""
    run = _run(request, pk)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            confirm_import(
                actor=request.actor,  # type: ignore[attr-defined]
                run=run,
                is_skipping_bad_rows=form.cleaned_data["skip"],
                return_url=reverse("import_run", args=[run.pk]),
                now=clock.now(),
            )
            return redirect("import_run", run.pk)
    return _run_page(request, run, form, status=422)


@policy("imports.run")
@require_GET
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the mapping of an import as TOML, for the next time and for the command line."""
    run = _run(request, pk)
    response = HttpResponse(run.mapping, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-mapping.toml"'
    return response


def _run_page(
    request: HttpRequest, run: ImportRun, form: ConfirmForm | None, status: int = 200
) -> HttpResponse:
    context = {
        "title": f"{run.source}: {run.file_name}",
        "run": run,
        "job": run.job,
        "form": form,
        "changes": run.created_count + run.updated_count,
        "is_checked": run.state == ImportRun.State.CHECKED,
        "is_done": run.state == ImportRun.State.DONE,
    }
    return render(request, "contracts_app/imports/run.html", context, status=status)


def _runs(request: HttpRequest) -> Any:
    return ImportRun.objects.visible_to(request.user).select_related("job", "requested_by", "error_report")


def _run(request: HttpRequest, pk: int) -> ImportRun:
    run: ImportRun = get_object_or_404(_runs(request), pk=pk)
    return run


def _proposal(request: HttpRequest, run: ImportRun, sample: RegisterSample) -> RegisterMapping:
    """Start from the uploaded mapping, else this run's, else the register's last one, else guesses."""
    uploaded = request.session.get(_mapping_key(run), "")
    earlier = _runs(request).filter(source=run.source, state=ImportRun.State.DONE).order_by("-pk")[:3]
    for text in (uploaded, run.mapping):
        try:
            return parse_mapping(text)
        except UserError:
            continue
    return propose_mapping(sample, latest_mapping(list(earlier)))


def _mapping_key(run: ImportRun) -> str:
    return f"import-mapping-{run.pk}"
