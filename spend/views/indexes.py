"""Index series: the list of them, one with its values, and importing one in steps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core import clock
from core.access import policy
from core.errors import UserError
from core.models import StoredFile
from core.pages.forms import PageForm, refusals_on
from spend.actions.indexes import (
    FILE_KIND,
    IndexFile,
    check_index,
    compare_index,
    import_index,
    index_bytes,
    upload_index,
)
from spend.forms import IndexConfirmForm, IndexStatedForm, IndexUploadForm
from spend.models import IndexSeries
from spend.permissions import IMPORT_INDEXES, imports_indexes
from spend.reports.series import series_lines
from spend.rules.index_period import Frequency, period_words
from spend.rules.index_series import IndexOutcome, figures

#: So many errors and values are shown of a preview.
SHOWN = 200


@policy("contracts.view")
def index_list(request: HttpRequest) -> HttpResponse:
    """List the index series with how far their values reach."""
    found = IndexSeries.objects.visible_to(request.user).with_extent().order_by("code")
    rows = [(series, _latest(series)) for series in found]
    context = {"title": "Index series", "rows": rows, "may_import": imports_indexes(request.user)}  # type: ignore[arg-type]
    return render(request, "spend/index_list.html", context)


def _latest(series: Any) -> str:
    """Return the newest period that has a value, in words; empty without any."""
    first = series.latest_period
    return period_words(first, Frequency(series.frequency)) if first else ""


@policy("contracts.view")
def index_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one series with its values, the newest first."""
    series = get_object_or_404(IndexSeries.objects.visible_to(request.user).with_extent(), pk=pk)
    found = series_lines(series, request.user, is_all=request.GET.get("all") == "true")
    context = {
        "title": series.name,
        "series": series,
        "lines": found.lines,
        "hidden": found.hidden,
        "may_import": imports_indexes(request.user),  # type: ignore[arg-type]
    }
    return render(request, "spend/index_series.html", context)


@policy(IMPORT_INDEXES)
def index_import(request: HttpRequest) -> HttpResponse:
    """Take a file and what is stated about it; nothing is written before the preview is confirmed."""
    initial = {"period_column": "period", "value_column": "value", "code": request.GET.get("code", "")}
    form = IndexUploadForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data["file"]
            content = given.read()
            check_index(content, form.facts, form.layout, on=clock.today(), file_name=given.name, sha256="")
            stored = upload_index(
                actor=request.actor,  # type: ignore[attr-defined]
                file_name=given.name,
                content=content,
                now=clock.now(),
            )
            return redirect(f"{reverse('index_preview', args=[stored.pk])}?{urlencode(form.stated)}")
    context = {"title": "Import an index series", "form": form}
    return render(request, "spend/index_import.html", context, status=422 if form.errors else 200)


@policy(IMPORT_INDEXES)
def index_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what an uploaded file would do, and import it once that is confirmed."""
    mine = StoredFile.objects.visible_to(request.user).filter(kind=FILE_KIND)
    stored = get_object_or_404(mine, pk=pk)
    stated = IndexStatedForm(request.GET)
    try:
        file = _checked(stored, stated)
    except UserError as error:
        messages.error(request, error.message)
        return redirect("index_import")
    form = IndexConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            outcome = import_index(
                actor=request.actor,  # type: ignore[attr-defined]
                file=file,
                now=clock.now(),
                expected_digest=form.cleaned_data["digest"],
            )
            messages.success(request, _told(outcome))
            series = IndexSeries.objects.visible_to(request.user).get(code=outcome.code)
            return redirect("index_series", series.pk)
    return _preview(request, stored, file, form)


def _checked(stored: StoredFile, stated: IndexStatedForm) -> IndexFile:
    if not stated.is_valid():
        raise UserError("The address of this preview is not complete. Choose the file again.")
    content = index_bytes(stored)
    return check_index(
        content,
        stated.facts,
        stated.layout,
        on=clock.today(),
        file_name=stored.name,
        sha256=stored.sha256,
    )


def _preview(request: HttpRequest, stored: StoredFile, file: IndexFile, form: PageForm) -> HttpResponse:
    outcome = compare_index(file)
    words = {row.period: period_words(row.period, file.frequency) for row in file.checked.rows}
    new = list(reversed(outcome.created))
    context: dict[str, Any] = {
        "title": f"{outcome.code}: {stored.name}",
        "outcome": outcome,
        "form": form,
        "address": request.get_full_path(),
        "changes": len(outcome.created) + len(outcome.revised),
        "created": [
            (words[row.period], value)
            for row, value in zip(new, figures([row.value for row in new]), strict=True)
        ][:SHOWN],
        "revised": [(words[one.period], one.old, one.new) for one in outcome.revised][:SHOWN],
        "errors": outcome.errors[:SHOWN],
        "more_errors": max(len(outcome.errors) - SHOWN, 0),
    }
    return render(request, "spend/index_preview.html", context, status=422 if form.errors else 200)


def _told(outcome: IndexOutcome) -> str:
    parts = [
        f"{len(outcome.created):,} recorded",
        f"{len(outcome.revised):,} revised",
        f"{outcome.unchanged:,} unchanged",
    ]
    return f"{outcome.code}: {', '.join(parts)}."
