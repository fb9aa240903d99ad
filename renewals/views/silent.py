"""Silent renewals: the report of terms that rolled over although nobody had decided it."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render

from core import clock
from core.access import policy, require
from core.pages.confirming import confirm_first, download_page, is_confirmation_due
from core.pages.export import record_export, safe_cell
from core.rules.number import whole_number
from core.rules.wording import short_date
from renewals.forms import SilentForm
from renewals.panels.silent import year_until
from renewals.reports.silent import SilentReport, SilentRow, cost_text, silent_renewals
from renewals.views.notices import today

PAGE_ROWS: Final = 200
_HEAD: Final = (
    "Contract", "Title", "Vendor", "Owner", "Renewed on", "Term", "Term ends", "Days",
    "Notice was due by", "Cost",
)  # fmt: skip


@policy("contracts.view")
def silent_list(request: HttpRequest) -> HttpResponseBase:
    """List the renewals between two days that nobody had decided in time, with their cost by currency."""
    first, last = year_until(today())
    given = {name: value for name, value in request.GET.items() if value}
    form = SilentForm({"first": short_date(first), "last": short_date(last), **given})
    context: dict[str, Any] = {"title": "Silent renewals", "form": form}
    if not form.is_valid():
        return render(request, "renewals/silent_list.html", context, status=422)
    report = silent_renewals(request.user, form.cleaned_data["first"], form.cleaned_data["last"])
    if request.GET.get("format") == "csv":
        return _csv(request, report)
    start = whole_number(request.GET.get("from", "")) or 0
    following = start + PAGE_ROWS
    context |= {
        "report": report,
        "rows": report.rows[start:following],
        "following": following if following < len(report.rows) else None,
        "preceding": max(0, start - PAGE_ROWS) if start else None,
        "may_export": request.user.can("exports.run"),  # type: ignore[union-attr]
    }
    return render(request, "renewals/silent_list.html", context)


def _csv(request: HttpRequest, report: SilentReport) -> HttpResponseBase:
    """Answer with every row as CSV, after a confirmation where one is due; the ledger says so."""
    require(request.user.can("exports.run"), "export silent renewals")  # type: ignore[union-attr]
    if is_confirmation_due(request):
        page: QueryDict = request.GET.copy()
        page.pop("format", None)
        back = f"{request.path}?{page.urlencode()}"
        return confirm_first(request, download_page(request.get_full_path(), back))
    record_export(
        actor=request.actor,  # type: ignore[attr-defined]
        now=clock.now(),
        page="silent-renewals",
        query=request.GET.urlencode(),
    )
    text = io.StringIO()
    text.write("\ufeff")  # spreadsheets then read UTF-8 as what it is
    writer = csv.writer(text)
    writer.writerow(_HEAD)
    writer.writerows([safe_cell(value) for value in _cells(row)] for row in report.rows)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="silent-renewals-{today().isoformat()}.csv"'
    return response


def _cells(row: SilentRow) -> tuple[Any, ...]:
    contract, renewal = row.contract, row.renewal
    return (
        contract.number,
        contract.title,
        contract.vendor.name,
        contract.owner or "",
        renewal.renewed_on_date,
        renewal.term_number,
        renewal.term_end,
        renewal.days,
        renewal.notice_by_date,
        cost_text(renewal.amount, renewal.currency),
    )
