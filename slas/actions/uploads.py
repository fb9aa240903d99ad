"""Files of what happened: taken at once, or by a worker where they are large."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from contracts_app.models import Contract
from contracts_app.rules.register_outcome import Report, silent
from contracts_app.rules.register_row import RowError
from core.audit import Actor, action
from core.errors import UserError
from core.files import content_store, save_file, store_job_file
from core.jobs import enqueue
from core.models import Job, StoredFile
from core.rules.csv_file import CsvFileError
from slas.actions.announcements import take_exclusions
from slas.actions.measurements import take_measurements
from slas.actions.outages import take_outages
from slas.actions.taking import Taken, require_recording
from slas.actions.tickets import take_tickets
from slas.rules import exclusion_row, measurement_row, ticket_row
from slas.rules.event_csv import EventCsv
from slas.rules.outage_csv import OutageCsv

JOB_KIND: Final = "slas.take_rows"
FILE_KIND: Final = "slas.rows"
REFUSED_KIND: Final = "slas.refused_rows"
#: Larger files are not taken.
LARGEST: Final = 25 * 1024 * 1024
#: Larger files are recorded by a worker: ten thousand rows take about three seconds.
AT_ONCE: Final = 1024 * 1024


class UnusableFile(UserError):
    """The file is no CSV file of this kind; ``fields`` says why."""

    code = "unusable_file"

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={"file": [message]})


@dataclass(frozen=True, slots=True)
class FileSaid:
    """What a file says: its rows, what it calls the fields, and what could not be read."""

    rows: Sequence[Any]
    columns: Any
    misread: Sequence[RowError]


@dataclass(frozen=True, slots=True)
class UploadKind:
    """What a file may be about: how it is read, and how its rows are recorded."""

    read: Callable[[bytes], FileSaid]
    take: Callable[..., Taken]


def _outages(raw: bytes) -> FileSaid:
    file = OutageCsv(raw)
    return FileSaid(file.rows, file.columns, file.errors)


def _tickets(raw: bytes) -> FileSaid:
    file = EventCsv(raw, columns=tuple(ticket_row.COLUMNS), needed=ticket_row.NEEDED)
    rows = [ticket_row.ticket_row(number, cells) for number, cells in file.rows]
    return FileSaid(rows, {field: name for name, field in ticket_row.COLUMNS.items()}, file.errors)


def _measurements(raw: bytes) -> FileSaid:
    file = EventCsv(raw, columns=tuple(measurement_row.COLUMNS), needed=measurement_row.NEEDED)
    rows = [measurement_row.measurement_row(number, cells) for number, cells in file.rows]
    return FileSaid(rows, {field: name for name, field in measurement_row.COLUMNS.items()}, file.errors)


def _exclusions(raw: bytes) -> FileSaid:
    file = EventCsv(raw, columns=tuple(exclusion_row.COLUMNS), needed=exclusion_row.NEEDED)
    rows = [exclusion_row.exclusion_row(number, cells) for number, cells in file.rows]
    return FileSaid(rows, {field: name for name, field in exclusion_row.COLUMNS.items()}, file.errors)


KINDS: Final = {
    "outages": UploadKind(_outages, take_outages),
    "tickets": UploadKind(_tickets, take_tickets),
    "measurements": UploadKind(_measurements, take_measurements),
    "exclusions": UploadKind(_exclusions, take_exclusions),
}


def take_file(
    *, actor: Actor, contract: Contract, kind: str, raw: bytes, now: dt.datetime, report: Report = silent
) -> Taken:
    """Record what a file says, all of it or nothing; the same file again changes nothing.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        contract: Whose services and targets the rows are about.
        kind: A key of ``KINDS``.
        raw: The whole file.
        now: What lies after it is refused.
        report: Is told how many rows are written, of how many.

    Raises:
        NotAllowed: The person may not record for the contract.
        UnusableFile: It is no CSV file, or its header cannot be used.
        WrongRows: ``errors`` says what is wrong in which row and column; nothing is stored.
    """
    chosen = KINDS[kind]
    report(0, 0, "Reading the file")
    try:
        said = chosen.read(raw)
    except CsvFileError as error:
        raise UnusableFile(str(error)) from None
    report(0, len(said.rows), f"Checking {len(said.rows):,} rows")
    return chosen.take(
        actor=actor,
        contract=contract,
        rows=said.rows,
        now=now,
        columns=said.columns,
        misread=said.misread,
        report=report,
    )


@action
def request_upload(
    *, actor: Actor, contract: Contract, kind: str, name: str, data: bytes, now: dt.datetime
) -> Job:
    """Keep a large file and ask a worker to record what it says.

    Args:
        actor: A person who may record for the contract.
        contract: Whose services and targets the rows are about.
        kind: A key of ``KINDS``.
        name: As the person's file is called; it must end in ``.csv`` or ``.txt``.
        data: The whole file.
        now: When.

    Raises:
        NotAllowed: The person may not record for the contract.
        RefusedFile: It is no text file, or too large.
        StoreFailed: The disk is full; nothing is stored.
    """
    require_recording(actor, contract)
    stored = save_file(actor=actor, name=name, data=data, kind=FILE_KIND, now=now, subject=contract)
    params = {"contract": contract.pk, "kind": kind, "file": stored.pk, "name": stored.name}
    job = enqueue(JOB_KIND, params, requested_by=actor.user)
    job.return_url = f"{reverse(f'sla_{kind[:-1]}_upload', args=[contract.pk])}?job={job.pk}"
    job.save(update_fields=["return_url"])
    return job


@action
def keep_refused_rows(*, actor: Actor, job: Job, report_csv: bytes, now: dt.datetime) -> StoredFile:
    """Keep the list of what is wrong with a file that a worker read, once for its job."""
    return store_job_file(
        actor=actor,
        job=job,
        name="refused-rows.csv",
        data=report_csv,
        media_type="text/csv",
        kind=REFUSED_KIND,
        now=now,
    )


def uploaded_bytes(job: Job) -> bytes:
    """Return the file that a job is about, as it was uploaded.

    Raises:
        StoreFailed: It is missing from the store or damaged.
    """
    rows = StoredFile.objects.for_system("a worker reads what a person uploaded")
    found: bytes = content_store().read(rows.get(pk=job.params["file"]).sha256)
    return found
