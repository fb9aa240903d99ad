"""An import that a person prepares in steps: upload, map, check, confirm. Only the last one writes contracts.

The steps are shared by the pages and the API. Checking and importing are jobs, so that a large file
shows how far it is and can be cancelled; what a job ends with is written to the run by the actions below.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from contracts_app.actions.register_imports import Register, compare_register, result_fields
from contracts_app.actions.register_reading import check_register
from contracts_app.models import ImportRun
from contracts_app.rules.register_mapping import BadMapping, RegisterMapping, parse_mapping
from contracts_app.rules.register_name import register_name
from contracts_app.rules.register_outcome import ImportOutcome, Report, silent
from contracts_app.rules.register_record import read_header
from contracts_app.rules.register_text import decode_register
from core.access import require
from core.audit import Actor, action
from core.errors import UserError
from core.files import content_store, save_file, store_made_file
from core.jobs import enqueue
from core.ledger.events import record_event
from core.models import StoredFile

FILE_KIND = "register"
REPORT_KIND = "register_errors"
CHECK_JOB = "register_check"
IMPORT_JOB = "register_import"
STATE = ImportRun.State


class UnableToImport(UserError):
    """The import is not at the step that was asked for, or its source is not usable."""

    code = "import_not_ready"


@action
def upload_register(
    *, actor: Actor, source: str, file_name: str, content: bytes, now: dt.datetime
) -> ImportRun:
    """Keep a register file and open an import of it; no contract is touched.

    Args:
        actor: A person who holds ``imports.run``.
        source: Name of the register, 1 to 60 characters; with the external id it is the key of a row.
        file_name: As the person's file is called; it must end in ``.csv`` or ``.txt``.
        content: The whole file.
        now: When.

    Raises:
        NotAllowed: The person may not import registers.
        UnreadableRegister: The file is not a text with a header row.
        UserError: The source is blank, or the file is refused or cannot be stored.
    """
    _require_importer(actor)
    try:
        name = register_name(source)
    except ValueError as error:
        raise UnableToImport(str(error), fields={"source": [str(error)]}) from None
    read_header(decode_register(content))
    stored = save_file(actor=actor, name=file_name, data=content, kind=FILE_KIND, now=now)
    return ImportRun.unscoped.create(
        source=name, file_name=stored.name, sha256=stored.sha256, stored_file=stored, requested_by=actor.user
    )


@action
def request_check(*, actor: Actor, run: ImportRun, mapping: str, return_url: str = "") -> ImportRun:
    """State the mapping of an open import and ask a worker to check every row; nothing is imported.

    Args:
        actor: The person; must be allowed to import.
        run: As the person sees it.
        mapping: TOML, see ``register_mapping``.
        return_url: The page to go back to when the check is done.

    Raises:
        BadMapping: The mapping names what does not exist.
        UnableToImport: The import is under way or over.
    """
    _require_importer(actor)
    row = _locked(run)
    if not row.is_open:
        raise UnableToImport("This import is under way or over. Upload the file again to map it anew.")
    read = parse_mapping(mapping)
    header = read_header(decode_register(register_bytes(row)))
    for column in read.columns.values():
        header.index_of(column)
    row.mapping, row.state = read.to_toml(), STATE.CHECKING
    row.job = enqueue(CHECK_JOB, {"run": row.pk}, requested_by=actor.user, return_url=return_url)
    row.save()
    return row


@action
def confirm_import(
    *, actor: Actor, run: ImportRun, is_skipping_bad_rows: bool, return_url: str = "", now: dt.datetime
) -> ImportRun:
    """Ask a worker to import a checked register.

    Args:
        actor: The person; the contracts' history says ``import:<id>``, and the run says who confirmed it.
        run: As the person sees it; its check is done.
        is_skipping_bad_rows: Import the good rows although others are refused.
        return_url: The page to go back to.
        now: When.

    Raises:
        UnableToImport: It is not checked, or bad rows are neither corrected nor to be skipped.
    """
    _require_importer(actor)
    row = _locked(run)
    if row.state != STATE.CHECKED:
        raise UnableToImport("This import is not checked, or is under way already. Check the file first.")
    if row.failed_count and not is_skipping_bad_rows:
        rows = "1 row is" if row.failed_count == 1 else f"{row.failed_count:,} rows are"
        raise UnableToImport(f"{rows} refused. Correct the file, or choose to skip refused rows.")
    row.state, row.is_skipping_bad_rows, row.requested_by = STATE.RUNNING, is_skipping_bad_rows, actor.user
    row.job = enqueue(IMPORT_JOB, {"run": row.pk}, requested_by=actor.user, return_url=return_url)
    row.save()
    details = {"source": row.source, "sha256": row.sha256, "skips_bad_rows": is_skipping_bad_rows}
    record_event("contracts_app.import.confirmed", actor=actor, now=now, subject=row, details=details)
    return row


@action
def record_outcome(
    *,
    actor: Actor,
    run: ImportRun,
    state: str,
    outcome: ImportOutcome | None,
    message: str,
    report: bytes | None,
    now: dt.datetime,
) -> ImportRun:
    """Write down what a check, or an import that was refused, found; safe to call twice.

    Args:
        actor: The import.
        run: The run of the job.
        state: The state it is in now.
        outcome: Counts and errors, None when the file could not even be read.
        message: A sentence about the whole, blank when there is nothing to say.
        report: Every error as CSV, None when there is none.
        now: When.
    """
    row = _locked(run)
    row.state, row.message = state, message
    for field, value in result_fields(outcome or ImportOutcome()).items():
        setattr(row, field, value)
    row.error_report = _stored_report(actor, row, report, now)
    if state not in (STATE.CHECKED, STATE.DRAFT):
        row.finished_at = now
    row.save()
    return row


def keep_report(*, actor: Actor, run: ImportRun, report: bytes, now: dt.datetime) -> None:
    """Keep the list of skipped rows with an import, in the transaction that imports the others."""
    row = _locked(run)
    row.error_report = _stored_report(actor, row, report, now)
    row.save(update_fields=["error_report"])


def _stored_report(actor: Actor, row: ImportRun, report: bytes | None, now: dt.datetime) -> StoredFile | None:
    if report is None:
        return None
    return store_made_file(
        actor=actor,
        name=f"import-{row.pk}-refused-rows.csv",
        data=report,
        media_type="text/csv",
        kind=REPORT_KIND,
        now=now,
        subject=row,
    )


def read_run(run: ImportRun, report: Report = silent) -> Register:
    """Return the checked register of a run, read again from the store.

    Raises:
        UserError: The file or the mapping cannot be used.
    """
    mapping = parse_mapping(run.mapping)
    return Register(
        source=run.source,
        file_name=run.file_name,
        sha256=run.sha256,
        mapping=mapping,
        checked=check_register(register_bytes(run), mapping, report),
        is_skipping_bad_rows=run.is_skipping_bad_rows,
    )


def compare_run(run: ImportRun, report: Report = silent) -> ImportOutcome:
    """Return what importing a run would do now; nothing is written.

    Raises:
        UserError: The file or the mapping cannot be used.
    """
    return compare_register(read_run(run, report), run.requested_by)


def register_bytes(run: ImportRun) -> bytes:
    """Return the file of a run, as it was uploaded.

    Raises:
        StoreFailed: It is missing from the store or damaged.
        UnableToImport: The run came from the command line, which keeps no file.
    """
    if run.stored_file is None:
        raise UnableToImport("This import came from the command line; its file is not kept here.")
    return content_store().read(run.stored_file.sha256)


def latest_mapping(runs: Sequence[ImportRun]) -> RegisterMapping | None:
    """Return the mapping that one of ``runs`` (newest first) was imported with, None when none was."""
    for run in runs:
        try:
            return parse_mapping(run.mapping)
        except BadMapping:
            continue
    return None


def _require_importer(actor: Actor) -> None:
    require(actor.user is not None and actor.user.can("imports.run"), "import a register")


def _locked(run: ImportRun) -> ImportRun:
    return ImportRun.unscoped.select_for_update(of=("self",)).get(pk=run.pk)
