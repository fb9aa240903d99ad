"""Uploading a file of what happened, exclusions too; a worker takes the large ones."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts_app.models import Contract
from contracts_app.rules.register_row import RowError
from core import clock
from core.access import policy
from core.files import content_store
from core.models import Job, StoredFile
from core.pages.forms import refusals_on
from slas.actions.taking import TOLD, WrongRows
from slas.actions.uploads import AT_ONCE, JOB_KIND, LARGEST, REFUSED_KIND, request_upload, take_file
from slas.forms.readings import RowsUploadForm
from slas.models import SlaTarget
from slas.rules import exclusion_row, measurement_row, ticket_row
from slas.rules.measurement_row import MEASURED
from slas.views.outages import contract_to_record, services_of


@dataclass(frozen=True, slots=True)
class About:
    """What the page says about files of one kind."""

    noun: str
    hint: str
    words: str


ABOUT: Final = {
    "outages": About(
        "outages",
        "Its first line names the columns service, source, ref, start_utc, end_utc, summary; or"
        " component_slug, start_utc, end_utc.",
        "Of ours, service and start_utc are needed; a blank end is an open outage.",
    ),
    "tickets": About(
        "tickets",
        f"Its first line names the columns {', '.join(ticket_row.COLUMNS)}.",
        "Needed are service, ref and opened_utc. Pauses stand in one cell: from / to / why, the next after"
        " a semicolon. Without that column the pauses on record stay.",
    ),
    "measurements": About(
        "measurements",
        f"Its first line names the columns {', '.join(measurement_row.COLUMNS)}.",
        "Needed are target, at_utc and value. A target is named by its number or its name.",
    ),
    "exclusions": About(
        "exclusions",
        f"Its first line names the columns {', '.join(exclusion_row.COLUMNS)}.",
        f"Needed are {', '.join(exclusion_row.NEEDED)}. The kind is maintenance, force_majeure or our_fault;"
        " a blank service means all of the contract. Somebody else has to approve what was uploaded.",
    ),
}


@dataclass(slots=True)
class _Shown:
    """What became of a file: a sentence, and the rows that were refused."""

    done: str = ""
    refused: str = ""
    errors: list[RowError] = field(default_factory=list)
    more: int = 0
    file: StoredFile | None = None


@policy("slas.record")
def upload(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Take a CSV file: all of it, or what is wrong in which row; a large one is taken by a worker."""
    contract = contract_to_record(request, pk)
    about = ABOUT[kind]
    form = RowsUploadForm(request.POST or None, request.FILES or None, hint=about.hint)
    shown = _of_job(request, contract, kind) if request.method != "POST" else _Shown()
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            try:
                answer = _taken(request, contract, kind, form)
            except WrongRows as error:
                shown.errors, shown.more = list(error.errors[:TOLD]), max(len(error.errors) - TOLD, 0)
                raise
            if answer is not None:
                return answer
    context = {
        "title": f"Upload {about.noun}: {contract.number} {contract.title}",
        "contract": contract,
        "form": form,
        "about": about,
        "services": services_of(request, contract) if kind != "measurements" else [],
        "targets": measured_targets(request, contract) if kind == "measurements" else [],
        "shown": shown,
        "back": reverse(f"sla_{kind}", args=[contract.pk]),
    }
    return render(request, "slas/upload.html", context, status=422 if form.errors else 200)


def measured_targets(request: HttpRequest, contract: Contract) -> list[SlaTarget]:
    """Return the targets of a contract whose figures are measured, by service and name."""
    seen = SlaTarget.objects.visible_to(request.user).filter(service__contract_id=contract.pk)
    kinds = [one.value for one in MEASURED]
    return list(
        seen.filter(indicator__in=kinds).select_related("service").order_by("service__name", "name", "pk")
    )


def _taken(request: HttpRequest, contract: Contract, kind: str, form: RowsUploadForm) -> HttpResponse | None:
    """Take the uploaded file, or let a worker; None where it is too large, and the form says so."""
    given = form.cleaned_data["file"]
    if given.size > LARGEST:
        form.add_error("file", "The file is larger than 25 MB. Divide it, and upload each part.")
        return None
    facts: dict[str, Any] = {"actor": request.actor, "contract": contract, "kind": kind}  # type: ignore[attr-defined]
    if given.size > AT_ONCE:
        job = request_upload(**facts, name=given.name, data=given.read(), now=clock.now())
        return redirect("job", job.pk)
    taken = take_file(**facts, raw=given.read(), now=clock.now())
    messages.success(request, f"{given.name}: {taken.words}.")
    return redirect(f"sla_{kind}", contract.pk)


def _of_job(request: HttpRequest, contract: Contract, kind: str) -> _Shown:
    """Return what became of the file that a worker took, where the address names its job."""
    asked = request.GET.get("job", "")
    if not asked.isdecimal():
        return _Shown()
    jobs = Job.objects.filter(pk=int(asked), kind=JOB_KIND, params__contract=contract.pk, params__kind=kind)
    job = jobs.first()
    if job is None or not job.is_visible_to(request.user):
        raise Http404
    name = job.params["name"]
    if job.state == Job.State.DONE and job.result:
        told = ", ".join(f"{count:,} {what}" for what, count in job.result.items())
        return _Shown(done=f"{name}: {told}.")
    if job.is_open:
        return _Shown(done=f"{name}: {job.words}")
    shown = _Shown(refused=f"{name}: {job.error}")
    shown.file = _refused_file(job)
    if shown.file is not None:
        errors = _read_errors(content_store().read(shown.file.sha256))
        shown.errors, shown.more = errors[:TOLD], max(len(errors) - TOLD, 0)
    return shown


def _refused_file(job: Job) -> StoredFile | None:
    kept = StoredFile.objects.for_system("what is wrong with a file, for who may watch its job")
    found: StoredFile | None = kept.filter(
        kind=REFUSED_KIND, subject_type=job._meta.label_lower, subject_id=str(job.pk)
    ).first()
    return found


def _read_errors(raw: bytes) -> list[RowError]:
    rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    next(rows, None)
    return [RowError(int(row), column, value, message) for row, column, value, message in rows]
