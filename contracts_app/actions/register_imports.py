"""Importing a register: all of it in one transaction, or nothing.

1. Rows are keyed by source and external id. A row that the register did not change since the last import
   changes nothing here; one that it did change is written, the mapped fields only.
2. A bad row refuses the import, unless the person said to skip bad rows; each is reported with a reason.
3. A person needs ``imports.run``, and ``contracts.edit`` in every department that gets or holds a
   contract that would be written. Rows of a contract that the person does not see are refused, whether they
   differ from it or not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from accounts.models import User
from contracts_app.actions import register_stage as stage
from contracts_app.actions import register_write as write
from contracts_app.actions.register_refusals import refused_rows
from contracts_app.actions.register_statistics import refresh_statistics
from contracts_app.actions.search import reindex_contracts
from contracts_app.models import Contract, ImportRun
from contracts_app.rules.register_mapping import RegisterMapping
from contracts_app.rules.register_outcome import CheckedRegister, ImportOutcome, Report, count_rows, silent
from contracts_app.rules.register_row import RowError
from contracts_app.signals import contract_terms_changed
from core.access import require
from core.audit import Actor, action
from core.errors import UserError
from core.ledger.events import record_event

#: Deadlines are told about so many contracts at once.
CHUNK = 1_000
#: So many errors are kept with the run; the report file has all of them.
KEPT_ERRORS = 200
UNASSIGNED = "Unassigned"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('termkeeper register ' || %s, 0))"


class RefusedRegister(UserError):
    """The register has bad rows and nothing was imported; ``outcome`` has them all."""

    code = "bad_rows"
    status = 422

    def __init__(self, outcome: ImportOutcome) -> None:
        rows = "1 row is" if outcome.failed == 1 else f"{outcome.failed:,} of {outcome.rows:,} rows are"
        super().__init__(f"Nothing was imported: {rows} refused. Correct them, or skip bad rows.")
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Register:
    """A checked register, ready to be compared or imported.

    Attributes:
        source: Name of the register; with the external id it is the key of a row.
        file_name: As the person or command named the file.
        sha256: Of the file's bytes, in hex.
        mapping: How its columns were read.
        checked: Its rows.
        is_skipping_bad_rows: Whether good rows are imported although others are bad.
    """

    source: str
    file_name: str
    sha256: str
    mapping: RegisterMapping
    checked: CheckedRegister
    is_skipping_bad_rows: bool = False


def next_run_id() -> int:
    """Reserve the id of an import, which its actor carries before the run is stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('contracts_app_importrun', 'id'))")
        return int(cursor.fetchone()[0])


def compare_register(register: Register, user: User | None) -> ImportOutcome:
    """Return what importing ``register`` would do now; nothing is written (dry run).

    Args:
        user: The person whose rights count, None for the system.
    """
    with transaction.atomic():
        errors = _stage(register, user)
        created, updated, unchanged = stage.count_outcomes()
        transaction.set_rollback(True)
    return _outcome(register, errors, created, updated, unchanged)


@action
def import_register(
    *,
    actor: Actor,
    register: Register,
    now: dt.datetime,
    on: dt.date,
    report: Report = silent,
    before_commit: Callable[[ImportOutcome], None] | None = None,
) -> ImportOutcome:
    """Create and update the contracts that ``register`` names; its own history actor is ``import:<id>``.

    Args:
        actor: ``Actor.importing(run id, user)``; a run of that id is stored, or updated when it exists.
        register: Checked rows.
        now: When it happens.
        on: The day from which deadlines are looked at.
        report: Told how far the work is; what it raises stops the import, and nothing is written.
        before_commit: Called with the outcome before anything is final; what it raises undoes everything.

    Returns:
        What was done.

    Raises:
        RefusedRegister: Rows are bad and not to be skipped; nothing is written.
        NotAllowed: The person may not import registers.
    """
    require(actor.user is None or actor.user.can("imports.run"), "import a register")
    total = 2 * max(len(register.checked.rows), 1)
    report(total // 2, total, f"Comparing {len(register.checked.rows):,} rows with what is recorded")
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [register.source])
    errors = _stage(register, actor.user)
    if errors and not register.is_skipping_bad_rows:
        raise RefusedRegister(_outcome(register, errors))
    outcome = _outcome(register, errors, *stage.count_outcomes())
    try:
        _write(actor, register, outcome, now, on, report)
    except IntegrityError as error:
        raise UserError(
            f"Nothing was imported: somebody recorded the same thing at the same time ({_reason(error)})."
            " Import the file again."
        ) from None
    if outcome.created + outcome.updated:
        facts = {name: value for name, value in outcome.as_json().items() if name != "errors"}
        details = {"source": register.source, "file": register.file_name, "sha256": register.sha256, **facts}
        record_event(
            "contracts_app.import.finished", actor=actor, now=now, subject=_subject(actor), details=details
        )
    if before_commit is not None:
        before_commit(outcome)
    return outcome


