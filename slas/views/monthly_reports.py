"""The monthly report about services: of a contract and over the portfolio, as pages and as PDF."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.db.models import CharField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from contracts_app.models import Contract
from contracts_app.views.amendments import today_of
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import policy, signed_in
from core.models import Job, StoredFile
from core.pages.confirming import confirm_first, is_confirmation_due
from slas.actions.monthly_reports import FILE_KIND, JOB_KIND, request_monthly_report
from slas.forms.monthly_reports import MonthForm
from slas.permissions import can_report
from slas.reports.monthly.contract import read_contract_report
from slas.reports.monthly.portfolio import read_portfolio_report

_SHOWN: Final = 10
_PAGE: Final = "slas/report.html"


@signed_in
@require_GET
def contract_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how the services of a contract were in a month, and the PDFs that the person made of it."""
    contract = visible_contract(request, pk)
    user: Any = request.user
    form = MonthForm(request.GET, on=today_of(contract))
    context = _context(request, form, contract) | {"may_make": can_report(user, contract)}
    if not form.is_valid():
        return render(request, _PAGE, context, status=422)
    context["report"] = read_contract_report(contract, user, form.chosen(), clock.now())
    return render(request, _PAGE, context)


@signed_in
@require_POST
def contract_report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the PDF; its progress shows on the job's page. Who it is is confirmed first, where due."""
    contract = visible_contract(request, pk)
    page = reverse("contract_sla_report", args=[pk])
    if not can_report(request.user, contract):  # type: ignore[arg-type]
        messages.warning(
            request,
            f"You may not make reports of {contract.number} as a PDF. Its owner and backup owner may, and who"
            " holds a role with “reports.make”.",
        )
        return redirect(page)
    return _asked_for(request, MonthForm(request.POST, on=today_of(contract)), page, contract)


@policy("contracts.view")
@require_GET
def portfolio_report(request: HttpRequest) -> HttpResponse:
    """Show how promises were kept over all contracts in a month, and the PDFs that the person made of it."""
    user: Any = request.user
    form = MonthForm(request.GET, on=_today())
    context = _context(request, form, None) | {"may_make": user.can("reports.make")}
    if not form.is_valid():
        return render(request, _PAGE, context, status=422)
    context["report"] = read_portfolio_report(user, form.chosen(), clock.now())
    return render(request, _PAGE, context)


@policy("reports.make")
@require_POST
def portfolio_report_pdf(request: HttpRequest) -> HttpResponse:
    """Ask for the PDF; its progress shows on the job's page. Who it is is confirmed first, where due."""
    return _asked_for(request, MonthForm(request.POST, on=_today()), reverse("sla_report"), None)


def _today() -> Any:
    return clock.today(timezone.get_current_timezone_name())


def _context(request: HttpRequest, form: MonthForm, contract: Contract | None) -> dict[str, Any]:
    about = f"{contract.number} {contract.title}" if contract else "all contracts"
    return {
        "title": f"SLA report: {about}",
        "form": form,
        "contract": contract,
        "made": _made(request.user, contract),
    }


def _asked_for(request: HttpRequest, form: MonthForm, page: str, contract: Contract | None) -> HttpResponse:
    """Enqueue the PDF of the chosen month; a month that cannot be reported is told on the page."""
    if not form.is_valid():
        messages.warning(request, " ".join(map(str, form.errors["month"])))
        return redirect(page)
    address = f"{page}?month={form.chosen().key}"
    if is_confirmation_due(request):
        return confirm_first(request, address)
    job = request_monthly_report(
        actor=request.actor,  # type: ignore[attr-defined]
        month=form.chosen(),
        contract=contract,
        return_url=address,
    )
    return redirect("job", job.pk)


def _made(user: Any, contract: Contract | None) -> Any:
    """Return the finished reports of a contract, or of all, that a person made, the newest first."""
    about = contract.pk if contract else None
    jobs = Job.objects.filter(kind=JOB_KIND, requested_by=user, params__contract=about)
    done = jobs.order_by("-pk").annotate(key=Cast("pk", CharField())).values("key")[:_SHOWN]
    files = StoredFile.objects.visible_to(user).filter(kind=FILE_KIND, subject_id__in=done)
    return files.filter(subject_type=Job._meta.label_lower).order_by("-created_at", "-pk")
