"""The leverage pack of a contract: as a page, and as a PDF on request."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from contracts_app.views.page import contract_panel
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import signed_in
from core.models import Job, StoredFile
from core.pages.confirming import confirm_first, is_confirmation_due
from renewals.actions.packs import FILE_KIND, JOB_KIND, request_pack
from renewals.permissions import makes_pack
from renewals.reports.pack.reading import read_pack

_SHOWN: Final = 10
_NOT_YOURS: Final = (
    "You may not make the leverage pack of {} as a PDF. Its owner and backup owner may, and who decides on"
    " it or holds a role with “reports.make”."
)


@signed_in
@require_GET
def contract_pack(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what there is to negotiate with, as of now, and the PDFs of it that the person made."""
    contract = visible_contract(request, pk)
    user: Any = request.user
    context = {
        "pack": read_pack(contract, user, clock.now()),
        "may_make": makes_pack(user, contract),
        "made": _made(user, pk),
        "is_pdf": False,
    }
    return contract_panel(request, contract, "contract_pack", "renewals/panels/pack.html", context)


@signed_in
@require_POST
def contract_pack_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the PDF; its progress shows on the job's page. Who it is is confirmed first, where due."""
    contract = visible_contract(request, pk)
    page = reverse("contract_pack", args=[pk])
    if not makes_pack(request.user, contract):  # type: ignore[arg-type]
        messages.warning(request, _NOT_YOURS.format(contract.number))
        return redirect(page)
    if is_confirmation_due(request):
        return confirm_first(request, page)
    job = request_pack(actor=request.actor, contract=contract, return_url=page)  # type: ignore[attr-defined]
    return redirect("job", job.pk)


def _made(user: Any, contract_id: int) -> Any:
    """Return the packs of a contract that a person made, the newest first."""
    jobs = Job.objects.filter(kind=JOB_KIND, requested_by=user, params__contract=contract_id)
    done = [str(pk) for pk in jobs.order_by("-pk").values_list("pk", flat=True)[:_SHOWN]]
    files = StoredFile.objects.visible_to(user).filter(kind=FILE_KIND, subject_id__in=done)
    return files.filter(subject_type=Job._meta.label_lower).order_by("-created_at", "-pk")