def _subject(actor: Actor) -> tuple[str, int]:
    return "contracts_app.importrun", int(actor.name.removeprefix("import:"))


def _stage(register: Register, user: User | None) -> list[RowError]:
    """Stage the rows, take out those that are refused here, and return all errors in the order of rows."""
    fallback = user.department.name if user is not None and user.department is not None else UNASSIGNED
    has_parties = bool(register.mapping.vendor_separator)
    stage.load(register.checked.rows, fallback, register.mapping.fields)
    stage.classify(register.source, register.mapping.fields, has_parties)
    refused = refused_rows(register.mapping, user)
    stage.drop_rows([error.row for error in refused])
    return sorted([*register.checked.errors, *refused], key=lambda error: error.row)


def _write(
    actor: Actor, register: Register, outcome: ImportOutcome, now: dt.datetime, on: dt.date, report: Report
) -> None:
    count = outcome.created + outcome.updated
    run = _store_run(actor, register, outcome, now)
    report(count, 2 * count, f"Writing {count:,} contracts")
    if count:
        has_parties = bool(register.mapping.vendor_separator)
        write.create_names(now)
        write.write_new(register.source, now)
        write.write_changes(register.mapping.fields)
        write.write_parts(has_parties)
    write.remember_rows(run.pk)
    refresh_statistics(len(register.checked.rows))
    reindex_contracts(write.updated_ids())
    done = count
    for ids in write.written_ids(CHUNK):
        contract_terms_changed.send(sender=Contract, contract_ids=ids, actor=actor, on=on)
        done += len(ids)
        report(done, 2 * count, f"Working out deadlines: {done - count:,} of {count:,}")


def _store_run(actor: Actor, register: Register, outcome: ImportOutcome, now: dt.datetime) -> ImportRun:
    run, _ = ImportRun.unscoped.update_or_create(
        pk=_subject(actor)[1],
        defaults={
            **result_fields(outcome),
            "source": register.source,
            "file_name": register.file_name,
            "sha256": register.sha256,
            "mapping": register.mapping.to_toml(),
            "is_skipping_bad_rows": register.is_skipping_bad_rows,
            "state": ImportRun.State.DONE,
            "message": "",
            "finished_at": now,
        },
    )
    return run


def result_fields(outcome: ImportOutcome) -> dict[str, object]:
    """Return the columns of a run that state an outcome."""
    return {
        "row_count": outcome.rows,
        "created_count": outcome.created,
        "updated_count": outcome.updated,
        "unchanged_count": outcome.unchanged,
        "failed_count": outcome.failed,
        "errors": outcome.as_json()["errors"][:KEPT_ERRORS],
    }


def _outcome(
    register: Register, errors: Sequence[RowError], created: int = 0, updated: int = 0, unchanged: int = 0
) -> ImportOutcome:
    return ImportOutcome(
        register.checked.row_count, created, updated, unchanged, count_rows(errors), tuple(errors)
    )


def _reason(error: IntegrityError) -> str:
    return str(error).strip().splitlines()[-1].removeprefix("DETAIL:").strip().rstrip(".")
